package dev.parley.doctor;

import static dev.parley.doctor.Lab.tls;
import static dev.parley.doctor.Lab.trusting;

import dev.parley.doctor.verdict.Fault;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.CertToName;
import dev.parley.simulator.pki.Holder;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Certificates of servers and clients that are not as they should be. */
final class CertificateIllnesses {
    private static final Duration DAY = Duration.ofDays(1);

    private CertificateIllnesses() {}

    static List<Illness> serverCertificates() {
        Issuer authority = Lab.AUTHORITY;
        Issuer stranger = Issuer.named("a stranger");
        Issuer again = Issuer.named("the authority");
        Instant now = Instant.now();
        return List.of(
                Illness.of(
                        "the server's certificate has expired",
                        Fault.CERTIFICATE_EXPIRED,
                        "expired at",
                        lab -> lab.identified(
                                authority.issue(Issuer.server().valid(now.minus(DAY.multipliedBy(9)), now.minus(DAY))),
                                trusting(authority))),
                Illness.of(
                        "the server's certificate is not valid yet",
                        Fault.CERTIFICATE_NOT_YET_VALID,
                        "valid only from",
                        lab -> lab.identified(
                                authority.issue(Issuer.server().valid(now.plus(DAY), now.plus(DAY.multipliedBy(9)))),
                                trusting(authority))),
                Illness.of(
                        "our clock is behind: both certificates are not valid yet",
                        Fault.CLOCK_WRONG,
                        "our own certificate, too",
                        lab -> lab.identified(
                                authority.issue(Issuer.server().valid(now.plus(DAY), now.plus(DAY.multipliedBy(9)))),
                                trusting(authority)
                                        .withIdentity(Lab.identity(authority.issue(Issuer.client()
                                                .valid(now.plus(DAY), now.plus(DAY.multipliedBy(9)))))))),
                Illness.of(
                        "the server's certificate is for another address",
                        Fault.CERTIFICATE_NAME_MISMATCH,
                        "192.0.2.1",
                        lab -> lab.identified(authority.issue(Issuer.server().at("192.0.2.1")), trusting(authority))),
                Illness.of(
                        "the server's certificate has a common name only",
                        Fault.CERTIFICATE_WITHOUT_NAMES,
                        lab -> lab.identified(authority.issue(Issuer.server().at()), trusting(authority))),
                Illness.of(
                        "an authority that nobody trusts",
                        Fault.AUTHORITY_UNKNOWN,
                        "a stranger",
                        lab -> lab.identified(stranger.issue(Issuer.server()), trusting(authority))),
                Illness.of(
                        "the authority was made anew under its old name",
                        Fault.AUTHORITY_REPLACED,
                        lab -> lab.identified(again.issue(Issuer.server()), trusting(authority))),
                Illness.of(
                        "a certificate that is signed by itself",
                        Fault.CERTIFICATE_SELF_SIGNED,
                        lab -> lab.identified(Issuer.selfSigned(Issuer.server()), trusting(authority))),
                Illness.of(
                        "another certificate than the pinned one",
                        Fault.CERTIFICATE_NOT_PINNED,
                        lab -> lab.identified(
                                authority.issue(Issuer.server()),
                                tls().withTrust(TlsTrust.pins(Fingerprint.of(stranger.certificate()))))),
                Illness.of(
                        "an RSA key of 1024 bits",
                        Fault.CERTIFICATE_WEAK,
                        "1024",
                        lab -> lab.identified(
                                authority.issue(Issuer.server().key(Issuer.key("RSA", 1_024))), trusting(authority))),
                Illness.of(
                        "a client's certificate in place of a server's",
                        Fault.CERTIFICATE_WRONG_USAGE,
                        lab -> lab.identified(
                                authority.issue(Issuer.server().usage(KeyPurposeId.id_kp_clientAuth)),
                                trusting(authority))),
                Illness.of("our revocation list is out of date", Fault.REVOCATION_UNKNOWN, lab -> {
                    Path list = crl(lab, authority.revoke(stranger.certificate(), now.minus(DAY)));
                    return lab.identified(authority.issue(Issuer.server()), withCrl(authority, list));
                }),
                Illness.of("our revocation list is another authority's", Fault.REVOCATION_UNKNOWN, lab -> {
                    Path list = crl(lab, stranger.revoke(authority.certificate()));
                    return lab.identified(authority.issue(Issuer.server()), withCrl(authority, list));
                }),
                Illness.of("a revoked server certificate", Fault.CERTIFICATE_REVOKED, lab -> {
                    var revoked = authority.issue(Issuer.server());
                    Path list = crl(lab, authority.revoke(revoked.certificate()));
                    return lab.identified(revoked, withCrl(authority, list));
                }));
    }

    private static Tls withCrl(Issuer authority, Path list) {
        return tls().withTrust(
                        TlsTrust.authorities(List.of(authority.certificate())).withCrls(list));
    }

    private static Path crl(Lab lab, X509CRL list) {
        try {
            Path file = Files.createTempFile("parley", ".crl");
            lab.closing(() -> Files.delete(file));
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(list);
            }
            return Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Illness> clientCertificates() {
        Issuer stranger = Issuer.named("a stranger of clients");
        Instant now = Instant.now();
        List<Illness> illnesses = new ArrayList<>();
        for (TlsSettings.Version version : TlsSettings.Version.values()) {
            String with = version == TlsSettings.Version.TLS_1_2 ? ", TLS 1.2" : ", TLS 1.3";
            illnesses.add(Illness.of(
                    "no client certificate" + with,
                    Fault.CLIENT_CERTIFICATE_MISSING,
                    "no client certificate is configured",
                    lab -> lab.at(
                            versioned(lab, version),
                            Tls.trusting(TlsTrust.authorities(List.of(Lab.PKI.authority())))
                                    .withProvider(TlsProvider.JDK))));
            illnesses.add(Illness.of(
                    "a client certificate that has expired" + with,
                    Fault.CLIENT_CERTIFICATE_EXPIRED,
                    "expired at",
                    lab -> lab.at(
                            versioned(lab, version),
                            tls().withIdentity(Lab.identity(Lab.PKI.issue(
                                    Holder.client("late").valid(now.minus(DAY.multipliedBy(9)), now.minus(DAY))))))));
            illnesses.add(Illness.of(
                    "a client certificate that is one of a server" + with,
                    Fault.CLIENT_CERTIFICATE_REFUSED,
                    lab -> lab.at(versioned(lab, version), tls().withIdentity(Lab.identity(Lab.PKI.server())))));
            illnesses.add(Illness.of(
                    "the device has no user for the client certificate" + with,
                    Fault.CLIENT_NOT_MAPPED,
                    "common-name gives operator",
                    lab -> lab.simulated(builder -> builder.tls(TlsSettings.of(Lab.PKI)
                            .versions(version)
                            .users(CertToName.named(stranger.certificate(), "nobody"))))));
        }
        illnesses.add(Illness.of(
                "a client certificate of another authority",
                Fault.CLIENT_CERTIFICATE_REFUSED,
                lab -> lab.at(
                        versioned(lab, TlsSettings.Version.TLS_1_3),
                        tls().withIdentity(Lab.identity(stranger.issue(Issuer.client()))))));
        return illnesses;
    }

    private static int versioned(Lab lab, TlsSettings.Version version) {
        return lab.simulator(builder -> builder.tls(TlsSettings.of(Lab.PKI).versions(version)))
                .port();
    }
}
