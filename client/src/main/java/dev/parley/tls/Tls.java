package dev.parley.tls;

import dev.parley.error.InputException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a device is secured by TLS: whom it believes the device to be, who the client is, and which TLS they speak. A
 * value: every {@code with…} makes another one.
 *
 * <pre>{@code
 * Tls.trusting(TlsTrust.caFile(Path.of("ca.pem")))
 *         .withIdentity(TlsIdentity.pem(Path.of("client.pem"), Path.of("client.key")));
 * }</pre>
 */
public final class Tls {
    private final TlsTrust trust;
    private final TlsIdentity identity;
    private final @Nullable String serverName;
    private final boolean serverNameChecked;
    private final TlsPolicy policy;
    private final TlsProvider provider;
    private final boolean resumption;
    private final @Nullable KeyLog keyLog;

    private Tls(
            TlsTrust trust,
            TlsIdentity identity,
            @Nullable String serverName,
            boolean serverNameChecked,
            TlsPolicy policy,
            TlsProvider provider,
            boolean resumption,
            @Nullable KeyLog keyLog) {
        this.trust = trust;
        this.identity = identity;
        this.serverName = serverName;
        this.serverNameChecked = serverNameChecked;
        this.policy = policy;
        this.provider = provider;
        this.resumption = resumption;
        this.keyLog = keyLog;
    }

    /**
     * TLS with servers that are believed by {@code trust}, everything else as it should be: the name checked, {@link
     * TlsPolicy#COMPATIBLE}, {@link TlsProvider#AUTO}, sessions resumed, and no client certificate yet.
     */
    public static Tls trusting(TlsTrust trust) {
        return new Tls(trust, TlsIdentity.none(), null, true, TlsPolicy.COMPATIBLE, TlsProvider.AUTO, true, null);
    }

    /** The same with other servers believed. */
    public Tls withTrust(TlsTrust other) {
        return new Tls(other, identity, serverName, serverNameChecked, policy, provider, resumption, keyLog);
    }

    /** The same with a client certificate, which NETCONF servers ask for (RFC 7589 section 2). */
    public Tls withIdentity(TlsIdentity other) {
        return new Tls(trust, other, serverName, serverNameChecked, policy, provider, resumption, keyLog);
    }

    /**
     * The same with the name or address that the server must carry in its certificate, where that is not the host it is
     * reached by. A name is also the one sent in the ClientHello.
     *
     * @throws InputException if it is neither a host name nor an address
     */
    public Tls withServerName(String name) {
        return new Tls(
                trust,
                identity,
                ServerIdentity.of(name).toString(),
                serverNameChecked,
                policy,
                provider,
                resumption,
                keyLog);
    }

    /**
     * The same without comparing the server's name: any server with a certificate of the trusted authorities is taken
     * for the device, so that each device can pose as every other. Pinning fingerprints is the better way out.
     */
    public Tls insecureSkipServerName() {
        return new Tls(trust, identity, serverName, false, policy, provider, resumption, keyLog);
    }

    /** The same with another policy. */
    public Tls withPolicy(TlsPolicy other) {
        return new Tls(trust, identity, serverName, serverNameChecked, other, provider, resumption, keyLog);
    }

    /** The same carried out by another provider. */
    public Tls withProvider(TlsProvider other) {
        return new Tls(trust, identity, serverName, serverNameChecked, policy, other, resumption, keyLog);
    }

    /** The same with a full handshake for every session. */
    public Tls withoutResumption() {
        return new Tls(trust, identity, serverName, serverNameChecked, policy, provider, false, keyLog);
    }

    /**
     * The same with the secrets of every session told to somebody: whoever has them reads all that passes, and while a
     * session of TLS 1.2 can be resumed, takes part. For captures that are to be read, with test data (RFC 9850 section 3).
     * Only BoringSSL tells them; with the JDK's TLS {@link KeyLog#unavailable} is called instead. Sessions are resumed among
     * those with the same key log only.
     */
    public Tls insecureKeyLog(KeyLog log) {
        return new Tls(trust, identity, serverName, serverNameChecked, policy, provider, resumption, log);
    }

    /** Which servers are believed. */
    public TlsTrust trust() {
        return trust;
    }

    /** Who the client is. */
    public TlsIdentity identity() {
        return identity;
    }

    /** The name that the server must carry, or null for the host that it is reached by. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** Whether the server's name is compared with its certificate. */
    public boolean isServerNameChecked() {
        return serverNameChecked;
    }

    /** What is offered. */
    public TlsPolicy policy() {
        return policy;
    }

    /** Who carries it out. */
    public TlsProvider provider() {
        return provider;
    }

    /** Whether sessions may be resumed. */
    public boolean isResumption() {
        return resumption;
    }

    /** Who is told the secrets of sessions, or null for nobody. */
    public @Nullable KeyLog keyLog() {
        return keyLog;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tls tls
                && trust.equals(tls.trust)
                && identity.equals(tls.identity)
                && Objects.equals(serverName, tls.serverName)
                && serverNameChecked == tls.serverNameChecked
                && policy.equals(tls.policy)
                && provider == tls.provider
                && resumption == tls.resumption
                && Objects.equals(keyLog, tls.keyLog);
    }

    @Override
    public int hashCode() {
        return Objects.hash(trust, identity, serverName, serverNameChecked, policy, provider, resumption, keyLog);
    }

    /** In words, without anything secret. */
    @Override
    public String toString() {
        return "TLS trusting " + trust + ", as " + identity
                + (serverName == null ? "" : ", server name " + serverName)
                + (serverNameChecked ? "" : ", server name not checked")
                + ", " + policy.versions() + ", " + provider
                + (resumption ? "" : ", no resumption")
                + (keyLog == null ? "" : ", secrets of sessions logged");
    }
}
