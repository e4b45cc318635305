package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.ClientHello;
import dev.parley.probe.KeyParameters;
import dev.parley.probe.SignatureScheme;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.ServerIdentity;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** the server's certificates, and how it signs. */
record CertificateChecks(TlsFacts facts, Findings findings, Instant now) {
    static final List<Rule> RULES = List.of(
            Rule.CERTIFICATE_KEYS,
            Rule.CERTIFICATE_SIGNATURES,
            Rule.CHAIN,
            Rule.VALIDITY,
            Rule.KEY_USAGE,
            Rule.EXTENDED_KEY_USAGE,
            Rule.LONG_VALIDITY,
            Rule.AUTHORITY_ACCESS,
            Rule.EXPIRES_SOON,
            Rule.NAME,
            Rule.ALTERNATIVE_NAME,
            Rule.WILDCARDS);
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final String AUTHORITY_INFO = "1.3.6.1.5.5.7.1.1";
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration THREE_YEARS = Duration.ofDays(3 * 366);
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGN = 5;

    void look() throws IOException {
        findings.look(List.of(Rule.HANDSHAKE_SIGNATURES), this::handshakeSignatures);
        findings.look(RULES, () -> {
            List<ServerChain> chains = facts.chains();
            List<X509Certificate> authorities = authorities();
            strength(chains, authorities);
            path(chains, authorities);
            validity(chains);
            usage(chains);
            nist(chains);
            names(chains);
        });
    }

    private List<X509Certificate> authorities() {
        Tls tls = facts.target().tls();
        return tls == null ? List.of() : tls.trust().trustedAuthorities();
    }

    private void handshakeSignatures() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            Optional<WireVersion> older = facts.classic();
            if (older.isPresent()) {
                findings.failed(Rule.HANDSHAKE_SIGNATURES, older.get() + " signs with MD5 and SHA-1, and nothing else");
            } else {
                findings.passed(Rule.HANDSHAKE_SIGNATURES, "TLS 1.3 alone is spoken, which has no such signatures");
            }
            return;
        }
        List<CipherSuite> signing = facts.classicSuites().keySet().stream()
                .filter(CipherSuite::hasCertificate)
                .filter(suite ->
                        suite.exchange() == CipherSuite.Exchange.ECDHE || suite.exchange() == CipherSuite.Exchange.DHE)
                .toList();
        if (signing.isEmpty()) {
            findings.passed(Rule.HANDSHAKE_SIGNATURES, "no suite is taken in which the server signs");
            return;
        }
        Answer answer = facts.ask(ClientHello.of(WireVersion.TLS_1_2, signing).withSchemes(SignatureScheme.broken()));
        Optional<Answer.Agreed> agreed = Refusals.agreement(answer);
        Optional<Integer> scheme = agreed.isEmpty()
                ? Optional.empty()
                : agreed.get().keyParameters().flatMap(KeyParameters::scheme);
        boolean broken = scheme.flatMap(SignatureScheme::of)
                .filter(SignatureScheme::isBroken)
                .isPresent();
        findings.judge(
                Rule.HANDSHAKE_SIGNATURES,
                !broken,
                "offered MD5 and SHA-1 alone, the server "
                        + scheme.map(code -> "signed with " + SignatureScheme.name(code))
                                .orElseGet(() -> Words.of(answer)));
    }

    private void strength(List<ServerChain> chains, List<X509Certificate> authorities) throws IOException {
        List<String> weakKeys = new ArrayList<>();
        List<String> weakSignatures = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (X509Certificate certificate : judged(chains, authorities)) {
            String key = named(certificate) + " has " + CertificateStrength.key(certificate);
            String signature = named(certificate) + " is signed with " + CertificateStrength.signature(certificate);
            all.add(key + ", signed with " + CertificateStrength.signature(certificate));
            if (!CertificateStrength.isKeyStrong(certificate)) {
                weakKeys.add(key);
            }
            if (!CertificateStrength.isSignatureStrong(certificate)) {
                weakSignatures.add(signature);
            }
        }
        findings.none(Rule.CERTIFICATE_KEYS, weakKeys, String.join("; ", all));
        findings.none(Rule.CERTIFICATE_SIGNATURES, weakSignatures, String.join("; ", all));
    }

    private static Set<X509Certificate> judged(List<ServerChain> chains, List<X509Certificate> authorities) {
        Set<X509Certificate> judged = new LinkedHashSet<>();
        chains.forEach(chain -> judged.addAll(chain.judged(authorities)));
        return judged;
    }

    private void path(List<ServerChain> chains, List<X509Certificate> authorities) {
        Tls tls = facts.target().tls();
        List<String> broken = new ArrayList<>();
        List<String> whole = new ArrayList<>();
        for (ServerChain chain : chains) {
            Fingerprint fingerprint = Fingerprint.of(chain.own());
            if (tls != null && tls.trust().pinned().contains(fingerprint)) {
                findings.notTestable(
                        Rule.CHAIN,
                        "the server is believed by its fingerprint sha256:" + fingerprint + ", whoever issued it");
                return;
            }
            if (authorities.isEmpty()) {
                findings.notTestable(
                        Rule.CHAIN,
                        "no trusted authority was given; the server sent "
                                + chain.sent().size() + " certificates, its own with the fingerprint sha256:"
                                + fingerprint);
                return;
            }
            List<X509Certificate> path = chain.path(authorities);
            X509Certificate top = path.get(path.size() - 1);
            Optional<X509Certificate> anchor = chain.anchor(authorities);
            if (anchor.isPresent()) {
                whole.add(named(chain.own()) + " leads to "
                        + anchor.get().getSubjectX500Principal().getName());
            } else if (ServerChain.isSelfSigned(top)) {
                broken.add(named(top) + " signed itself and is not trusted, with the fingerprint sha256:"
                        + Fingerprint.of(top));
            } else {
                broken.add("the server sent " + chain.sent().size() + " of its certificates, and not that of "
                        + top.getIssuerX500Principal().getName() + ", who issued " + named(top));
            }
        }
        findings.none(Rule.CHAIN, broken, String.join("; ", whole));
    }

    private void validity(List<ServerChain> chains) {
        List<String> wrong = new ArrayList<>();
        List<String> soon = new ArrayList<>();
        List<String> all = new ArrayList<>();
        Set<X509Certificate> sent = new LinkedHashSet<>();
        chains.forEach(chain -> sent.addAll(chain.sent()));
        for (X509Certificate certificate : sent) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant to = certificate.getNotAfter().toInstant();
            String words = named(certificate) + " is valid from " + from + " to " + to;
            all.add(words);
            if (now.isBefore(from) || now.isAfter(to)) {
                wrong.add(words);
            } else if (now.plus(SOON).isAfter(to)) {
                soon.add(words);
            }
        }
        findings.none(Rule.VALIDITY, wrong, String.join("; ", all));
        findings.none(Rule.EXPIRES_SOON, soon, String.join("; ", all));
    }

    private void usage(List<ServerChain> chains) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> notForServers = new ArrayList<>();
        for (ServerChain chain : chains) {
            X509Certificate own = chain.own();
            boolean[] usage = own.getKeyUsage();
            if (usage != null && !usage[DIGITAL_SIGNATURE]) {
                wrong.add(named(own) + " has a keyUsage without digitalSignature");
            }
            if (own.getBasicConstraints() >= 0 && !ServerChain.isSelfSigned(own)) {
                wrong.add(named(own) + " is that of an authority");
            }
            for (X509Certificate issuer : chain.sent().subList(1, chain.sent().size())) {
                boolean[] issuers = issuer.getKeyUsage();
                if (issuer.getBasicConstraints() < 0) {
                    wrong.add(named(issuer) + " has no basicConstraints that make it an authority");
                } else if (issuers != null && !issuers[CERTIFICATE_SIGN]) {
                    wrong.add(named(issuer) + " has a keyUsage without keyCertSign");
                }
            }
            List<String> extended = extendedUsage(own);
            if (!isForServers(extended)) {
                notForServers.add(named(own) + (extended == null ? " has no" : " has the") + " extended key usage"
                        + (extended == null ? "" : " " + String.join(" ", extended)));
            }
        }
        findings.none(Rule.KEY_USAGE, wrong, "keyUsage and basicConstraints allow what is done");
        findings.none(Rule.EXTENDED_KEY_USAGE, notForServers, "the certificate may serve as a server");
    }

    private static @Nullable List<String> extendedUsage(X509Certificate certificate) throws IOException {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new IOException("the extended key usage cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isForServers(@Nullable List<String> usage) {
        return switch (findings.profile()) {
            case BCP195 -> usage == null || usage.contains(SERVER_AUTH) || usage.contains(ANY_USAGE);
            case NIST -> usage != null && usage.contains(SERVER_AUTH) && !usage.contains(ANY_USAGE);
        };
    }

    private void nist(List<ServerChain> chains) {
        List<String> tooLong = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (ServerChain chain : chains) {
            X509Certificate own = chain.own();
            Duration valid = Duration.between(
                    own.getNotBefore().toInstant(), own.getNotAfter().toInstant());
            if (valid.compareTo(THREE_YEARS) > 0) {
                tooLong.add(named(own) + " is valid for " + valid.toDays() + " days");
            }
            if (!RevocationChecks.hasAccess(own, RevocationChecks.ISSUERS)
                    || !RevocationChecks.hasAccess(own, RevocationChecks.RESPONDER)) {
                silent.add(named(own)
                        + (own.getExtensionValue(AUTHORITY_INFO) == null
                                ? " has no authorityInfoAccess"
                                : " has an authorityInfoAccess without caIssuers or OCSP"));
            }
        }
        findings.none(Rule.LONG_VALIDITY, tooLong, "three years at most");
        findings.none(Rule.AUTHORITY_ACCESS, silent, "caIssuers and OCSP are named");
    }

    private void names(List<ServerChain> chains) {
        ServerIdentity identity = facts.target().identity();
        List<String> others = new ArrayList<>();
        List<String> nameless = new ArrayList<>();
        List<String> wild = new ArrayList<>();
        Set<String> all = new LinkedHashSet<>();
        for (ServerChain chain : chains) {
            X509Certificate own = chain.own();
            List<String> names = ServerIdentity.namesIn(own);
            all.addAll(names);
            if (names.isEmpty()) {
                nameless.add(named(own) + " has no subject alternative name that is a host or an address");
            }
            if (!identity.matches(own)) {
                others.add(named(own) + " is not for " + identity + "; it is for "
                        + (names.isEmpty() ? "nobody in particular" : String.join(", ", names)));
            }
            names.stream()
                    .filter(name -> name.contains("*")
                            && (!name.startsWith("*.") || name.substring(1).contains("*")))
                    .forEach(wild::add);
        }
        findings.none(Rule.NAME, others, "the certificate is for " + String.join(", ", all));
        findings.none(Rule.ALTERNATIVE_NAME, nameless, "the certificate is for " + String.join(", ", all));
        findings.none(Rule.WILDCARDS, wild, "the certificate is for " + String.join(", ", all));
    }

    static String named(X509Certificate certificate) {
        return "the certificate " + certificate.getSubjectX500Principal().getName();
    }
}
