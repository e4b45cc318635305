package dev.parley.tls;

import dev.parley.error.InputException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are believed (RFC 7589 section 5): those whose certificate leads to a trusted authority and carries the
 * right name, those whose certificate is known by its fingerprint, or either.
 *
 * <ul>
 *   <li><b>By authority</b>: the certificate leads to one of the authorities (RFC 5280), is valid now, may serve as a
 *       server, is signed with SHA-256 or better by keys of at least 2048 bits (RSA), and carries the {@link
 *       ServerIdentity}. Every certificate given as an authority is one, whether it is a root or not; a server's own
 *       self-signed certificate can be given too.
 *   <li><b>By fingerprint</b>: the certificate is the pinned one. That identifies the key, so neither its name, nor its
 *       dates, nor who issued it matter.
 * </ul>
 *
 * <p>Files are read when the trust is first used, and again when they have changed. TLS sessions that began under the
 * old files are then not resumed. Immutable but for that, and safe for all threads.
 * Two are equal if they come from the same files or are the same certificates and fingerprints.
 */
public final class TlsTrust {
    private final List<Object> origin;
    private final String description;
    private final boolean anyone;
    private final @Nullable Supplier<Believed.Authorities> authorities;
    private final @Nullable Supplier<Believed.RevocationLists> revoked;
    private final Set<Fingerprint> pins;

    private TlsTrust(
            List<Object> origin,
            String description,
            boolean anyone,
            @Nullable Supplier<Believed.Authorities> authorities,
            @Nullable Supplier<Believed.RevocationLists> revoked,
            Set<Fingerprint> pins) {
        this.origin = origin;
        this.description = description;
        this.anyone = anyone;
        this.authorities = authorities;
        this.revoked = revoked;
        this.pins = pins;
    }

    /** The authorities in a file: certificates in PEM, or one in DER. */
    public static TlsTrust caFile(Path file) {
        return byAuthority(
                List.of("file", file),
                "the authorities in " + file,
                new WatchedFiles<>(
                        List.of(file),
                        () -> Believed.Authorities.of(PemFile.read(file).certificates())));
    }

    /**
     * Authorities at hand.
     *
     * @throws InputException if there are none
     */
    public static TlsTrust authorities(Collection<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw InputException.of(InputException.Reason.BAD_SETTING, "trust in no authority is trust in no server");
        }
        Believed.Authorities fixed = Believed.Authorities.of(List.copyOf(authorities));
        return byAuthority(List.of("authorities", fixed), "the given authorities", () -> fixed);
    }

    /** The authorities that the Java platform trusts: those of the public web, seldom those of devices. */
    public static TlsTrust system() {
        return byAuthority(List.of("system"), "the authorities of the Java platform", Believed.Authorities::system);
    }

    /**
     * The servers of these certificates and no others.
     *
     * @throws InputException if there are none
     */
    public static TlsTrust pins(Fingerprint... pins) {
        Set<Fingerprint> all = atLeastOne(pins);
        return new TlsTrust(List.of("pins", all), "pinned certificates", false, null, null, all);
    }

    /**
     * Any server at all. Whoever stands in the network can then read and change everything; it is for looking at a
     * server whose certificate is not yet known, and for nothing else.
     */
    public static TlsTrust insecureTrustAnyone() {
        return new TlsTrust(List.of("anyone"), "anyone", true, null, null, Set.of());
    }

    private static TlsTrust byAuthority(
            List<Object> origin, String description, Supplier<Believed.Authorities> authorities) {
        return new TlsTrust(origin, description, false, authorities, null, Set.of());
    }

    /**
     * The same, and beside it the servers of these certificates, whoever issued them.
     *
     * @throws InputException if there are none, or if anyone is believed anyhow
     */
    public TlsTrust orPins(Fingerprint... more) {
        if (anyone) {
            throw InputException.of(
                    InputException.Reason.BAD_SETTING, "pins change nothing where any server is believed");
        }
        Set<Fingerprint> all = new LinkedHashSet<>(pins);
        all.addAll(atLeastOne(more));
        return new TlsTrust(
                List.of(origin, "pins", Set.copyOf(all)),
                description + " or pinned certificates",
                false,
                authorities,
                revoked,
                Set.copyOf(all));
    }

    /**
     * The same, with certificates looked up in revocation lists (RFC 5280 section 5): PEM, or one in DER. Each
     * authority on the path must have a list in the file that has not run out, or else the server is refused. Nothing is
     * fetched from the network.
     *
     * @throws InputException if there is no authority whose lists could be looked up
     */
    public TlsTrust withCrls(Path file) {
        if (authorities == null) {
            throw InputException.of(
                    InputException.Reason.BAD_SETTING, "revocation lists need authorities that issue them");
        }
        return new TlsTrust(
                List.of(origin, "revoked", file),
                description + " with the revocation lists in " + file,
                false,
                authorities,
                new WatchedFiles<>(
                        List.of(file),
                        () -> Believed.RevocationLists.of(PemFile.read(file).crls())),
                pins);
    }

    /**
     * The authorities that are trusted, for code that looks at certificates itself; empty if only pinned servers are
     * believed, or any. Reads the files if they are new.
     *
     * @throws InputException if the files cannot be used
     */
    public List<X509Certificate> trustedAuthorities() {
        return believed().authorities().certificates();
    }

    /**
     * The revocation lists in which certificates are looked up, or none. Reads the file if it is new.
     *
     * @throws InputException if the file cannot be used
     */
    public List<X509CRL> revocationLists() {
        return believed().revoked().lists();
    }

    /** The fingerprints of the servers that are believed whoever issued their certificates. */
    public Set<Fingerprint> pinned() {
        return pins;
    }

    Believed believed() {
        return new Believed(
                anyone,
                authorities == null ? Believed.Authorities.NONE : authorities.get(),
                revoked == null ? Believed.RevocationLists.NONE : revoked.get(),
                pins);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsTrust trust && origin.equals(trust.origin);
    }

    @Override
    public int hashCode() {
        return origin.hashCode();
    }

    /** In words, without the certificates. */
    @Override
    public String toString() {
        return description;
    }

    private static Set<Fingerprint> atLeastOne(Fingerprint... pins) {
        if (pins.length == 0) {
            throw InputException.of(InputException.Reason.BAD_SETTING, "at least one fingerprint is needed");
        }
        return Set.copyOf(List.of(pins));
    }
}
