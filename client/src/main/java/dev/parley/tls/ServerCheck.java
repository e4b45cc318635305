package dev.parley.tls;

import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import dev.parley.tls.VerifiedPaths.Verified;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateParsingException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is the one it must be (RFC 7589 sections 5 and 6): by its fingerprint, or by the path to an
 * authority and the name in its certificate. It takes part in every handshake, also in resumed ones. Safe for all
 * threads.
 */
final class ServerCheck {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Believed believed;
    private final boolean nameMatters;
    private final InstantSource clock;
    private final VerifiedPaths verified = new VerifiedPaths();

    /**
     * @param believed what is believed
     * @param nameMatters whether the name is compared
     * @param clock what time it is
     */
    ServerCheck(Believed believed, boolean nameMatters, InstantSource clock) {
        this.believed = believed;
        this.nameMatters = nameMatters;
        this.clock = clock;
    }

    /**
     * Accepts the server or throws.
     *
     * @param sent the certificates, the server's own first
     * @param reference who it must be
     * @return until when this verdict holds
     * @throws Refusal if it is not acceptable
     */
    Instant check(List<X509Certificate> sent, ServerIdentity reference) throws Refusal {
        X509Certificate server = sent.get(0);
        if (believed.anyone() || isPinned(server)) {
            return Instant.MAX;
        }
        if (believed.authorities().certificates().isEmpty()) {
            throw otherThanPinned(server);
        }
        Verified path = pathOf(sent);
        checkUsage(path.server());
        if (nameMatters && !reference.matches(path.server())) {
            throw otherName(path.server(), reference);
        }
        return path.until();
    }

    private boolean isPinned(X509Certificate server) {
        return !believed.pins().isEmpty() && believed.pins().contains(Fingerprint.of(server));
    }

    private Verified pathOf(List<X509Certificate> sent) throws Refusal {
        Instant now = clock.instant();
        if (!believed.revoked().lists().isEmpty()) {
            // the lists have dates of their own
            return checkPath(sent, now);
        }
        Verified known = verified.in(sent, now);
        if (known != null) {
            return known;
        }
        Verified path = checkPath(sent, now);
        verified.add(sent, path);
        return path;
    }

    private Verified checkPath(List<X509Certificate> sent, Instant now) throws Refusal {
        X509Certificate server = sent.get(0);
        if (believed.authorities().certificates().contains(server)) {
            checkDates(server, now);
            return new Verified(
                    server,
                    server.getNotBefore().toInstant(),
                    server.getNotAfter().toInstant());
        }
        CertPathValidatorException first = null;
        List<CertificatePath> paths =
                CertificatePath.candidates(sent, believed.authorities().certificates());
        for (CertificatePath path : paths) {
            try {
                path.validate(believed.revoked().lists(), now);
                return new Verified(server, path.notBefore(), path.notAfter());
            } catch (CertPathValidatorException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? unknownAuthority(sent) : invalid(paths.get(0), first, now);
    }

    private static void checkDates(X509Certificate certificate, Instant now) throws Refusal {
        if (now.isAfter(certificate.getNotAfter().toInstant())
                || now.isBefore(certificate.getNotBefore().toInstant())) {
            throw outsideItsTime(certificate, now, null);
        }
    }

    private static void checkUsage(X509Certificate server) throws Refusal {
        try {
            List<String> usages = server.getExtendedKeyUsage();
            if (usages != null && !usages.contains(SERVER_AUTH) && !usages.contains(ANY_USAGE)) {
                throw new Refusal(
                        Reason.BAD_SERVER_CERTIFICATE,
                        Circumstance.NOT_FOR_SERVERS,
                        named(server) + " may not serve as a server: its extended key usage is " + usages
                                + " without serverAuth",
                        "issue the server a certificate with the extended key usage serverAuth",
                        null);
            }
        } catch (CertificateParsingException e) {
            throw new Refusal(
                    Reason.BAD_SERVER_CERTIFICATE,
                    Circumstance.NOT_FOR_SERVERS,
                    named(server) + " has an extended key usage that cannot be read: " + e.getMessage(),
                    null,
                    e);
        }
    }

    private static Refusal otherName(X509Certificate server, ServerIdentity reference) {
        List<String> names = ServerIdentity.namesIn(server);
        String carried = names.isEmpty()
                ? "no subject alternative name; its subject is "
                        + server.getSubjectX500Principal().getName() + ", which does not count (RFC 9525)"
                : String.join(", ", names);
        return new Refusal(
                Reason.NAME_MISMATCH,
                names.isEmpty() ? Circumstance.NO_ALTERNATIVE_NAME : null,
                "the server's certificate is not for " + reference + "; it carries " + carried,
                names.isEmpty()
                        ? "issue the server a certificate with a subject alternative name, or pin " + pinOf(server)
                        : "connect by one of these names, or set the server name to the one that is right",
                null);
    }

    private Refusal otherThanPinned(X509Certificate server) {
        return new Refusal(
                Reason.PIN_MISMATCH,
                "the server's certificate has the fingerprint " + pinOf(server) + ", and pinned "
                        + (believed.pins().size() == 1 ? "is " : "are ")
                        + believed.pins().stream().map(pin -> "sha256:" + pin).collect(Collectors.joining(", ")),
                "if the server got a new certificate, compare the fingerprint on the device itself, then pin it",
                null);
    }

    private Refusal unknownAuthority(List<X509Certificate> sent) {
        X509Certificate top = CertificatePath.topOf(sent);
        boolean alone = top.getIssuerX500Principal().equals(top.getSubjectX500Principal());
        String issuer = top.getIssuerX500Principal().getName();
        String detail = named(sent.get(0))
                + (alone
                        ? (sent.get(0).equals(top) ? " is self-signed" : " leads to " + issuer)
                                + ", which is not among the trusted authorities (sha256:" + Fingerprint.of(top) + ")"
                        : " leads to no trusted authority: the server sent "
                                + (sent.size() == 1 ? "it alone" : sent.size() + " certificates") + ", the topmost "
                                + top.getSubjectX500Principal().getName() + " (sha256:" + Fingerprint.of(top)
                                + ") issued by " + issuer + ", which is not trusted")
                + butNotPinned(sent.get(0));
        return new Refusal(
                Reason.UNKNOWN_CA,
                circumstance(sent, top, alone),
                detail,
                alone
                        ? "trust it if it is the right one, after comparing the fingerprint on the device"
                        : "trust the authority " + issuer + "; if it is an intermediate one of an authority that is"
                                + " trusted, the server must send its certificate too",
                null);
    }

    private static @Nullable Circumstance circumstance(List<X509Certificate> sent, X509Certificate top, boolean alone) {
        if (alone) {
            return sent.get(0).equals(top) ? Circumstance.SELF_SIGNED : null;
        }
        return sent.size() == 1 ? Circumstance.SENT_ALONE : null;
    }

    private Refusal invalid(CertificatePath path, CertPathValidatorException e, Instant now) {
        X509Certificate culprit = path.certificates()
                .get(Math.min(Math.max(e.getIndex(), 0), path.certificates().size() - 1));
        CertPathValidatorException.Reason reason = e.getReason();
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return outsideItsTime(culprit, now, e);
        }
        if (reason == BasicReason.REVOKED) {
            return revoked(culprit, e);
        }
        boolean byTheAnchor =
                culprit.equals(path.certificates().get(path.certificates().size() - 1));
        if (reason == BasicReason.INVALID_SIGNATURE && byTheAnchor) {
            return new Refusal(
                    Reason.UNKNOWN_CA,
                    Circumstance.AUTHORITY_REPLACED,
                    named(culprit) + " names "
                            + culprit.getIssuerX500Principal().getName()
                            + " as its issuer, but the trusted authority of that name has another key"
                            + " (sha256:" + Fingerprint.of(path.anchor()) + ")"
                            + butNotPinned(path.certificates().get(0)),
                    "trust the authority's new certificate",
                    e);
        }
        return new Refusal(
                Reason.BAD_SERVER_CERTIFICATE,
                named(culprit) + " is not valid: " + e.getMessage()
                        + butNotPinned(path.certificates().get(0)),
                null,
                e);
    }

    private static Refusal revoked(X509Certificate certificate, CertPathValidatorException cause) {
        String since = cause.getCause() instanceof CertificateRevokedException entry
                ? " since " + entry.getRevocationDate().toInstant() + " (" + entry.getRevocationReason() + ")"
                : "";
        return new Refusal(
                Reason.CERTIFICATE_REVOKED,
                named(certificate) + " is revoked" + since + ", says the list of "
                        + certificate.getIssuerX500Principal().getName(),
                "whoever has it is not to be believed; issue the device another one, with a new key",
                cause);
    }

    private static Refusal outsideItsTime(
            X509Certificate certificate, Instant now, @Nullable CertPathValidatorException cause) {
        Instant from = certificate.getNotBefore().toInstant();
        boolean early = now.isBefore(from);
        CertPathValidatorException alert = cause != null
                ? cause
                : new CertPathValidatorException(
                        "dates", null, null, -1, early ? BasicReason.NOT_YET_VALID : BasicReason.EXPIRED);
        return new Refusal(
                Reason.CERTIFICATE_EXPIRED,
                named(certificate)
                        + (early
                                ? " is valid only from " + from
                                : " expired at " + certificate.getNotAfter().toInstant())
                        + "; our clock says " + now,
                early ? "is the clock right, here and where the certificate was made?" : "renew the certificate",
                alert);
    }

    private String butNotPinned(X509Certificate server) {
        return believed.pins().isEmpty() ? "" : "; nor is it pinned, with the fingerprint " + pinOf(server);
    }

    private static String pinOf(X509Certificate certificate) {
        return "sha256:" + Fingerprint.of(certificate);
    }

    private static String named(X509Certificate certificate) {
        return "the certificate " + certificate.getSubjectX500Principal().getName();
    }
}
