package dev.parley.doctor;

import dev.parley.device.Device;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.HelloFault.Flaw;
import dev.parley.simulator.fault.NotificationFault;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Devices that are well, however slow or strange they are. */
final class HealthyPeers {
    private HealthyPeers() {}

    static List<Illness> all() {
        return List.of(
                Illness.none("a device over TLS 1.3", lab -> lab.simulated()),
                Illness.none(
                        "a device over TLS 1.2",
                        lab -> lab.simulated(
                                builder -> builder.tls(TlsSettings.of(Lab.PKI).versions(TlsSettings.Version.TLS_1_2)))),
                Illness.none("a device of base 1.0", lab -> lab.simulated(DeviceSimulator.Builder::base10Only)),
                Illness.none("a device of base 1.1 alone", lab -> lab.simulated(DeviceSimulator.Builder::base11Only)),
                Illness.none(
                        "a hello that drips, within the limit",
                        lab -> lab.simulated(new WireFault.Drip(50, Duration.ofMillis(60)))),
                Illness.none("TLS records of one byte", lab -> lab.simulated(WireFault.tlsRecords(1))),
                Illness.none("TCP segments of one byte", lab -> lab.simulated(WireFault.tcpSegments(1))),
                Illness.none("everything in one segment", lab -> lab.simulated(new WireFault.OneSegment())),
                Illness.none(
                        "each record in a segment of its own, 20 ms apart",
                        lab -> lab.simulated(new WireFault.RecordPerSegment(Duration.ofMillis(20)))),
                Illness.none("a hello of 100 000 bytes", lab -> lab.simulated(new HelloFault.Padded(100_000))),
                Illness.none(
                        "a hello on which ncclient would stall",
                        lab -> lab.simulated(new HelloFault.Padded(9_000), WireFault.tlsRecords(16_384))),
                Illness.none(
                        "a reply after a second",
                        lab -> lab.simulated(ReplyFault.on(1, new ReplyFault.Delayed(Duration.ofSeconds(1))))),
                Illness.none(
                        "a reply in chunks of seven bytes",
                        lab -> lab.simulated(ReplyFault.every(new ReplyFault.Chunks(7)))),
                Illness.none(
                        "a reply that is sent twice", lab -> lab.simulated(ReplyFault.every(new ReplyFault.Twice()))),
                Illness.none(
                        "a notification that nobody asked for",
                        lab -> lab.simulated(new NotificationFault.BeforeReply(1, "<event xmlns=\"urn:example:e\"/>"))),
                Illness.none("a hello with a message-id", lab -> lab.simulated(Flaw.MESSAGE_ID)),
                Illness.none("a hello outside its namespace", lab -> lab.simulated(Flaw.WITHOUT_NAMESPACE)),
                Illness.none("capabilities twice, in white space", lab -> lab.simulated(Flaw.DUPLICATE_CAPABILITIES)),
                Illness.none("a comment in front of the hello", lab -> lab.simulated(Flaw.COMMENT_IN_FRONT)),
                Illness.none(
                        "base 1.0 by a wrong name",
                        lab -> lab.simulated(DeviceSimulator.Builder::base10Only, Flaw.BASE_ALIAS)),
                Illness.none("a device in clear text", lab -> lab.cleartext()),
                Illness.none("a device over SSH", lab -> lab.ssh(settings -> settings, Lab.admin())),
                Illness.none("a server behind a UNIX socket", HealthyPeers::unix),
                Illness.none(
                        "a server that waits for the client's hello",
                        lab -> lab.at(
                                lab.tlsServer((wire, number) -> {
                                    wire.hear(PlainServer.DELIMITER);
                                    wire.say(PlainServer.HELLO + PlainServer.DELIMITER);
                                    wire.answerAll();
                                }),
                                Lab.tls())));
    }

    private static Device unix(Lab lab) {
        try {
            Path folder = Files.createTempDirectory("parley");
            lab.closing(() -> Files.delete(folder));
            DeviceSimulator device = DeviceSimulator.builder()
                    .clearText()
                    .unix(folder.resolve("socket"))
                    .start();
            // closed before, and takes its socket along
            lab.closing(device::close);
            return Device.unix(device.path()).withTimeouts(Lab.patient());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
