package dev.parley.cli.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.TlsTrust;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are believed, as somebody wrote it down.
 *
 * @param authorities a file of certificates, or {@link #SYSTEM}, or null
 * @param revoked a file of revocation lists, or null
 * @param pins fingerprints
 * @param anyone whether every server is believed
 */
public record TrustSettings(
        @Nullable Path authorities, @Nullable Path revoked, List<String> pins, boolean anyone) {
    /** Nothing was said. */
    public static final TrustSettings NONE = new TrustSettings(null, null, List.of(), false);

    /** In place of a file: the authorities that the Java platform trusts. */
    public static final Path SYSTEM = Path.of("system");

    /** Copies the list. */
    public TrustSettings {
        pins = List.copyOf(pins);
    }

    /** This one if it says whom to believe; its revocation lists go with the other's authorities otherwise. */
    TrustSettings over(TrustSettings below) {
        if (authorities != null || anyone || !pins.isEmpty()) {
            return this;
        }
        return new TrustSettings(
                below.authorities, revoked == null ? below.revoked : revoked, below.pins, below.anyone);
    }

    /**
     * The trust that this comes to.
     *
     * @throws InputException if it contradicts itself, or says nothing
     */
    TlsTrust toTrust(String device) {
        if (anyone) {
            if (authorities != null || revoked != null || !pins.isEmpty()) {
                throw InputException.of(
                        Reason.BAD_SETTING,
                        "--insecure-trust-anyone leaves nothing for --ca, --crl and --pin to decide");
            }
            return TlsTrust.insecureTrustAnyone();
        }
        Fingerprint[] fingerprints = pins.stream().map(Fingerprint::parse).toArray(Fingerprint[]::new);
        TlsTrust trust;
        if (authorities != null) {
            trust = authorities.equals(SYSTEM) ? TlsTrust.system() : TlsTrust.caFile(authorities);
            trust = fingerprints.length > 0 ? trust.orPins(fingerprints) : trust;
        } else if (fingerprints.length > 0) {
            trust = TlsTrust.pins(fingerprints);
        } else {
            throw new InputException(
                    Reason.BAD_SETTING,
                    "it is not said which certificate of " + device + " to believe",
                    "give its authority with --ca FILE, or the certificate's fingerprint with --pin SHA256",
                    null);
        }
        return revoked == null ? trust : trust.withCrls(revoked);
    }
}
