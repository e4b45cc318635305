package dev.parley.doctor;

import static dev.parley.doctor.Lab.hurried;
import static dev.parley.doctor.Lab.tls;
import static dev.parley.doctor.Lab.trusting;

import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.HelloFault.Flaw;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.ReplyFault.ReplyChange;
import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import dev.parley.simulator.pki.CertToName;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.SshFingerprint;
import dev.parley.ssh.SshLogin;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.TlsAlert;
import dev.parley.tls.TlsIdentity;
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
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Every illness that the matrix knows, in the order of a connection. */
final class Illnesses {
    private static final Duration DAY = Duration.ofDays(1);
    private static final ClientLoad STARVED =
            new ClientLoad(Duration.ofSeconds(1), 0.1, 1, Duration.ZERO, Duration.ofMillis(700), 50, 1_024);
    private static final ClientLoad COLLECTING =
            new ClientLoad(Duration.ofSeconds(1), 0.9, 0.9, Duration.ofMillis(600), Duration.ofMillis(10), 50, 1_024);
    private static final ClientLoad OUT_OF_FILES =
            new ClientLoad(Duration.ofSeconds(1), 0.1, 0.1, Duration.ZERO, Duration.ZERO, 1_023, 1_024);

    private Illnesses() {}

    static List<Illness> all() {
        List<Illness> all = new ArrayList<>();
        Stream.of(
                        client(),
                        network(),
                        wrongPorts(),
                        handshakes(),
                        alertsToClientHello(),
                        serverCertificates(),
                        clientCertificates(),
                        alertsAfterHandshake(),
                        hellos(),
                        helloContents(),
                        requests(),
                        ssh())
                .forEach(all::addAll);
        return all;
    }

    private static List<Illness> client() {
        return List.of(
                Illness.of(
                        "the file of the client's key is missing",
                        Fault.SETTINGS_UNUSABLE,
                        "no-such-cert",
                        lab -> lab.at(
                                Lab.closedPort(),
                                tls().withIdentity(TlsIdentity.pem(Path.of("no-such-cert"), Path.of("no-such-key"))))),
                Illness.of(
                                "the client gets no processor, and the device is silent",
                                Fault.CLIENT_STARVED,
                                "700 ms late",
                                lab -> hurried(
                                        lab.simulated(new Break(Moment.Phase.SECURED, Ending.SILENCE)), Phase.HELLO))
                        .load(STARVED),
                Illness.of(
                                "the client collects garbage, and the reply is late",
                                Fault.CLIENT_STARVED,
                                "600 ms",
                                lab -> hurried(
                                        lab.simulated(
                                                new Break(new Moment.AfterReply(1), Ending.SILENCE),
                                                on(new ReplyFault.Delayed(Duration.ofMinutes(1)))),
                                        Phase.RPC))
                        .load(COLLECTING),
                Illness.of(
                                "the client has no file descriptor left",
                                Fault.FILES_EXHAUSTED,
                                "1023 of 1024",
                                lab -> lab.at(Lab.closedPort(), tls()))
                        .load(OUT_OF_FILES));
    }

    private static List<Illness> network() {
        return List.of(
                Illness.of(
                        "the name has no address",
                        Fault.NAME_UNKNOWN,
                        "nobody-has-this-name",
                        lab -> Device.tls("nobody-has-this-name", tls())),
                Illness.of("nobody listens", Fault.PORT_CLOSED, lab -> lab.at(Lab.closedPort(), tls())),
                Illness.of(
                        "packets to the port are dropped",
                        Fault.NO_ANSWER,
                        "127.0.0.1",
                        lab -> hurried(lab.at(lab.blackHole(), tls()), Phase.CONNECT)),
                Illness.of(
                        "the connection is reset as soon as it is made",
                        Fault.CLOSED_ON_ACCEPT,
                        lab -> lab.at(lab.server((wire, number) -> wire.reset()), tls())),
                Illness.of(
                        "the connection is closed when TLS begins",
                        Fault.CLOSED_ON_ACCEPT,
                        lab -> lab.at(
                                lab.server((wire, number) -> {
                                    wire.record();
                                    wire.close();
                                }),
                                tls())));
    }

    private static List<Illness> wrongPorts() {
        return List.of(
                Illness.of("an SSH server", Fault.SSH_ON_PORT, "SSH-2.0", lab -> lab.simulated(Banner.ssh())),
                Illness.of("a web server", Fault.HTTP_ON_PORT, "HTTP/1.1 400", lab -> lab.simulated(Banner.http())),
                Illness.of(
                        "a NETCONF server without TLS",
                        Fault.CLEARTEXT_ON_PORT,
                        "<hello",
                        lab -> lab.simulated(Banner.clearTextHello())),
                Illness.of(
                        "a mail server",
                        Fault.OTHER_PROTOCOL_ON_PORT,
                        "220 mail",
                        lab -> lab.at(lab.server((wire, number) -> wire.say("220 mail.example.net ESMTP\r\n")), tls())),
                Illness.of(
                        "TLS where clear text is expected",
                        Fault.TLS_ON_PORT,
                        lab -> Device.cleartextTcp("127.0.0.1", lab.server((wire, number) -> {
                                    wire.hear(PlainServer.DELIMITER);
                                    wire.send(new byte[] {21, 3, 1, 0, 2, 2, 10});
                                    wire.close();
                                }))
                                .withTimeouts(Lab.patient())),
                Illness.of(
                        "SSH where clear text is expected",
                        Fault.SSH_ON_PORT,
                        lab -> hurried(
                                Device.cleartextTcp(
                                                "127.0.0.1",
                                                lab.server((wire, number) -> wire.say("SSH-2.0-OpenSSH_9.2\r\n")))
                                        .withTimeouts(Lab.patient()),
                                Phase.HELLO)));
    }

    private static List<Illness> handshakes() {
        return List.of(
                Illness.of(
                        "no answer to the ClientHello",
                        Fault.TLS_SILENT,
                        "not a byte came back",
                        lab -> hurried(
                                lab.simulated(new Break(Moment.Phase.CLIENT_HELLO, Ending.SILENCE)), Phase.SECURE)),
                Illness.of(
                        "silence in the middle of the handshake",
                        Fault.TLS_STALLED,
                        "100 bytes",
                        lab -> hurried(
                                lab.simulated(new Break(new Moment.InHandshake(100), Ending.SILENCE)), Phase.SECURE)),
                Illness.of(
                        "a close in the middle of the handshake",
                        Fault.TLS_CLOSED,
                        lab -> lab.simulated(new Break(new Moment.InHandshake(100), Ending.FIN))),
                Illness.of(
                        "a reset in the middle of the handshake",
                        Fault.TLS_CLOSED,
                        lab -> lab.simulated(new Break(new Moment.InHandshake(100), Ending.RESET))),
                Illness.of(
                        "a ClientHello of more than one segment is dropped",
                        Fault.LARGE_CLIENT_HELLO,
                        "without the post-quantum group",
                        lab -> hurried(lab.at(picky(lab, record -> record.length < 1_400), hybrid()), Phase.SECURE)),
                Illness.of(
                        "a ClientHello that offers TLS 1.3 is dropped",
                        Fault.TLS13_INTOLERANT,
                        "with TLS 1.2 only",
                        lab -> hurried(lab.at(picky(lab, record -> !offersTls13(record)), tls()), Phase.SECURE)),
                Illness.of(
                        "a ServerHello of TLS 1.0",
                        Fault.TLS_VERSION_REFUSED,
                        lab -> lab.at(
                                lab.server((wire, number) -> {
                                    wire.record();
                                    wire.send(oldServerHello());
                                }),
                                tls())));
    }

    private static dev.parley.tls.Tls hybrid() {
        return tls().withProvider(TlsProvider.BORINGSSL)
                .withPolicy(dev.parley.tls.TlsPolicy.COMPATIBLE.withPostQuantum());
    }

    /** A server that never answers a ClientHello that it does not like, and is a device otherwise. */
    private static int picky(Lab lab, java.util.function.Predicate<byte[]> liked) {
        javax.net.ssl.SSLContext context = PlainServer.tls(Lab.PKI.server(), Lab.PKI.authority());
        return lab.server((wire, number) -> {
            byte[] record = wire.record();
            if (liked.test(record)) {
                wire.secured(context, record).beDevice();
            }
        });
    }

    /** Whether the extension supported_versions (43) has TLS 1.3 in the first place. */
    private static boolean offersTls13(byte[] record) {
        for (int i = 0; i + 6 < record.length; i++) {
            if (record[i] == 0 && record[i + 1] == 43 && record[i + 5] == 3 && record[i + 6] == 4) {
                return true;
            }
        }
        return false;
    }

    private static byte[] oldServerHello() {
        byte[] record = new byte[5 + 4 + 2 + 32 + 1 + 2 + 1];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[4] = (byte) (record.length - 5);
        record[5] = 2;
        record[8] = (byte) (record.length - 9);
        record[9] = 3;
        record[10] = 1;
        record[record.length - 3] = (byte) 0xC0;
        record[record.length - 2] = 0x2F;
        return record;
    }

    private static List<Illness> alertsToClientHello() {
        return Stream.of(TlsAlert.values())
                .filter(alert -> alert != TlsAlert.NO_RENEGOTIATION)
                .map(alert -> Illness.of(
                        "the alert " + alert + " in answer to the ClientHello",
                        early(alert),
                        alert == TlsAlert.CLOSE_NOTIFY ? "" : alert.toString(),
                        lab -> lab.at(
                                lab.server((wire, number) -> {
                                    wire.record();
                                    wire.send((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte)
                                            alert.code());
                                    // what the client still says is taken, so that no reset overtakes the alert
                                    wire.hear("\0never\0");
                                }),
                                tls())))
                .toList();
    }

    private static Fault early(TlsAlert alert) {
        return switch (alert) {
            case CLOSE_NOTIFY, USER_CANCELED -> Fault.TLS_GIVEN_UP;
            case UNEXPECTED_MESSAGE,
                    RECORD_OVERFLOW,
                    ILLEGAL_PARAMETER,
                    DECODE_ERROR,
                    MISSING_EXTENSION,
                    UNSUPPORTED_EXTENSION -> Fault.TLS_MESSAGE_REFUSED;
            case BAD_RECORD_MAC, DECRYPT_ERROR -> Fault.TLS_DATA_ALTERED;
            case HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY -> Fault.TLS_PARAMETERS_REFUSED;
            case PROTOCOL_VERSION, INAPPROPRIATE_FALLBACK -> Fault.TLS_VERSION_REFUSED;
            case INTERNAL_ERROR -> Fault.TLS_SERVER_ERROR;
            case UNRECOGNIZED_NAME -> Fault.SERVER_NAME_UNKNOWN;
            case UNKNOWN_PSK_IDENTITY -> Fault.RESUMPTION_REFUSED;
            case NO_APPLICATION_PROTOCOL -> Fault.ALPN_REFUSED;
            default -> Fault.TLS_OTHER_ALERT;
        };
    }

    private static List<Illness> serverCertificates() {
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
                Illness.of("a revoked server certificate", Fault.CERTIFICATE_REVOKED, lab -> {
                    var revoked = authority.issue(Issuer.server());
                    Path list = crl(lab, authority.revoke(revoked.certificate()));
                    return lab.identified(
                            revoked,
                            tls().withTrust(TlsTrust.authorities(List.of(authority.certificate()))
                                    .withCrls(list)));
                }));
    }

    private static Path crl(Lab lab, X509CRL list) {
        try {
            Path file = Files.createTempFile("parley", ".crl");
            lab.keep(() -> Files.delete(file));
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(list);
            }
            return Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Illness> clientCertificates() {
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
                            dev.parley.tls.Tls.trusting(TlsTrust.authorities(List.of(Lab.PKI.authority())))
                                    .withProvider(TlsProvider.JDK))));
            illnesses.add(Illness.of(
                    "a client certificate that has expired" + with,
                    Fault.CLIENT_CERTIFICATE_EXPIRED,
                    "expired at",
                    lab -> lab.at(
                            versioned(lab, version),
                            tls().withIdentity(Lab.identity(Lab.PKI.issue(dev.parley.simulator.pki.Holder.client("late")
                                    .valid(now.minus(DAY.multipliedBy(9)), now.minus(DAY))))))));
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

    private static List<Illness> alertsAfterHandshake() {
        return Stream.of(TlsAlert.values())
                .filter(alert -> alert != TlsAlert.CLOSE_NOTIFY && alert != TlsAlert.NO_RENEGOTIATION)
                .map(alert -> Illness.of(
                        "the alert " + alert + " in place of the hello",
                        late(alert),
                        alert == TlsAlert.USER_CANCELED ? "close_notify" : alert.toString(),
                        lab -> lab.simulated(new Break(Moment.Phase.SECURED, Ending.alert(alert.code())))))
                .toList();
    }

    private static Fault late(TlsAlert alert) {
        return switch (alert) {
            case HANDSHAKE_FAILURE, BAD_CERTIFICATE, UNSUPPORTED_CERTIFICATE, CERTIFICATE_UNKNOWN ->
                Fault.CLIENT_CERTIFICATE_REFUSED;
            case CERTIFICATE_REVOKED -> Fault.CLIENT_CERTIFICATE_REVOKED;
            case CERTIFICATE_EXPIRED -> Fault.CLIENT_CERTIFICATE_EXPIRED;
            case UNKNOWN_CA -> Fault.CLIENT_AUTHORITY_UNKNOWN;
            case ACCESS_DENIED -> Fault.CLIENT_NOT_PERMITTED;
            case CERTIFICATE_REQUIRED -> Fault.CLIENT_CERTIFICATE_MISSING;
            case USER_CANCELED -> Fault.CLIENT_NOT_MAPPED;
            default -> early(alert);
        };
    }

    private static List<Illness> hellos() {
        return List.of(
                Illness.of(
                        "no hello",
                        Fault.HELLO_SILENT,
                        "not a byte",
                        lab -> hurried(lab.simulated(new Break(Moment.Phase.SECURED, Ending.SILENCE)), Phase.HELLO)),
                Illness.of(
                        "a close in place of the hello",
                        Fault.CLIENT_NOT_MAPPED,
                        "fingerprint",
                        lab -> lab.simulated(new Break(Moment.Phase.SECURED, Ending.CLOSE))),
                Illness.of(
                        "TCP's end in place of the hello",
                        Fault.CLIENT_NOT_MAPPED,
                        lab -> lab.simulated(new Break(Moment.Phase.SECURED, Ending.FIN))),
                Illness.of(
                        "a close in place of the hello, in clear text",
                        Fault.CLOSED_BEFORE_HELLO,
                        lab -> lab.cleartext(new Break(Moment.Phase.SECURED, Ending.FIN))),
                Illness.of(
                        "silence in the middle of the hello",
                        Fault.HELLO_UNFINISHED,
                        "200 bytes of the hello",
                        lab -> hurried(lab.simulated(new Break(new Moment.InHello(200), Ending.SILENCE)), Phase.HELLO)),
                Illness.of(
                        "a close in the middle of the hello",
                        Fault.HELLO_CUT_OFF,
                        "200 bytes",
                        lab -> lab.simulated(new Break(new Moment.InHello(200), Ending.CLOSE))),
                Illness.of(
                        "a reset in the middle of the hello",
                        Fault.HELLO_CUT_OFF,
                        lab -> lab.simulated(new Break(new Moment.InHello(200), Ending.RESET))),
                Illness.of(
                        "a hello that comes too slowly",
                        Fault.HELLO_SLOW,
                        "the longest pause",
                        lab -> hurried(lab.simulated(new WireFault.Drip(4, Duration.ofMillis(25))), Phase.HELLO)),
                Illness.of(
                        "a hello without ]]>]]>",
                        Fault.HELLO_WITHOUT_DELIMITER,
                        "</hello>",
                        lab -> hurried(
                                lab.at(lab.tlsServer((wire, number) -> wire.say(PlainServer.HELLO)), tls()),
                                Phase.HELLO)),
                Illness.of(
                        "a hello in chunks",
                        Fault.HELLO_CHUNKED,
                        lab -> hurried(lab.simulated(new HelloFault.InChunks()), Phase.HELLO)),
                Illness.of(
                        "a server that closes when our hello has an XML declaration",
                        Fault.DECLARATION_REFUSED,
                        "without the XML declaration",
                        lab -> lab.at(lab.tlsServer((wire, number) -> declared(wire, false)), tls())),
                Illness.of(
                        "a server that closes when our hello has no XML declaration",
                        Fault.DECLARATION_NEEDED,
                        "with the XML declaration",
                        lab -> {
                            Device device = lab.at(lab.tlsServer((wire, number) -> declared(wire, true)), tls());
                            return device.withProtocol(device.protocol().withoutDeclaration());
                        }),
                Illness.of(
                        "a server that fails the first time only",
                        Fault.INTERMITTENT,
                        "when nothing was changed",
                        lab -> lab.at(
                                lab.tlsServer((wire, number) -> {
                                    if (number == 1) {
                                        wire.close();
                                    } else {
                                        wire.beDevice();
                                    }
                                }),
                                tls())));
    }

    private static void declared(PlainServer.Wire wire, boolean wanted) throws IOException {
        if (wire.hear(PlainServer.DELIMITER).startsWith("<?xml") == wanted) {
            wire.say(PlainServer.HELLO + PlainServer.DELIMITER);
            wire.answerAll();
        } else {
            wire.close();
        }
    }

    private static List<Illness> helloContents() {
        return List.of(
                content("no session-id", Fault.HELLO_SESSION_ID, Flaw.WITHOUT_SESSION_ID),
                content("a session-id that is no number", Fault.HELLO_SESSION_ID, new HelloFault.SessionId("seven")),
                content("the session-id 0", Fault.HELLO_SESSION_ID, new HelloFault.SessionId("0")),
                content("no base version", Fault.NO_COMMON_BASE, Flaw.WITHOUT_BASE),
                content("an empty list of capabilities", Fault.HELLO_WITHOUT_CAPABILITIES, Flaw.WITHOUT_CAPABILITIES),
                content(
                        "capabilities of nobody",
                        Fault.NO_COMMON_BASE,
                        new HelloFault.Capabilities(List.of("urn:example:a"))),
                Illness.of("base 1.1 only, for a client of 1.0", Fault.NO_COMMON_BASE, lab -> {
                    Device device = lab.simulated(builder -> builder.base11Only());
                    return device.withProtocol(device.protocol().withBase10Only());
                }),
                content("an end tag missing", Fault.HELLO_NOT_XML, Flaw.NOT_WELL_FORMED),
                content("text in front of the hello", Fault.HELLO_NOT_XML, new HelloFault.InFront("Welcome!\n")),
                content("a document type", Fault.HELLO_DOCTYPE, Flaw.DOCTYPE),
                content("entities that multiply", Fault.HELLO_DOCTYPE, Flaw.ENTITY_BOMB),
                content("an entity that nobody declared", Fault.HELLO_ENTITY, Flaw.UNKNOWN_ENTITY),
                content("another document", Fault.HELLO_INVALID, new HelloFault.Instead("<bye/>")),
                content("an error in front of the hello", Fault.SESSION_REFUSED, Flaw.ERROR_IN_FRONT),
                content("an error in the hello's place", Fault.SESSION_REFUSED, Flaw.ERROR_INSTEAD),
                content("elements nested 5000 deep", Fault.HELLO_TOO_LARGE, new HelloFault.Nested(5_000)),
                Illness.of("a hello above the limit", Fault.HELLO_TOO_LARGE, lab -> {
                    Device device = lab.simulated(new HelloFault.Padded(100_000));
                    return device.withProtocol(device.protocol().withMaxHelloBytes(50_000));
                }));
    }

    private static Illness content(String name, Fault fault, HelloFault put) {
        return Illness.of(name, fault, lab -> lab.simulated(put));
    }

    private static List<Illness> requests() {
        return List.of(
                Illness.of(
                        "no reply",
                        Fault.REQUEST_UNANSWERED,
                        "not a byte",
                        lab -> hurried(lab.simulated(on(new ReplyFault.Delayed(Duration.ofMinutes(5)))), Phase.RPC)),
                Illness.of(
                        "a device that reads nothing after its hello",
                        Fault.REQUEST_UNANSWERED,
                        lab -> hurried(lab.simulated(new StopReading(Moment.Phase.HELLO_SENT)), Phase.RPC)),
                Illness.of(
                        "a reply without its end",
                        Fault.REPLY_UNFINISHED,
                        lab -> hurried(lab.simulated(on(new ReplyFault.WithoutEnd())), Phase.RPC)),
                Illness.of(
                        "silence in the middle of the reply",
                        Fault.REPLY_UNFINISHED,
                        lab -> hurried(lab.simulated(new Break(new Moment.InReply(1, 30), Ending.SILENCE)), Phase.RPC)),
                Illness.of(
                        "a reply with another message-id",
                        Fault.REPLY_TO_NOBODY,
                        lab -> hurried(lab.simulated(on(new ReplyFault.MessageId("4711"))), Phase.RPC)),
                Illness.of(
                        "a reply that ends with ]]>]]>",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.EndOfMessageFraming())), Phase.RPC)),
                Illness.of(
                        "a chunk smaller than it says",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.FalseChunkSize(2))), Phase.RPC)),
                Illness.of(
                        "a chunk larger than it says",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.FalseChunkSize(-3))), Phase.RPC)),
                Illness.of(
                        "a chunk header without end",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.EndlessChunkHeader(40))), Phase.RPC)),
                Illness.of(
                        "bytes between two messages",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.BeforeFrame("oops"))), Phase.RPC)),
                Illness.of(
                        "a close in the middle of the reply",
                        Fault.REPLY_CUT_OFF,
                        lab -> lab.simulated(new Break(new Moment.InReply(1, 30), Ending.CLOSE))),
                Illness.of(
                        "a reset in the middle of the reply",
                        Fault.REPLY_CUT_OFF,
                        lab -> lab.simulated(new Break(new Moment.InReply(1, 30), Ending.RESET))),
                Illness.of(
                        "a close in place of the reply",
                        Fault.CLOSED_ON_REQUEST,
                        lab -> lab.at(
                                lab.tlsServer((wire, number) -> {
                                    wire.say(PlainServer.HELLO + PlainServer.DELIMITER);
                                    wire.hear(PlainServer.DELIMITER);
                                    wire.hear("\n##\n");
                                    wire.close();
                                }),
                                tls())),
                Illness.of(
                        "a reply that is not well-formed",
                        Fault.REPLY_INVALID,
                        lab -> hurried(lab.simulated(on(new ReplyFault.Instead("<data><open></data>"))), Phase.RPC)),
                Illness.of(
                        "access denied (RFC 8341)",
                        Fault.ACCESS_DENIED,
                        "access-denied",
                        lab -> lab.simulated(on(new ReplyFault.Instead(error("protocol", "access-denied"))))),
                Illness.of(
                        "another error in place of data",
                        Fault.REQUEST_REFUSED,
                        "operation-failed",
                        lab -> lab.simulated(on(new ReplyFault.Instead(error("application", "operation-failed"))))),
                Illness.of(
                        "no answer to close-session",
                        Fault.CLOSE_UNANSWERED,
                        lab -> hurried(
                                lab.simulated(new Break(new Moment.AfterReply(1), Ending.SILENCE)), Phase.CLOSE)));
    }

    private static ReplyFault on(ReplyChange change) {
        return ReplyFault.every(change);
    }

    private static String error(String type, String tag) {
        return "<rpc-error><error-type>" + type + "</error-type><error-tag>" + tag
                + "</error-tag><error-severity>error</error-severity></rpc-error>";
    }

    private static List<Illness> ssh() {
        SshFingerprint other = SshFingerprint.parse(
                dev.parley.simulator.ssh.HostKeys.generate().fingerprints().get(0));
        return List.of(
                Illness.of(
                        "a host key that is not the pinned one",
                        Fault.HOST_KEY_CHANGED,
                        lab -> lab.ssh(settings -> settings, Lab.admin().withTrust(HostKeys.pinned(other)))),
                Illness.of("a host key that nobody knows", Fault.HOST_KEY_UNKNOWN, lab -> {
                    try {
                        Path empty = Files.createTempFile("parley", ".known");
                        lab.keep(() -> Files.delete(empty));
                        return lab.ssh(settings -> settings, Lab.admin().withTrust(HostKeys.knownHosts(empty)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                Illness.of(
                        "a wrong password",
                        Fault.LOGIN_REFUSED,
                        lab -> lab.ssh(
                                settings -> settings,
                                Lab.admin().as("admin", SshLogin.password("wrong"::toCharArray)))),
                Illness.of(
                        "no subsystem netconf",
                        Fault.SUBSYSTEM_REFUSED,
                        lab -> lab.ssh(settings -> settings.withoutSubsystem(), Lab.admin())),
                Illness.of(
                        "a channel that is refused",
                        Fault.SUBSYSTEM_REFUSED,
                        lab -> lab.ssh(
                                settings -> settings, Lab.admin(), new SshFault.ChannelRefused(1, "not for you"))),
                Illness.of(
                        "silence after the greeting of SSH",
                        Fault.SSH_SILENT,
                        lab -> hurried(
                                lab.ssh(
                                        settings -> settings,
                                        Lab.admin(),
                                        new Break(Moment.SshPhase.VERSION, Ending.SILENCE)),
                                Phase.SECURE)),
                Illness.of(
                        "silence after the login was asked for",
                        Fault.LOGIN_UNANSWERED,
                        lab -> hurried(
                                lab.ssh(
                                        settings -> settings,
                                        Lab.admin(),
                                        new Break(Moment.SshPhase.AUTHENTICATION, Ending.SILENCE)),
                                Phase.AUTHENTICATE)),
                Illness.of(
                        "a close in the key exchange of SSH",
                        Fault.SSH_CLOSED,
                        lab -> lab.ssh(
                                settings -> settings,
                                Lab.admin(),
                                new Break(Moment.SshPhase.KEY_EXCHANGE, Ending.FIN))),
                Illness.of(
                        "a web server where SSH is expected",
                        Fault.HTTP_ON_PORT,
                        lab -> lab.ssh(settings -> settings, Lab.admin(), Banner.http())),
                Illness.of(
                        "no hello over SSH",
                        Fault.HELLO_SILENT,
                        lab -> hurried(
                                lab.ssh(
                                        settings -> settings,
                                        Lab.admin(),
                                        new Break(Moment.Phase.SECURED, Ending.SILENCE)),
                                Phase.HELLO)));
    }
}
