package dev.parley.cli.command;

import dev.parley.cli.device.IdentitySettings;
import dev.parley.cli.device.TlsSettings;
import dev.parley.cli.device.TrustSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How TLS secures a device. */
final class TlsOptions implements OptionGroup {
    @Option(names = "--cert", paramLabel = "FILE", description = "Our certificate in PEM, or with its key in PKCS#12.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Our private key in PEM, encrypted or not.")
    private @Nullable Path key;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The authorities whose servers are believed, in PEM; or 'system' for those of Java.")
    private @Nullable Path authorities;

    @Option(names = "--crl", paramLabel = "FILE", description = "Revocation lists of those authorities.")
    private @Nullable Path revoked;

    @Option(
            names = "--pin",
            paramLabel = "SHA256",
            description =
                    "Believe the server whose certificate has this fingerprint, besides those of --ca. May be repeated.")
    private List<String> pins = List.of();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "The name in the server's certificate, where it is not the host.")
    private @Nullable String serverName;

    @Option(
            names = "--insecure-skip-server-name",
            description = "Take any server of the trusted authorities for the device.")
    private boolean skipServerName;

    @Override
    public String heading() {
        return "TLS";
    }

    /** What is said, with what holds for SSH as well. */
    TlsSettings said(@Nullable Path passphraseFile, boolean trustAnyone) {
        return new TlsSettings(
                new IdentitySettings(certificate, key, passphraseFile),
                new TrustSettings(authorities, revoked, pins, trustAnyone),
                serverName,
                DeviceOptions.ifSet(skipServerName));
    }
}
