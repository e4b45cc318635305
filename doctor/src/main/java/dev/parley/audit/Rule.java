package dev.parley.audit;

import static dev.parley.audit.Severity.CRITICAL;
import static dev.parley.audit.Severity.HIGH;
import static dev.parley.audit.Severity.INFO;
import static dev.parley.audit.Severity.LOW;
import static dev.parley.audit.Severity.MEDIUM;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a device must keep to, or should: an identifier that never changes, and how much a breach matters. What each says, where
 * it is written and what to do about a breach is in the file of texts beside this class. The numbers of those that begin with
 * A are those of the audit's own list, in the order of RFC 9325.
 */
public enum Rule {
    /** SSL 2.0 is refused. */
    SSL_2("A-01.1", CRITICAL),
    /** SSL 3.0 is refused. */
    SSL_3("A-01.2", CRITICAL),
    /** TLS 1.0 is refused. */
    TLS_1_0("A-01.3", CRITICAL),
    /** TLS 1.1 is refused. */
    TLS_1_1("A-01.4", CRITICAL),
    /** TLS 1.2 is spoken. */
    TLS_1_2("A-02.1", HIGH),
    /** TLS 1.3 is spoken. */
    TLS_1_3("A-02.2", MEDIUM, HIGH),
    /** TLS 1.3 is preferred to TLS 1.2. */
    PREFERS_1_3("A-02.3", HIGH),
    /** A downgrade from TLS 1.3 shows. */
    DOWNGRADE("A-02.4", MEDIUM),
    /** Suites without encryption are refused. */
    NULL_SUITES("A-03.1", HIGH),
    /** Suites without a server certificate are refused. */
    ANONYMOUS_SUITES("A-03.2", HIGH),
    /** Suites with RC4 are refused. */
    RC4_SUITES("A-03.3", HIGH),
    /** Suites of less than 112 bits are refused. */
    EXPORT_SUITES("A-03.4", HIGH),
    /** Suites of less than 128 bits are refused. */
    TRIPLE_DES_SUITES("A-03.5", HIGH),
    /** No exchange of keys encrypted with RSA. */
    RSA_EXCHANGE("A-04.1", HIGH),
    /** No exchange of keys with a fixed Diffie-Hellman key. */
    STATIC_DH_EXCHANGE("A-04.2", HIGH),
    /** No ephemeral Diffie-Hellman in finite fields in TLS 1.2. */
    DHE_EXCHANGE("A-04.3", HIGH, null),
    /** No exchange of keys with a fixed curve key. */
    STATIC_ECDH_EXCHANGE("A-04.4", MEDIUM),
    /** No client certificates with fixed Diffie-Hellman keys are asked for. */
    FIXED_DH_CLIENTS("A-04.5", LOW),
    /** A recommended suite of TLS 1.2 is taken. */
    RECOMMENDED_SUITES("A-05", INFO),
    /** CBC suites are refused, or have encrypt-then-MAC. */
    CBC_SUITES("A-06", MEDIUM),
    /** TLS 1.3 has TLS_AES_128_GCM_SHA256. */
    TLS_1_3_SUITE("A-07.1", MEDIUM),
    /** TLS 1.3 has AES-256-GCM and ChaCha20-Poly1305. */
    TLS_1_3_MORE_SUITES("A-07.2", INFO, null),
    /** TLS 1.3 has suites of NIST only. */
    NIST_TLS_1_3_SUITES("A-07.3", null, HIGH),
    /** The usual groups are there: secp256r1 and x25519, or for NIST P-256 or P-384. */
    GROUPS("A-08.1", LOW, HIGH),
    /** Curves below 224 bits are refused. */
    WEAK_GROUPS("A-08.2", MEDIUM, HIGH),
    /** No Diffie-Hellman prime below 2048 bits. */
    WEAK_DH("A-08.3", MEDIUM, HIGH),
    /** Keys of certificates are strong. */
    CERTIFICATE_KEYS("A-09.1", HIGH),
    /** Certificates are signed with SHA-256 or better. */
    CERTIFICATE_SIGNATURES("A-09.2", HIGH),
    /** No handshake is signed with MD5 or SHA-1. */
    HANDSHAKE_SIGNATURES("A-09.3", HIGH),
    /** The chain leads to a trusted authority. */
    CHAIN("A-10.1", HIGH),
    /** Certificates are within their time of validity. */
    VALIDITY("A-10.2", HIGH),
    /** Certificates may be used in this way. */
    KEY_USAGE("A-10.3", HIGH),
    /** The certificate is one for servers. */
    EXTENDED_KEY_USAGE("A-10.4", HIGH),
    /** The certificate is valid for three years at most. */
    LONG_VALIDITY("A-10.5", null, MEDIUM),
    /** The certificate says where its issuer and its status are. */
    AUTHORITY_ACCESS("A-10.6", null, MEDIUM),
    /** No certificate expires within 30 days. */
    EXPIRES_SOON("A-10.7", LOW),
    /** The certificate is for this server. */
    NAME("A-11.1", HIGH),
    /** The certificate has a subject alternative name. */
    ALTERNATIVE_NAME("A-11.2", HIGH),
    /** Wildcards are whole left-most labels. */
    WILDCARDS("A-11.3", LOW),
    /** The status of the certificate is stapled. */
    STAPLING("A-12.1", LOW, MEDIUM),
    /** The stapled status is good. */
    STAPLE("A-12.2", MEDIUM),
    /** A certificate that must be stapled is. */
    MUST_STAPLE("A-12.3", HIGH),
    /** The certificate says where revocation shows. */
    REVOCATION_SOURCE("A-12.4", LOW, MEDIUM),
    /** No certificate is revoked. */
    REVOKED("A-12.5", HIGH),
    /** Secure renegotiation is acknowledged. */
    SECURE_RENEGOTIATION("A-13.1", HIGH),
    /** The extended master secret is used. */
    EXTENDED_MASTER_SECRET("A-13.2", HIGH),
    /** Clients cannot renegotiate. */
    RENEGOTIATION("A-13.3", MEDIUM),
    /** Nothing is compressed. */
    COMPRESSION("A-14.1", HIGH),
    /** No MAC is truncated. */
    TRUNCATED_HMAC("A-14.2", HIGH),
    /** Tickets of TLS 1.3 are good for a week at most. */
    TICKET_LIFETIME("A-15.1", MEDIUM),
    /** Nothing is resumed without a new exchange of keys. */
    KEY_ONLY_RESUMPTION("A-15.2", MEDIUM),
    /** Tickets of TLS 1.2 are good for a week at most. */
    TICKET_LIFETIME_1_2("A-15.3", MEDIUM),
    /** No early data is taken. */
    EARLY_DATA("A-16", HIGH),
    /** An unknown protocol is not agreed to. */
    ALPN("A-17", INFO),
    /** A ClientHello with a server name is taken. */
    SERVER_NAME("A-18.1", MEDIUM),
    /** Unknown server names are refused. */
    UNKNOWN_NAME("A-18.2", INFO),
    /** Keys are exchanged in a way that quantum computers do not break. */
    QUANTUM("A-19.1", INFO),
    /** A ClientHello of two segments is taken. */
    LARGE_HELLO("A-19.2", LOW),
    /** Algorithms are within SP 800-52r2. */
    NIST_ALGORITHMS("A-20", INFO, MEDIUM),
    /** No raw public key stands in for the certificate. */
    RAW_PUBLIC_KEYS("A-21.1", null, MEDIUM),
    /** No client certificate is fetched from a URL. */
    CERTIFICATE_URL("A-21.2", LOW),
    /** A client certificate is asked for. */
    CERTIFICATE_REQUEST("A-22.1", HIGH),
    /** Nobody gets in without a certificate. */
    NOBODY_LET_IN("A-22.2", HIGH),
    /** Base:1.1 with chunks is spoken. */
    BASE_1_1("A-22.3", HIGH),
    /** The capability :url takes neither file nor ftp. */
    URL_SCHEMES("A-22.4", HIGH),
    /** NETCONF is not spoken in the clear. */
    PLAINTEXT("A-22.5", CRITICAL),
    /** Sessions have numbers of their own. */
    SESSION_IDS("A-22.6", HIGH),
    /** Sessions end with close_notify. */
    CLOSE_NOTIFY("A-22.7", LOW),
    /** Nothing but SSH 2.0 is spoken. */
    SSH_VERSION("SSH-01", HIGH),
    /** Key exchanges are strong. */
    SSH_EXCHANGES("SSH-02", HIGH),
    /** Group 14 is not exchanged with SHA-1. */
    SSH_GROUP14_SHA1("SSH-02.1", MEDIUM),
    /** Group exchange has groups of 2048 bits or more. */
    SSH_MODULI("SSH-02.2", HIGH),
    /** Host keys sign with SHA-2 or better. */
    SSH_HOST_KEY_SIGNATURES("SSH-03", HIGH),
    /** Host keys are strong. */
    SSH_HOST_KEY_SIZES("SSH-04", HIGH),
    /** Ciphers are strong. */
    SSH_CIPHERS("SSH-05", HIGH),
    /** No MAC with MD5, of 96 bits, or none. */
    SSH_MACS("SSH-06.1", MEDIUM),
    /** No MAC with SHA-1 or of 64 bits. */
    SSH_OLD_MACS("SSH-06.2", LOW),
    /** No packet can be left out unseen (Terrapin). */
    SSH_STRICT("SSH-07", MEDIUM),
    /** Nothing is compressed before login. */
    SSH_COMPRESSION("SSH-08", LOW),
    /** Keys are exchanged in a way that quantum computers do not break. */
    SSH_QUANTUM("SSH-09", INFO),
    /** Algorithms are approved by NIST. */
    SSH_NIST_ALGORITHMS("SSH-10", null, MEDIUM),
    /** OpenSSH 10.0 would offer the same by default. */
    SSH_DEFAULTS("SSH-11", LOW);

    private static final String SSH = "SSH-";

    private final String id;
    private final @Nullable Severity bcp195;
    private final @Nullable Severity nist;

    Rule(String id, Severity both) {
        this(id, both, both);
    }

    Rule(String id, @Nullable Severity bcp195, @Nullable Severity nist) {
        this.id = id;
        this.bcp195 = bcp195;
        this.nist = nist;
    }

    /** The identifier: {@code }. */
    public String id() {
        return id;
    }

    /** What holds where the rule is kept: {@code TLS 1.0 is refused}. */
    public String title() {
        return RuleTexts.of(this).kept();
    }

    /** What holds where the rule is broken: {@code TLS 1.0 is accepted}. */
    public String breach() {
        return RuleTexts.of(this).broken();
    }

    /** Where it is written. */
    public String source() {
        return RuleTexts.of(this).source();
    }

    /** What to do on a device that breaks it. */
    public String fix() {
        return RuleTexts.of(this).fix();
    }

    /** How much a breach matters; empty for a rule that the profile does not have. */
    public Optional<Severity> severity(Profile profile) {
        return Optional.ofNullable(
                switch (profile) {
                    case BCP195 -> bcp195;
                    case NIST -> nist;
                });
    }

    /** The rules of a profile for devices over TLS. */
    public static List<Rule> overTls(Profile profile) {
        return of(profile).filter(rule -> !rule.id.startsWith(SSH)).toList();
    }

    /** The rules of a profile for devices over SSH. */
    public static List<Rule> overSsh(Profile profile) {
        return of(profile).filter(rule -> rule.id.startsWith(SSH)).toList();
    }

    private static Stream<Rule> of(Profile profile) {
        return Stream.of(values()).filter(rule -> rule.severity(profile).isPresent());
    }
}
