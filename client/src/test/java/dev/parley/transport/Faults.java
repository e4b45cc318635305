package dev.parley.transport;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.ReplyFault.ReplyChange;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whatever a simulated device can do wrong, each by itself. */
final class Faults {
    private Faults() {}

    static List<List<Fault>> all() {
        List<Fault> all = new ArrayList<>(List.of(HelloFault.Flaw.values()));
        endings().forEach(all::add);
        hellos().forEach(all::add);
        replies().map(ReplyFault::every).forEach(all::add);
        wires().forEach(all::add);
        moments().map(StopReading::new).forEach(all::add);
        all.addAll(List.of(Banner.ssh(), Banner.http(), Banner.clearTextHello()));
        for (ReplyFault.Order order : ReplyFault.Order.values()) {
            all.add(new ReplyFault.Held(2, order));
        }
        return all.stream().map(List::of).toList();
    }

    private static Stream<Moment> moments() {
        return Stream.of(
                Moment.Phase.ACCEPTED,
                Moment.Phase.CLIENT_HELLO,
                new Moment.InHandshake(3),
                new Moment.InHandshake(200),
                Moment.Phase.SECURED,
                new Moment.InHello(50),
                Moment.Phase.HELLO_SENT,
                new Moment.InReply(1, 20_000),
                new Moment.AfterReply(1),
                Moment.Phase.CLOSE_SESSION_ANSWERED);
    }

    private static Stream<Fault> endings() {
        return Stream.of(
                        Ending.SILENCE,
                        Ending.CLOSE,
                        Ending.FIN,
                        Ending.HALF_CLOSE,
                        Ending.RESET,
                        Ending.alert(40),
                        Ending.alert(42))
                .flatMap(ending -> moments().map(moment -> new Break(moment, ending)));
    }

    private static Stream<HelloFault> hellos() {
        return Stream.of(
                new HelloFault.SessionId("none"),
                new HelloFault.Capabilities(List.of("urn:x")),
                new HelloFault.Padded(1_000_000),
                new HelloFault.Nested(5_000),
                new HelloFault.InFront("welcome"),
                new HelloFault.Instead("<goodbye/>"),
                new HelloFault.InChunks(),
                new HelloFault.Twice());
    }

    private static Stream<ReplyChange> replies() {
        return Stream.of(
                new ReplyFault.MessageId("none"),
                new ReplyFault.Twice(),
                new ReplyFault.Unsolicited("7"),
                new ReplyFault.Delayed(Duration.ofSeconds(1)),
                new ReplyFault.Instead("<what"),
                new ReplyFault.InFront("<!-- a remark -->"),
                new ReplyFault.BeforeFrame("noise"),
                new ReplyFault.BehindFrame("noise"),
                new ReplyFault.Chunks(3),
                new ReplyFault.FalseChunkSize(5),
                new ReplyFault.FalseChunkSize(-5),
                new ReplyFault.EndlessChunkHeader(1_000),
                new ReplyFault.Endless(2_000_000),
                new ReplyFault.EndOfMessageFraming(),
                new ReplyFault.WithoutEnd(),
                ReplyFault.okWithWarning(),
                ReplyFault.warningThenError(),
                ReplyFault.nestedError());
    }

    private static Stream<WireFault> wires() {
        return Stream.of(
                WireFault.tlsRecords(1, 300),
                WireFault.tcpSegments(100),
                new WireFault.RecordPerSegment(Duration.ofMillis(1)),
                new WireFault.OneSegment(),
                new WireFault.Drip(500, Duration.ofMillis(1)));
    }
}
