package dev.parley.cli.command;

import dev.parley.cli.device.Durations;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.inventory.Suggestion;
import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.StopReading;
import dev.parley.simulator.fault.WireFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The faults of a simulated device by the names that the command line has for them. */
enum NamedFault {
    TLS_RECORDS(
            "4096,16",
            "cut messages into TLS records of these many bytes",
            value -> new WireFault.TlsRecords(sizes(value))),
    TCP_SEGMENTS("1", "send everything in TCP segments of that size", value -> WireFault.tcpSegments(number(value))),
    RECORD_PER_SEGMENT(
            "20ms",
            "send each TLS record on its own, with that pause",
            value -> new WireFault.RecordPerSegment(time(value))),
    ONE_SEGMENT("", "send all there is to say in one write", value -> new WireFault.OneSegment()),
    DRIP("64", "send that many bytes each 100 ms", value -> new WireFault.Drip(number(value), Duration.ofMillis(100))),
    STOP_READING(
            "", "take nothing off the connection after the hello", value -> new StopReading(Moment.Phase.HELLO_SENT)),

    SILENT_TLS("", "say nothing in the TLS handshake", value -> new Break(Moment.Phase.CLIENT_HELLO, Ending.SILENCE)),
    REFUSE_CLIENT(
            "42",
            "refuse the client's certificate with that TLS alert",
            value -> new Break(Moment.Phase.SECURED, Ending.alert(number(value)))),
    SSH_BANNER("", "be an SSH server", value -> Banner.ssh()),
    HTTP_BANNER("", "be a web server", value -> Banner.http()),
    CLEARTEXT_HELLO("", "be a NETCONF server without TLS", value -> Banner.clearTextHello()),

    SILENT_HELLO("", "say no hello", value -> new Break(Moment.Phase.SECURED, Ending.SILENCE)),
    CLOSE_BEFORE_HELLO("", "close after the TLS handshake", value -> new Break(Moment.Phase.SECURED, Ending.CLOSE)),
    HALF_HELLO(
            "200",
            "fall silent after that many bytes of the hello",
            value -> new Break(new Moment.InHello(number(value)), Ending.SILENCE)),
    RESET_IN_HELLO(
            "200",
            "reset the connection after that many bytes of the hello",
            value -> new Break(new Moment.InHello(number(value)), Ending.RESET)),
    HELLO_REFUSED(
            "", "refuse the session with an rpc-error in the hello's place", value -> HelloFault.Flaw.ERROR_INSTEAD),
    HELLO_WITHOUT_SESSION_ID("", "leave the session-id out", value -> HelloFault.Flaw.WITHOUT_SESSION_ID),
    HELLO_WITHOUT_BASE("", "announce no base version", value -> HelloFault.Flaw.WITHOUT_BASE),
    HELLO_BASE_ALIAS("", "announce base 1.0 by the wrong name", value -> HelloFault.Flaw.BASE_ALIAS),
    HELLO_NOT_WELL_FORMED("", "leave out an end tag", value -> HelloFault.Flaw.NOT_WELL_FORMED),
    HELLO_DOCTYPE("", "begin with a document type declaration", value -> HelloFault.Flaw.DOCTYPE),
    HELLO_ENTITY_BOMB("", "define entities that multiply", value -> HelloFault.Flaw.ENTITY_BOMB),
    HELLO_PADDED("100000", "make the hello that long", value -> new HelloFault.Padded(number(value))),

    REPLY_DELAYED("3s", "answer that late", value -> ReplyFault.every(new ReplyFault.Delayed(time(value)))),
    REPLY_CHUNKS(
            "7",
            "cut replies into chunks of that size",
            value -> ReplyFault.every(new ReplyFault.Chunks(number(value)))),
    REPLY_WITH_WARNING("", "put a warning beside each ok", value -> ReplyFault.every(ReplyFault.okWithWarning())),
    REPLY_NESTED_ERROR("", "hide an error inside another element", value -> ReplyFault.every(ReplyFault.nestedError())),
    REPLY_WRONG_ID("4711", "answer with that message-id", value -> ReplyFault.every(new ReplyFault.MessageId(value))),
    REPLY_WITHOUT_ID("", "answer without message-id", value -> ReplyFault.every(new ReplyFault.MessageId(""))),
    REPLY_TWICE("", "answer twice", value -> ReplyFault.every(new ReplyFault.Twice())),
    REPLY_WITHOUT_END("", "do not end the first reply", value -> ReplyFault.on(1, new ReplyFault.WithoutEnd())),
    SILENT_REPLY("", "fall silent in the first reply", value -> new Break(new Moment.InReply(1, 1), Ending.SILENCE)),
    RESET_IN_REPLY(
            "50",
            "reset the connection after that many bytes of the first reply",
            value -> new Break(new Moment.InReply(1, number(value)), Ending.RESET)),
    CLOSE_AFTER_REPLY(
            "1", "close after that reply", value -> new Break(new Moment.AfterReply(number(value)), Ending.CLOSE));

    private final String usual;
    private final String description;
    private final Function<String, Fault> make;

    NamedFault(String usual, String description, Function<String, Fault> make) {
        this.usual = usual;
        this.description = description;
        this.make = make;
    }

    /** The name on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name, with the value that it has if none is given. */
    String form() {
        return usual.isEmpty() ? word() : word() + "=" + usual;
    }

    String description() {
        return description;
    }

    /**
     * The fault that {@code NAME} or {@code NAME=VALUE} stands for.
     *
     * @throws InputException if there is none of that name, or the value does not fit
     */
    static Fault parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        NamedFault fault = Arrays.stream(values())
                .filter(known -> known.word().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
        try {
            return fault.make.apply(equals < 0 ? fault.usual : text.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "the fault \"" + text + "\" has no such value: " + e.getMessage(),
                    "write it like " + fault.form(),
                    e);
        }
    }

    private static InputException unknown(String name) {
        List<String> words = Arrays.stream(values()).map(NamedFault::word).toList();
        Optional<String> close = Suggestion.closest(name, words);
        return new InputException(
                Reason.BAD_VALUE,
                "there is no fault \"" + name + "\"",
                close.map(word -> "did you mean " + word + "?").orElse("parley simulate --faults lists all of them"),
                null);
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value.strip() + "' is not a number", e);
        }
    }

    private static List<Integer> sizes(String value) {
        return Arrays.stream(value.split(",", -1)).map(NamedFault::number).toList();
    }

    private static Duration time(String value) {
        return Durations.parse(value);
    }
}
