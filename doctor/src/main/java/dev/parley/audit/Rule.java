package dev.parley.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a device must keep to, or should: an identifier that never changes, where it is written, and what to do about a breach.
 * The numbers of those that begin with A are those of the audit's own list, in the order of RFC 9325.
 */
public enum Rule {
    /** SSL 2.0 is refused. */
    SSL_2(
            "A-01.1",
            Transport.TLS,
            Severity.CRITICAL,
            Severity.CRITICAL,
            "SSL 2.0 is refused",
            "RFC 6176 section 3; RFC 9325 section 3.1.1",
            "turn SSL 2.0 off"),
    /** SSL 3.0 is refused. */
    SSL_3(
            "A-01.2",
            Transport.TLS,
            Severity.CRITICAL,
            Severity.CRITICAL,
            "SSL 3.0 is refused",
            "RFC 7568 section 3; RFC 9325 section 3.1.1",
            "turn SSL 3.0 off"),
    /** TLS 1.0 is refused. */
    TLS_1_0(
            "A-01.3",
            Transport.TLS,
            Severity.CRITICAL,
            Severity.CRITICAL,
            "TLS 1.0 is refused",
            "RFC 8996 section 4; RFC 9325 section 3.1.1",
            "turn TLS 1.0 off"),
    /** TLS 1.1 is refused. */
    TLS_1_1(
            "A-01.4",
            Transport.TLS,
            Severity.CRITICAL,
            Severity.CRITICAL,
            "TLS 1.1 is refused",
            "RFC 8996 section 5; RFC 9325 section 3.1.1",
            "turn TLS 1.1 off"),
    /** TLS 1.2 is spoken. */
    TLS_1_2(
            "A-02.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "TLS 1.2 is spoken",
            "RFC 9918 section 4; RFC 9325 section 3.1.1",
            "turn TLS 1.2 on, which every NETCONF client has"),
    /** TLS 1.3 is spoken. */
    TLS_1_3(
            "A-02.2",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.HIGH,
            "TLS 1.3 is spoken",
            "RFC 9918 section 4; SP 800-52r2 section 3.1",
            "turn TLS 1.3 on, or ask the vendor for a release that has it"),
    /** TLS 1.3 is preferred to TLS 1.2. */
    PREFERS_1_3(
            "A-02.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "TLS 1.3 is preferred to TLS 1.2",
            "RFC 9918 section 4",
            "prefer TLS 1.3 where both sides have it"),
    /** A downgrade from TLS 1.3 shows. */
    DOWNGRADE(
            "A-02.4",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "a downgrade from TLS 1.3 shows",
            "RFC 9846, which has it from RFC 8446 section 4.1.3",
            "ask the vendor why ServerHello.random does not end with the mark of a downgrade"),
    /** No suite without encryption. */
    NULL_SUITES(
            "A-03.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no suite without encryption",
            "RFC 9325 section 4.1",
            "remove the suites with NULL"),
    /** No suite without a server certificate. */
    ANONYMOUS_SUITES(
            "A-03.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no suite without a server certificate",
            "RFC 7589 section 2; SP 800-52r2 section 3.3.1",
            "remove the anonymous suites"),
    /** No suite with RC4. */
    RC4_SUITES(
            "A-03.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no suite with RC4",
            "RFC 7465 section 2; RFC 9325 section 4.1",
            "remove the suites with RC4"),
    /** No suite of less than 112 bits. */
    EXPORT_SUITES(
            "A-03.4",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no suite of less than 112 bits",
            "RFC 9325 section 4.1",
            "remove the suites with DES and RC2, and those made for export"),
    /** No suite of less than 128 bits. */
    TRIPLE_DES_SUITES(
            "A-03.5",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no suite of less than 128 bits",
            "RFC 9325 section 4.1",
            "remove the suites with 3DES"),
    /** No exchange of keys encrypted with RSA. */
    RSA_EXCHANGE(
            "A-04.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no exchange of keys encrypted with RSA",
            "RFC 10015 sections 2 to 4",
            "remove the suites that begin with TLS_RSA, and keep ECDHE"),
    /** No exchange of keys with a fixed Diffie-Hellman key. */
    STATIC_DH_EXCHANGE(
            "A-04.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no exchange of keys with a fixed Diffie-Hellman key",
            "RFC 10015 sections 2 to 4",
            "remove the suites that begin with TLS_DH, and keep ECDHE"),
    /** No ephemeral Diffie-Hellman in finite fields in TLS 1.2. */
    DHE_EXCHANGE(
            "A-04.3",
            Transport.TLS,
            Severity.HIGH,
            null,
            "no ephemeral Diffie-Hellman in finite fields in TLS 1.2",
            "RFC 10015 sections 2 to 4",
            "remove the suites that begin with TLS_DHE, and keep ECDHE"),
    /** No exchange of keys with a fixed curve key. */
    STATIC_ECDH_EXCHANGE(
            "A-04.4",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "no exchange of keys with a fixed curve key",
            "RFC 10015 sections 2 to 4",
            "remove the suites that begin with TLS_ECDH, and keep ECDHE"),
    /** No client certificates with fixed Diffie-Hellman keys are asked for. */
    FIXED_DH_CLIENTS(
            "A-04.5",
            Transport.TLS,
            Severity.LOW,
            Severity.LOW,
            "no client certificates with fixed Diffie-Hellman keys are asked for",
            "RFC 10015 sections 2 to 4",
            "ask for client certificates that sign: rsa_sign, ecdsa_sign"),
    /** A recommended suite of TLS 1.2 is taken. */
    RECOMMENDED_SUITES(
            "A-05",
            Transport.TLS,
            Severity.INFO,
            Severity.INFO,
            "a recommended suite of TLS 1.2 is taken",
            "RFC 9325 section 4.2",
            "offer ECDHE with AES-GCM"),
    /** No CBC suite without encrypt-then-MAC. */
    CBC_SUITES(
            "A-06",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "no CBC suite without encrypt-then-MAC",
            "RFC 9325 section 4.2; RFC 7366",
            "remove the suites with CBC, or turn encrypt-then-MAC on"),
    /** TLS 1.3 with TLS_AES_128_GCM_SHA256. */
    TLS_1_3_SUITE(
            "A-07.1",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "TLS 1.3 with TLS_AES_128_GCM_SHA256",
            "RFC 9846 section 9.1; RFC 9918 section 4",
            "offer TLS_AES_128_GCM_SHA256"),
    /** TLS 1.3 with AES-256-GCM and ChaCha20-Poly1305. */
    TLS_1_3_MORE_SUITES(
            "A-07.2",
            Transport.TLS,
            Severity.INFO,
            null,
            "TLS 1.3 with AES-256-GCM and ChaCha20-Poly1305",
            "RFC 9846 section 9.1",
            "offer TLS_AES_256_GCM_SHA384 and TLS_CHACHA20_POLY1305_SHA256"),
    /** TLS 1.3 with the suites of NIST only. */
    NIST_TLS_1_3_SUITES(
            "A-07.3",
            Transport.TLS,
            null,
            Severity.HIGH,
            "TLS 1.3 with the suites of NIST only",
            "SP 800-52r2 section 3.3.1",
            "remove what is not AES-GCM or AES-CCM, such as TLS_CHACHA20_POLY1305_SHA256"),
    /** The usual groups: secp256r1 and x25519, or for NIST P-256 or P-384. */
    GROUPS(
            "A-08.1",
            Transport.TLS,
            Severity.LOW,
            Severity.HIGH,
            "the usual groups: secp256r1 and x25519, or for NIST P-256 or P-384",
            "RFC 9325 section 4.2.1; SP 800-52r2 section 3.4",
            "turn the missing groups on"),
    /** No curve below 224 bits. */
    WEAK_GROUPS(
            "A-08.2",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.HIGH,
            "no curve below 224 bits",
            "RFC 9325 section 4.5",
            "turn the small curves off"),
    /** No Diffie-Hellman prime below 2048 bits. */
    WEAK_DH(
            "A-08.3",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.HIGH,
            "no Diffie-Hellman prime below 2048 bits",
            "RFC 9325 section 4.5",
            "set parameters of 2048 bits or more, or remove the DHE suites"),
    /** Keys of certificates are strong. */
    CERTIFICATE_KEYS(
            "A-09.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "keys of certificates are strong",
            "RFC 9325 section 4.5; SP 800-52r2 section 3.2",
            "make a new key: ECDSA on P-256, or RSA with 2048 bits or more"),
    /** Certificates are signed with SHA-256 or better. */
    CERTIFICATE_SIGNATURES(
            "A-09.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "certificates are signed with SHA-256 or better",
            "RFC 9325 section 4.5; RFC 9846 section 4.5",
            "have the certificate issued again, signed with SHA-256"),
    /** No handshake is signed with MD5 or SHA-1. */
    HANDSHAKE_SIGNATURES(
            "A-09.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no handshake is signed with MD5 or SHA-1",
            "RFC 9155 section 3",
            "turn the signature schemes with SHA-1 and MD5 off"),
    /** The chain leads to a trusted authority. */
    CHAIN(
            "A-10.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "the chain leads to a trusted authority",
            "RFC 5280 section 6; RFC 9846 section 4.5",
            "install the whole chain on the device: its certificate, then every intermediate one"),
    /** Certificates are within their time of validity. */
    VALIDITY(
            "A-10.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "certificates are within their time of validity",
            "RFC 5280 section 4.1.2.5",
            "renew the certificate, and look at the clocks"),
    /** Certificates may be used in this way. */
    KEY_USAGE(
            "A-10.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "certificates may be used in this way",
            "RFC 5280 sections 4.2.1.3 and 4.2.1.9",
            "issue the certificate with keyUsage digitalSignature, and authorities with basicConstraints CA"),
    /** The certificate is one for servers. */
    EXTENDED_KEY_USAGE(
            "A-10.4",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "the certificate is one for servers",
            "RFC 5280 section 4.2.1.12; SP 800-52r2 table 3-1",
            "issue the certificate with the extended key usage serverAuth"),
    /** The certificate is valid for three years at most. */
    LONG_VALIDITY(
            "A-10.5",
            Transport.TLS,
            null,
            Severity.MEDIUM,
            "the certificate is valid for three years at most",
            "SP 800-52r2 table 3-1",
            "issue the certificate for three years or less"),
    /** The certificate says where its issuer and its status are. */
    AUTHORITY_ACCESS(
            "A-10.6",
            Transport.TLS,
            null,
            Severity.MEDIUM,
            "the certificate says where its issuer and its status are",
            "SP 800-52r2 table 3-1",
            "issue the certificate with authorityInfoAccess: caIssuers and OCSP"),
    /** No certificate expires within 30 days. */
    EXPIRES_SOON(
            "A-10.7",
            Transport.TLS,
            Severity.LOW,
            Severity.LOW,
            "no certificate expires within 30 days",
            "RFC 5280 section 4.1.2.5",
            "renew it in time"),
    /** The certificate is for this server. */
    NAME(
            "A-11.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "the certificate is for this server",
            "RFC 9525 section 6; RFC 9918 section 5",
            "issue the certificate with the name or address by which the device is reached as a subject alternative name"),
    /** The certificate has a subject alternative name. */
    ALTERNATIVE_NAME(
            "A-11.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "the certificate has a subject alternative name",
            "RFC 9525 section 4; SP 800-52r2 table 3-1",
            "issue the certificate with a subject alternative name; the common name does not count"),
    /** Wildcards are whole left-most labels. */
    WILDCARDS(
            "A-11.3",
            Transport.TLS,
            Severity.LOW,
            Severity.LOW,
            "wildcards are whole left-most labels",
            "RFC 9525 section 6.3",
            "issue the certificate with the full name, or with * as its whole left-most label"),
    /** The status of the certificate is stapled. */
    STAPLING(
            "A-12.1",
            Transport.TLS,
            Severity.LOW,
            Severity.MEDIUM,
            "the status of the certificate is stapled",
            "RFC 9325 section 7.5; RFC 6066 section 8",
            "turn OCSP stapling on, or see to it that clients have the revocation lists"),
    /** The stapled status is good. */
    STAPLE(
            "A-12.2",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "the stapled status is good",
            "RFC 6960 section 3.2",
            "look at what the device got from the responder, and when"),
    /** A certificate that must be stapled is. */
    MUST_STAPLE(
            "A-12.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "a certificate that must be stapled is",
            "RFC 7633 section 4",
            "turn OCSP stapling on"),
    /** The certificate says where revocation shows. */
    REVOCATION_SOURCE(
            "A-12.4",
            Transport.TLS,
            Severity.LOW,
            Severity.MEDIUM,
            "the certificate says where revocation shows",
            "RFC 9325 section 7.5; RFC 5280 section 4.2.1.13",
            "issue the certificate with cRLDistributionPoints or an OCSP responder"),
    /** No certificate is revoked. */
    REVOKED(
            "A-12.5",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no certificate is revoked",
            "RFC 5280 section 6.3",
            "replace the certificate and its key"),
    /** Secure renegotiation is acknowledged. */
    SECURE_RENEGOTIATION(
            "A-13.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "secure renegotiation is acknowledged",
            "RFC 9325 section 3.5; RFC 5746 section 4.4",
            "bring the device's TLS library up to date"),
    /** The extended master secret is used. */
    EXTENDED_MASTER_SECRET(
            "A-13.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "the extended master secret is used",
            "RFC 9325 section 3.5; RFC 7627 section 5.3",
            "bring the device's TLS library up to date"),
    /** Clients cannot renegotiate. */
    RENEGOTIATION(
            "A-13.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "clients cannot renegotiate",
            "RFC 9325 section 3.5",
            "turn renegotiation by clients off"),
    /** Nothing is compressed. */
    COMPRESSION(
            "A-14.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "nothing is compressed",
            "RFC 9325 section 3.3; SP 800-52r2 section 3.7",
            "turn TLS compression off"),
    /** No MAC is truncated. */
    TRUNCATED_HMAC(
            "A-14.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no MAC is truncated",
            "RFC 9325 section 4.6",
            "turn the extension truncated_hmac off"),
    /** Tickets of TLS 1.3 are good for a week at most. */
    TICKET_LIFETIME(
            "A-15.1",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "tickets of TLS 1.3 are good for a week at most",
            "RFC 9846 section 4.7.1",
            "set the lifetime of tickets to a day"),
    /** Nothing is resumed without a new exchange of keys. */
    KEY_ONLY_RESUMPTION(
            "A-15.2",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "nothing is resumed without a new exchange of keys",
            "RFC 9325 section 3.4; RFC 8446 section 4.2.9",
            "allow psk_dhe_ke only"),
    /** Tickets of TLS 1.2 are good for a week at most. */
    TICKET_LIFETIME_1_2(
            "A-15.3",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "tickets of TLS 1.2 are good for a week at most",
            "RFC 9325 section 3.4",
            "set the lifetime of tickets to a day"),
    /** No early data is taken. */
    EARLY_DATA(
            "A-16",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no early data is taken",
            "RFC 9918 section 3; SP 800-52r2 section 3.6",
            "turn early data (0-RTT) off: set max_early_data to 0"),
    /** An unknown protocol is not agreed to. */
    ALPN(
            "A-17",
            Transport.TLS,
            Severity.INFO,
            Severity.INFO,
            "an unknown protocol is not agreed to",
            "RFC 9325 section 3.8; RFC 7301 section 3.2",
            "answer unknown protocols with no_application_protocol; none is registered for NETCONF"),
    /** A ClientHello with a server name is taken. */
    SERVER_NAME(
            "A-18.1",
            Transport.TLS,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "a ClientHello with a server name is taken",
            "RFC 9325 section 3.7; RFC 6066 section 3",
            "bring the device's TLS library up to date"),
    /** Unknown server names are refused. */
    UNKNOWN_NAME(
            "A-18.2",
            Transport.TLS,
            Severity.INFO,
            Severity.INFO,
            "unknown server names are refused",
            "RFC 9325 section 3.7",
            "answer unknown names with unrecognized_name, where the device can"),
    /** Keys are exchanged in a way that quantum computers do not break. */
    QUANTUM(
            "A-19.1",
            Transport.TLS,
            Severity.INFO,
            Severity.INFO,
            "keys are exchanged in a way that quantum computers do not break",
            "RFC 10024",
            "turn X25519MLKEM768 on; what is recorded today can otherwise be read later"),
    /** A ClientHello of two segments is taken. */
    LARGE_HELLO(
            "A-19.2",
            Transport.TLS,
            Severity.LOW,
            Severity.LOW,
            "a ClientHello of two segments is taken",
            "RFC 10024; RFC 9846 section 5.1",
            "bring the device, or what stands before it, up to date"),
    /** Algorithms are within SP 800-52r2. */
    NIST_ALGORITHMS(
            "A-20",
            Transport.TLS,
            Severity.INFO,
            Severity.MEDIUM,
            "algorithms are within SP 800-52r2",
            "SP 800-52r2 section 3.3.1",
            "remove the suites that are named; whether the module is validated this does not say"),
    /** No raw public key stands in for the certificate. */
    RAW_PUBLIC_KEYS(
            "A-21.1",
            Transport.TLS,
            null,
            Severity.MEDIUM,
            "no raw public key stands in for the certificate",
            "SP 800-52r2 section 3.4; RFC 7250",
            "turn raw public keys off"),
    /** No client certificate is fetched from a URL. */
    CERTIFICATE_URL(
            "A-21.2",
            Transport.TLS,
            Severity.LOW,
            Severity.LOW,
            "no client certificate is fetched from a URL",
            "SP 800-52r2 section 3.4; RFC 6066 section 11.3",
            "turn the extension client_certificate_url off"),
    /** A client certificate is asked for. */
    CERTIFICATE_REQUEST(
            "A-22.1",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "a client certificate is asked for",
            "RFC 7589 sections 1 and 2; RFC 9918 section 5",
            "require client certificates, and name the authority that issues them"),
    /** Nobody gets in without a certificate. */
    NOBODY_LET_IN(
            "A-22.2",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "nobody gets in without a certificate",
            "RFC 7589 section 2",
            "require client certificates; asking is not enough"),
    /** Base:1.1 with chunks is spoken. */
    BASE_1_1(
            "A-22.3",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "base:1.1 with chunks is spoken",
            "RFC 6242 section 6",
            "turn :base:1.1 on; with base:1.0 alone, data can pretend to end a message"),
    /** No :url with file or ftp. */
    URL_SCHEMES(
            "A-22.4",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "no :url with file or ftp",
            "RFC 6241 section 8.8",
            "remove file and ftp from the schemes of :url"),
    /** No NETCONF in the clear. */
    PLAINTEXT(
            "A-22.5",
            Transport.TLS,
            Severity.CRITICAL,
            Severity.CRITICAL,
            "no NETCONF in the clear",
            "RFC 7589 section 3; RFC 6241 section 2.2",
            "close the port"),
    /** Sessions have numbers of their own. */
    SESSION_IDS(
            "A-22.6",
            Transport.TLS,
            Severity.HIGH,
            Severity.HIGH,
            "sessions have numbers of their own",
            "RFC 6241 section 8.1",
            "ask the vendor for a release that counts sessions"),
    /** Sessions end with close_notify. */
    CLOSE_NOTIFY(
            "A-22.7",
            Transport.TLS,
            Severity.LOW,
            Severity.LOW,
            "sessions end with close_notify",
            "RFC 7589 section 4",
            "ask the vendor for a release that ends TLS properly"),
    /** Nothing but SSH 2.0 is spoken. */
    SSH_VERSION(
            "SSH-01",
            Transport.SSH,
            Severity.HIGH,
            Severity.HIGH,
            "nothing but SSH 2.0 is spoken",
            "RFC 4253 section 5; RFC 6242 section 3",
            "turn SSH 1 off"),
    /** Key exchanges are strong. */
    SSH_EXCHANGES(
            "SSH-02",
            Transport.SSH,
            Severity.HIGH,
            Severity.HIGH,
            "key exchanges are strong",
            "RFC 9142 section 4",
            "remove the key exchanges with SHA-1 and those with groups below 2048 bits"),
    /** Host keys sign with SHA-2 or better. */
    SSH_HOST_KEY_SIGNATURES(
            "SSH-03",
            Transport.SSH,
            Severity.HIGH,
            Severity.HIGH,
            "host keys sign with SHA-2 or better",
            "RFC 9142 section 4; RFC 8332 section 3",
            "remove ssh-rsa and ssh-dss; RSA keys sign as rsa-sha2-512"),
    /** Host keys are strong. */
    SSH_HOST_KEY_SIZES(
            "SSH-04",
            Transport.SSH,
            Severity.HIGH,
            Severity.HIGH,
            "host keys are strong",
            "RFC 8332 section 4; SP 800-57 part 1",
            "make new host keys: Ed25519, ECDSA, or RSA with 3072 bits"),
    /** Ciphers are strong. */
    SSH_CIPHERS(
            "SSH-05",
            Transport.SSH,
            Severity.HIGH,
            Severity.HIGH,
            "ciphers are strong",
            "RFC 8758; RFC 4253 section 6.3",
            "offer AES-GCM, AES-CTR and ChaCha20-Poly1305 only"),
    /** No MAC with MD5, of 96 bits, or none. */
    SSH_MACS(
            "SSH-06.1",
            Transport.SSH,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "no MAC with MD5, of 96 bits, or none",
            "RFC 6668; RFC 4253 section 6.4",
            "remove the MACs with MD5 and RIPEMD, and those that end with -96"),
    /** No MAC with SHA-1 or of 64 bits. */
    SSH_OLD_MACS(
            "SSH-06.2",
            Transport.SSH,
            Severity.LOW,
            Severity.LOW,
            "no MAC with SHA-1 or of 64 bits",
            "RFC 6668; SP 800-131A",
            "remove hmac-sha1 and umac-64, which OpenSSH still offers by default"),
    /** No packet can be left out unseen (Terrapin). */
    SSH_STRICT(
            "SSH-07",
            Transport.SSH,
            Severity.MEDIUM,
            Severity.MEDIUM,
            "no packet can be left out unseen (Terrapin)",
            "CVE-2023-48795",
            "bring the device's SSH up to date, or remove chacha20-poly1305@openssh.com and the CBC ciphers with -etm MACs"),
    /** Nothing is compressed before login. */
    SSH_COMPRESSION(
            "SSH-08",
            Transport.SSH,
            Severity.LOW,
            Severity.LOW,
            "nothing is compressed before login",
            "RFC 4253 section 6.2",
            "replace zlib by zlib@openssh.com, or by none"),
    /** Keys are exchanged in a way that quantum computers do not break. */
    SSH_QUANTUM(
            "SSH-09",
            Transport.SSH,
            Severity.INFO,
            Severity.INFO,
            "keys are exchanged in a way that quantum computers do not break",
            "RFC 9142; draft-ietf-sshm-mlkem-hybrid-kex",
            "turn mlkem768x25519-sha256 or sntrup761x25519-sha512 on"),
    /** Algorithms are approved by NIST. */
    SSH_NIST_ALGORITHMS(
            "SSH-10",
            Transport.SSH,
            null,
            Severity.MEDIUM,
            "algorithms are approved by NIST",
            "SP 800-131A",
            "remove the algorithms that are named; whether the module is validated this does not say"),
    /** Nothing that OpenSSH no longer offers by default. */
    SSH_DEFAULTS(
            "SSH-11",
            Transport.SSH,
            Severity.LOW,
            Severity.LOW,
            "nothing that OpenSSH no longer offers by default",
            "the defaults of OpenSSH 9.9 and 10.0 (sshd_config)",
            "remove the algorithms that are named");

    private final String id;
    private final Transport transport;
    private final @Nullable Severity bcp195;
    private final @Nullable Severity nist;
    private final String title;
    private final String source;
    private final String fix;

    Rule(
            String id,
            Transport transport,
            @Nullable Severity bcp195,
            @Nullable Severity nist,
            String title,
            String source,
            String fix) {
        this.id = id;
        this.transport = transport;
        this.bcp195 = bcp195;
        this.nist = nist;
        this.title = title;
        this.source = source;
        this.fix = fix;
    }

    /** By what a device is reached. */
    enum Transport {
        TLS,
        SSH
    }

    /** The identifier: {@code }. */
    public String id() {
        return id;
    }

    /** What holds where the rule is kept. */
    public String title() {
        return title;
    }

    /** Where it is written. */
    public String source() {
        return source;
    }

    /** What to do on a device that breaks it. */
    public String fix() {
        return fix;
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
        return of(Transport.TLS, profile);
    }

    /** The rules of a profile for devices over SSH. */
    public static List<Rule> overSsh(Profile profile) {
        return of(Transport.SSH, profile);
    }

    private static List<Rule> of(Transport transport, Profile profile) {
        return Stream.of(values())
                .filter(rule -> rule.transport == transport)
                .filter(rule -> rule.severity(profile).isPresent())
                .toList();
    }
}
