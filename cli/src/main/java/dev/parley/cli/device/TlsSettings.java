package dev.parley.cli.device;

import dev.parley.tls.Tls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a device is secured by TLS, as somebody wrote it down. What was not said is null.
 *
 * @param identity who the client is
 * @param trust which servers are believed
 * @param serverName the name that the server's certificate must carry
 * @param skipServerName whether that name is left alone
 */
public record TlsSettings(
        IdentitySettings identity,
        TrustSettings trust,
        @Nullable String serverName,
        @Nullable Boolean skipServerName) {
    /** Nothing was said. */
    public static final TlsSettings NONE = new TlsSettings(IdentitySettings.NONE, TrustSettings.NONE, null, null);

    /** What is said here, and what is said below where nothing is said here. */
    TlsSettings over(TlsSettings below) {
        return new TlsSettings(
                identity.over(below.identity),
                trust.over(below.trust),
                DeviceSettings.first(serverName, below.serverName),
                DeviceSettings.first(skipServerName, below.skipServerName));
    }

    /** What is said here that means something over TLS only, by the names that it has in the file of devices. */
    List<String> said() {
        List<String> said = new ArrayList<>();
        Said.note(said, "cert", identity.certificate());
        Said.note(said, "key", identity.key());
        Said.note(said, "ca", trust.authorities());
        Said.note(said, "crl", trust.revoked());
        Said.note(said, "pin", trust.pins());
        Said.note(said, "server-name", serverName);
        Said.note(said, "insecure-skip-server-name", skipServerName);
        return said;
    }

    /**
     * The TLS that this comes to.
     *
     * @throws dev.parley.error.InputException if it is contradictory, or says too little
     */
    Tls toTls(String device, Secrets secrets) {
        Tls tls = Tls.trusting(trust.toTrust(device)).withIdentity(identity.toIdentity(secrets));
        tls = serverName == null ? tls : tls.withServerName(serverName);
        return Boolean.TRUE.equals(skipServerName) ? tls.insecureSkipServerName() : tls;
    }
}
