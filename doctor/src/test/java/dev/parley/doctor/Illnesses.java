package dev.parley.doctor;

import static dev.parley.doctor.Lab.hurried;
import static dev.parley.doctor.Lab.tls;

import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every illness that the matrix knows, in the order of a connection. */
final class Illnesses {
    private static final ClientLoad STARVED = new ClientLoad(
            Duration.ofSeconds(1),
            0.1,
            1,
            Duration.ZERO,
            Duration.ofMillis(700),
            Duration.ZERO,
            Duration.ZERO,
            50,
            1_024);

    private static final ClientLoad COLLECTING = new ClientLoad(
            Duration.ofSeconds(1),
            0.9,
            0.9,
            Duration.ofMillis(600),
            Duration.ofMillis(10),
            Duration.ZERO,
            Duration.ZERO,
            50,
            1_024);

    private static final ClientLoad OUT_OF_FILES = new ClientLoad(
            Duration.ofSeconds(1), 0.1, 0.1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1_023, 1_024);

    private Illnesses() {}

    static List<Illness> all() {
        List<Illness> all = new ArrayList<>();
        Stream.of(
                        client(),
                        network(),
                        wrongPorts(),
                        TlsIllnesses.handshakes(),
                        TlsIllnesses.alertsToClientHello(),
                        CertificateIllnesses.serverCertificates(),
                        CertificateIllnesses.clientCertificates(),
                        TlsIllnesses.alertsAfterHandshake(),
                        HelloIllnesses.hellos(),
                        HelloIllnesses.helloContents(),
                        RequestIllnesses.requests(),
                        SshIllnesses.ssh())
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
                                                RequestIllnesses.on(new ReplyFault.Delayed(Duration.ofMinutes(1)))),
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
                        "a web server over TLS",
                        Fault.HTTP_ON_PORT,
                        "in place of the device's hello",
                        lab -> lab.at(
                                lab.tlsServer((wire, number) ->
                                        wire.say("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html></html>")),
                                Lab.tls())),
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
                        lab -> Device.cleartextTcp(
                                        "127.0.0.1", lab.server((wire, number) -> wire.say("SSH-2.0-OpenSSH_9.2\r\n")))
                                .withTimeouts(Lab.patient())));
    }
}
