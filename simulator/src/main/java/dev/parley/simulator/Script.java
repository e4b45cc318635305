package dev.parley.simulator;

import dev.parley.simulator.fault.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is said on one connection, in order, as it would stand in a transcript. Immutable; each method gives a longer
 * script. A device plays it once, for one connection: {@link DeviceSimulator#play}.
 *
 * <pre>{@code
 * Performance performance = device.play(Script.begin()
 *         .sayHello()
 *         .expectHello()
 *         .expect("get-config").reply(Answer.data("<system xmlns='urn:example:system'/>"))
 *         .expect("close-session").reply(Answer.ok())
 *         .end(Ending.CLOSE));
 * …
 * performance.await(Duration.ofSeconds(5));
 * }</pre>
 */
public final class Script {
    private static final Script EMPTY = new Script(List.of());

    private final List<Step> steps;

    /** One line of a script. */
    sealed interface Step {
        /** The device says its hello, or this text in its place, framed as a hello. */
        record SayHello(@Nullable String text) implements Step {}

        /** The client's hello must come. */
        record ExpectHello() implements Step {}

        /** A request must come that passes the test. */
        record Expect(String description, Predicate<Request> test) implements Step {}

        /** The last expected request is answered. */
        record Reply(Answer answer) implements Step {}

        /** A message is sent, framed as the session is. */
        record Send(String message) implements Step {}

        /** Bytes are sent as they are. */
        record SendBytes(String latin1) implements Step {}

        /** Nothing is sent for a while. */
        record Pause(Duration time) implements Step {}

        /** The connection is ended by the device. */
        record End(Ending ending) implements Step {}

        /** The client must end the connection. */
        record ExpectEnd() implements Step {}
    }

    private Script(List<Step> steps) {
        this.steps = steps;
    }

    /** The script without a line: the device is connected to, and secure where it has TLS. */
    public static Script begin() {
        return EMPTY;
    }

    /** The device says the hello that it always says. */
    public Script sayHello() {
        return and(new Step.SayHello(null));
    }

    /** The device says this in place of a hello, framed as one. */
    public Script sayHello(String text) {
        return and(new Step.SayHello(text));
    }

    /** The client must say hello. */
    public Script expectHello() {
        return and(new Step.ExpectHello());
    }

    /** The client must ask for that operation next. */
    public Script expect(String operation) {
        return expect(operation, request -> request.name().equals(operation));
    }

    /** The client must send a request next that passes the test; the description stands in the failure. */
    public Script expect(String description, Predicate<Request> test) {
        return and(new Step.Expect(description, test));
    }

    /** The request that was expected last is answered. */
    public Script reply(Answer answer) {
        return and(new Step.Reply(answer));
    }

    /** A message is sent as it stands, framed as the session is. */
    public Script send(String message) {
        return and(new Step.Send(message));
    }

    /** These bytes are sent, framing and all. */
    public Script sendBytes(byte[] bytes) {
        return and(new Step.SendBytes(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** This text is sent in UTF-8, framing and all. */
    public Script sendBytes(String text) {
        return sendBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing is sent for a while, by the device's {@link DeviceSimulator.Builder#scheduler time}. */
    public Script pause(Duration time) {
        return and(new Step.Pause(time));
    }

    /** The device ends the connection. */
    public Script end(Ending ending) {
        return and(new Step.End(ending));
    }

    /** The client must end the connection, without another request. */
    public Script expectEnd() {
        return and(new Step.ExpectEnd());
    }

    List<Step> steps() {
        return steps;
    }

    private Script and(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Script(List.copyOf(more));
    }
}
