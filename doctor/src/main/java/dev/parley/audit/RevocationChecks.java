package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.ClientHello;
import dev.parley.probe.Handshake13;
import dev.parley.probe.Octets;
import dev.parley.probe.ServerMessage;
import dev.parley.probe.TlsSession;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** whether anybody would notice that the server's certificate is revoked. Nothing is ever fetched for it. */
record RevocationChecks(TlsFacts facts, Findings findings, Instant now) {
    static final ASN1ObjectIdentifier ISSUERS = AccessDescription.id_ad_caIssuers;
    static final ASN1ObjectIdentifier RESPONDER = AccessDescription.id_ad_ocsp;
    private static final List<Rule> RULES =
            List.of(Rule.STAPLING, Rule.STAPLE, Rule.MUST_STAPLE, Rule.REVOCATION_SOURCE, Rule.REVOKED);
    private static final String CRL_POINTS = "2.5.29.31";
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

    void look() throws IOException {
        findings.look(RULES, () -> {
            ServerChain chain = facts.chains().get(0);
            Optional<Octets> staple = staple();
            stapled(chain, staple);
            findings.judge(
                    Rule.REVOCATION_SOURCE,
                    chain.own().getExtensionValue(CRL_POINTS) != null || hasAccess(chain.own(), RESPONDER),
                    "cRLDistributionPoints: "
                            + (chain.own().getExtensionValue(CRL_POINTS) == null ? "no" : "yes") + ", OCSP responder: "
                            + (hasAccess(chain.own(), RESPONDER) ? "yes" : "no")
                            + "; neither was asked, since an audit causes no other traffic");
            revoked(chain);
        });
    }

    private Optional<Octets> staple() throws IOException {
        if (facts.completes13()) {
            ClientHello hello = facts.named(Handshake13.hello()).withStatusRequest();
            try (TlsSession session = Handshake13.open(facts.prober(), hello, null)) {
                return session.first(ServerMessage.Certificates.class).flatMap(ServerMessage.Certificates::staple);
            }
        }
        Answer.Agreed agreed = Refusals.agreement(
                        facts.door().ask(facts.classicHello().withStatusRequest()))
                .orElseThrow(() -> new IOException("the server refuses a hello with status_request"));
        return agreed.first(ServerMessage.CertificateStatus.class).flatMap(ServerMessage.CertificateStatus::response);
    }

    private void stapled(ServerChain chain, Optional<Octets> staple) {
        X509Certificate own = chain.own();
        boolean must = own.getExtensionValue(TLS_FEATURE) != null;
        if (staple.isEmpty()) {
            findings.failed(Rule.STAPLING, "asked with status_request, the server sent no OCSP response");
            findings.notTestable(Rule.STAPLE, "the server sent no OCSP response");
            findings.judge(
                    Rule.MUST_STAPLE,
                    !must,
                    must
                            ? "the certificate has the TLS feature status_request, and no OCSP response came"
                            : "the certificate need not be stapled");
            return;
        }
        findings.passed(
                Rule.STAPLING, "an OCSP response of " + staple.get().length() + " bytes came with the certificate");
        findings.passed(Rule.MUST_STAPLE, "an OCSP response came");
        List<X509Certificate> candidates = new ArrayList<>(chain.sent());
        Tls tls = facts.target().tls();
        if (tls != null) {
            candidates.addAll(tls.trust().trustedAuthorities());
        }
        Optional<X509Certificate> issuer = ServerChain.issuerOf(own, candidates);
        if (issuer.isEmpty()) {
            findings.notTestable(
                    Rule.STAPLE,
                    "who issued the certificate is not known, so nobody can say who may sign the response");
            return;
        }
        String wrong = new Staple(staple.get(), own, issuer.get(), now).wrong();
        findings.judge(
                Rule.STAPLE,
                wrong.isEmpty(),
                wrong.isEmpty() ? "the response says good, and is signed by who may say so" : wrong);
    }

    private void revoked(ServerChain chain) {
        Tls tls = facts.target().tls();
        List<X509CRL> lists = tls == null ? List.of() : tls.trust().revocationLists();
        if (tls == null || lists.isEmpty()) {
            findings.notTestable(Rule.REVOKED, "no revocation lists were given");
            return;
        }
        Set<X509Certificate> known = new LinkedHashSet<>(chain.sent());
        known.addAll(tls.trust().trustedAuthorities());
        List<String> revoked = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> looked = new ArrayList<>();
        for (X509Certificate certificate : chain.sent()) {
            if (ServerChain.isSelfSigned(certificate)) {
                continue;
            }
            List<X509CRL> issued = CurrentLists.of(certificate, known, lists);
            CurrentLists current = CurrentLists.about(certificate, issued, now);
            if (issued.stream().anyMatch(list -> list.isRevoked(certificate))) {
                revoked.add(CertificateChecks.named(certificate));
            } else if (current.isNone()) {
                unknown.add(current.words());
            } else {
                looked.add(current.words());
            }
        }
        if (revoked.isEmpty() && (!unknown.isEmpty() || looked.isEmpty())) {
            findings.notTestable(
                    Rule.REVOKED, unknown.isEmpty() ? "every certificate signed itself" : String.join("; ", unknown));
        } else {
            findings.none(Rule.REVOKED, revoked, String.join("; ", looked));
        }
    }

    /** Whether a certificate says where something is to be had. */
    static boolean hasAccess(X509Certificate certificate, ASN1ObjectIdentifier method) {
        byte[] extension = certificate.getExtensionValue("1.3.6.1.5.5.7.1.1");
        if (extension == null) {
            return false;
        }
        try {
            AuthorityInformationAccess access =
                    AuthorityInformationAccess.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
            return Arrays.stream(access.getAccessDescriptions())
                    .anyMatch(description -> description.getAccessMethod().equals(method));
        } catch (IOException | IllegalArgumentException unreadable) {
            // What cannot be read says nothing.
            return false;
        }
    }
}
