package dev.parley.fleet;

import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.HelloFault.Flaw;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.Moment.Phase;
import dev.parley.simulator.fault.NotificationFault;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.SshFault;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with the devices of the proof's fleet: everything that the simulator can do to a session over TLS. */
final class ProofFaults {
    private ProofFaults() {}

    /**
     * A fault, and what is told of a device that has it.
     *
     * @param fault what is wrong
     * @param codes why it is not done; none if it is done all the same
     */
    record Told(Fault fault, Set<String> codes) {
        static Told of(Fault fault, String... codes) {
            return new Told(fault, Set.of(codes));
        }
    }

    /** None of these lets a device do what is asked of it. */
    static final List<Told> FATAL = List.of(
            Told.of(new Break(Phase.ACCEPTED, Ending.FIN), "closed-by-peer"),
            Told.of(new Break(Phase.CLIENT_HELLO, Ending.SILENCE), "handshake-timeout"),
            Told.of(new Break(new Moment.InHandshake(50), Ending.RESET), "closed-by-peer"),
            Told.of(new Break(Phase.SECURED, Ending.alert(42)), "client-certificate-refused"),
            Told.of(new Break(Phase.SECURED, Ending.SILENCE), "hello-timeout"),
            Told.of(new Break(Phase.SECURED, Ending.CLOSE), "closed-by-peer"),
            Told.of(new Break(Phase.SECURED, Ending.HALF_CLOSE), "closed-by-peer"),
            Told.of(new Break(new Moment.InHello(100), Ending.SILENCE), "hello-timeout"),
            Told.of(new Break(new Moment.InHello(100), Ending.RESET), "closed-by-peer"),
            Told.of(new Break(Phase.HELLO_SENT, Ending.CLOSE), "session-closed", "session-lost"),
            Told.of(new Break(new Moment.InReply(1, 1), Ending.SILENCE), "deadline"),
            Told.of(new Break(new Moment.InReply(1, 20), Ending.RESET), "session-lost"),
            Told.of(Banner.ssh(), "not-tls"),
            Told.of(Banner.http(), "not-tls"),
            Told.of(Banner.clearTextHello(), "not-tls"),
            Told.of(new StopReading(Phase.HELLO_SENT), "deadline"),
            Told.of(Flaw.WITHOUT_SESSION_ID, "bad-hello"),
            // it says that it speaks base 1.0 only, and speaks 1.1
            Told.of(Flaw.BASE_ALIAS, "session-lost"),
            Told.of(Flaw.WITHOUT_BASE, "no-common-base"),
            Told.of(Flaw.WITHOUT_CAPABILITIES, "no-common-base"),
            Told.of(Flaw.NOT_WELL_FORMED, "not-netconf"),
            Told.of(Flaw.ERROR_INSTEAD, "session-refused"),
            Told.of(Flaw.ERROR_IN_FRONT, "session-refused"),
            Told.of(Flaw.DOCTYPE, "not-netconf"),
            Told.of(Flaw.ENTITY_BOMB, "not-netconf"),
            Told.of(Flaw.UNKNOWN_ENTITY, "not-netconf"),
            Told.of(new HelloFault.SessionId("many"), "bad-hello"),
            Told.of(new HelloFault.Capabilities(List.of("urn:other")), "no-common-base"),
            Told.of(new HelloFault.Nested(5_000), "limit-exceeded"),
            Told.of(new HelloFault.Instead("<goodbye/>"), "bad-hello"),
            Told.of(new HelloFault.InChunks(), "not-netconf"),
            Told.of(new HelloFault.Twice(), "session-closed", "session-lost"),
            Told.of(ReplyFault.every(new ReplyFault.MessageId("4711")), "deadline"),
            Told.of(ReplyFault.every(new ReplyFault.Delayed(Duration.ofMinutes(2))), "deadline"),
            Told.of(ReplyFault.every(ReplyFault.nestedError()), "rpc-error"),
            Told.of(ReplyFault.every(new ReplyFault.BeforeFrame("x")), "session-lost"),
            Told.of(ReplyFault.every(new ReplyFault.FalseChunkSize(5)), "deadline"),
            Told.of(ReplyFault.every(new ReplyFault.EndlessChunkHeader(30)), "session-lost"),
            Told.of(ReplyFault.every(new ReplyFault.Endless(1_000)), "deadline"),
            Told.of(ReplyFault.every(new ReplyFault.EndOfMessageFraming()), "session-lost"),
            Told.of(ReplyFault.on(1, new ReplyFault.WithoutEnd()), "deadline"),
            Told.of(ReplyFault.every(new ReplyFault.InFront("x")), "session-lost"),
            Told.of(new ReplyFault.Held(2, ReplyFault.Order.REVERSED), "deadline"));

    /** These make it only harder. */
    static final List<Told> HARMLESS = List.of(
            Told.of(Flaw.WITHOUT_NAMESPACE),
            Told.of(Flaw.DUPLICATE_CAPABILITIES),
            Told.of(Flaw.MESSAGE_ID),
            Told.of(Flaw.COMMENT_IN_FRONT),
            Told.of(new HelloFault.Padded(50_000)),
            Told.of(new HelloFault.InFront("\n")),
            Told.of(WireFault.tcpSegments(64)),
            Told.of(WireFault.tlsRecords(512, 16)),
            Told.of(new WireFault.OneSegment()),
            Told.of(new WireFault.RecordPerSegment(Duration.ofMillis(1))),
            Told.of(new WireFault.Drip(200, Duration.ofMillis(5))),
            Told.of(ReplyFault.every(new ReplyFault.Chunks(7))),
            Told.of(ReplyFault.every(new ReplyFault.Twice())),
            Told.of(ReplyFault.every(new ReplyFault.Unsolicited("4711"))),
            Told.of(ReplyFault.on(2, new ReplyFault.BehindFrame("x"))),
            Told.of(ReplyFault.every(new ReplyFault.DataNamespace("urn:other"))),
            Told.of(ReplyFault.every(new ReplyFault.Delayed(Duration.ofMillis(300)))),
            Told.of(new NotificationFault.BeforeReply(1, "<event xmlns='urn:e'/>")),
            Told.of(new Break(new Moment.AfterReply(2), Ending.SILENCE)),
            Told.of(new Break(Phase.CLOSE_SESSION_ANSWERED, Ending.SILENCE)));

    /** What does nothing here: it is of SSH, or of notifications that somebody has subscribed to. */
    private static final List<Class<?>> ELSEWHERE = List.of(
            SshFault.class,
            Moment.SshPhase.class,
            Ending.Disconnect.class,
            Ending.Exit.class,
            NotificationFault.AfterComplete.class,
            NotificationFault.OnNotification.class);

    /** All kinds of faults that there are for such a fleet, with all moments and ends of a connection. */
    static Set<Object> kinds() {
        Set<Object> kinds = Stream.of(Fault.class, Moment.class, Ending.class, ReplyFault.ReplyChange.class)
                .flatMap(ProofFaults::kinds)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        ELSEWHERE.stream().flatMap(ProofFaults::kinds).forEach(kinds::remove);
        return kinds;
    }

    private static Stream<Object> kinds(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants());
        }
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ProofFaults::kinds)
                : Stream.of(type);
    }

    /** The kinds that a fault is of. */
    static Stream<Object> kinds(Fault fault) {
        Stream<Object> parts = Stream.of();
        if (fault instanceof Break end) {
            parts = Stream.of(kind(end.moment()), kind(end.ending()));
        } else if (fault instanceof StopReading stop) {
            parts = Stream.of(kind(stop.moment()));
        } else if (fault instanceof ReplyFault.OnReply reply) {
            parts = Stream.of(kind(reply.change()));
        }
        return Stream.concat(Stream.of(kind(fault)), parts);
    }

    private static Object kind(Object value) {
        return value instanceof Enum<?> ? value : value.getClass();
    }
}
