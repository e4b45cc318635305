package dev.parley.notification;

import dev.parley.error.InputException;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.operation.Filter;
import dev.parley.operation.Ok;
import dev.parley.operation.Operation;
import dev.parley.operation.Requirement;
import dev.parley.xml.XmlWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the notifications of an event stream (RFC 5277 section 2.1.1). It is not sent like other operations but given to
 * {@code Session.subscribe}, which has somebody there before the first notification comes.
 *
 * @param stream the event stream, or null for the device's default, which is {@code NETCONF}
 * @param filter which notifications, or null for all
 * @param startTime from when the device replays what it has kept, or null for what happens from now on
 * @param stopTime at what time the subscription ends; needs a start time; null for no end
 */
public record CreateSubscription(
        @Nullable String stream,
        @Nullable Filter filter,
        @Nullable Instant startTime,
        @Nullable Instant stopTime) implements Operation<Ok> {
    /** The stream that every device with notifications has (RFC 5277 section 3.2.3). */
    public static final String DEFAULT_STREAM = "NETCONF";

    /**
     * @throws InputException if the times are such that every device has to refuse them (RFC 5277 section 2.1.1), or the
     *     stream's name is blank
     */
    public CreateSubscription {
        if (stream != null && stream.isBlank()) {
            throw new InputException(
                    InputException.Reason.BAD_VALUE,
                    "the name of the event stream is blank",
                    "leave it out for the stream " + DEFAULT_STREAM,
                    null);
        }
        if (stopTime != null && startTime == null) {
            throw new InputException(
                    InputException.Reason.BAD_VALUE,
                    "a subscription with a stop time needs a start time too (RFC 5277 section 2.1.1)",
                    "say from when on the device shall replay, now if nothing of what was",
                    null);
        }
        if (stopTime != null && startTime != null && stopTime.isBefore(startTime)) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE,
                    "a subscription cannot stop at " + EventTime.text(stopTime) + ", before its start at "
                            + EventTime.text(startTime));
        }
    }

    /** The default stream from now on. */
    public static CreateSubscription now() {
        return new CreateSubscription(null, null, null, null);
    }

    /** The default stream from that time on, as far as the device has kept it. */
    public static CreateSubscription since(Instant startTime) {
        return new CreateSubscription(null, null, startTime, null);
    }

    /** The same of another stream. */
    public CreateSubscription stream(String name) {
        return new CreateSubscription(name, filter, startTime, stopTime);
    }

    /** The same, but only what a filter selects. */
    public CreateSubscription filter(Filter selection) {
        return new CreateSubscription(stream, selection, startTime, stopTime);
    }

    /** The same with a replay from that time on. */
    public CreateSubscription from(Instant time) {
        return new CreateSubscription(stream, filter, time, stopTime);
    }

    /** The same without a replay, and so without an end. */
    public CreateSubscription live() {
        return new CreateSubscription(stream, filter, null, null);
    }

    /** The same until that time. */
    public CreateSubscription until(Instant time) {
        return new CreateSubscription(stream, filter, startTime, time);
    }

    /** The name of the stream that it asks for. */
    public String streamName() {
        return stream == null ? DEFAULT_STREAM : stream;
    }

    @Override
    public String name() {
        return "create-subscription";
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.NOTIFICATION, name());
        if (stream != null) {
            out.leaf("stream", stream);
        }
        if (filter != null) {
            filter.writeTo(out, Namespaces.NOTIFICATION);
        }
        if (startTime != null) {
            out.leaf("startTime", EventTime.text(startTime));
        }
        if (stopTime != null) {
            out.leaf("stopTime", EventTime.text(stopTime));
        }
        out.end();
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        List<Requirement> needs = new ArrayList<>();
        needs.add(Requirement.capability(Capability.NOTIFICATION, "a subscription to notifications"));
        if (filter != null) {
            filter.requires().ifPresent(needs::add);
        }
        return needs;
    }
}
