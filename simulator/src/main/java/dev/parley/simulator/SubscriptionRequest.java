package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Filter;
import dev.parley.simulator.datastore.Refusal;
import dev.parley.simulator.datastore.Schema;
import dev.parley.simulator.notification.EventStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;

/**
 * What a {@code create-subscription} asks for (RFC 5277 section 2.1.1).
 *
 * @param stream the name of the stream
 * @param filter which of its events are wanted; all of them without one
 * @param start from when on the past is wanted, if it is
 * @param stop when the subscription ends by itself, if it does
 */
record SubscriptionRequest(String stream, Optional<Filter> filter, Optional<Instant> start, Optional<Instant> stop) {
    static final QName OPERATION = name("create-subscription");

    private static final QName STREAM = name("stream");
    private static final QName FILTER = name("filter");
    private static final QName START = name("startTime");
    private static final QName STOP = name("stopTime");

    private static QName name(String local) {
        return new QName(Namespaces.NOTIFICATION, local);
    }

    /**
     * Reads the operation.
     *
     * @param filters reads its filter
     * @throws Refusal if its times are impossible, with the errors of RFC 5277 section 2.1.1
     */
    static SubscriptionRequest of(DataNode operation, Function<DataNode, Filter> filters, Instant now) {
        Parameters given = Parameters.of(operation, STREAM, FILTER, START, STOP);
        Optional<Instant> start = given.find(START).map(SubscriptionRequest::time);
        Optional<Instant> stop = given.find(STOP).map(SubscriptionRequest::time);
        if (stop.isPresent() && start.isEmpty()) {
            throw refusal(ErrorTag.MISSING_ELEMENT, "stopTime needs startTime", START);
        }
        if (start.isPresent() && start.get().isAfter(now)) {
            throw refusal(ErrorTag.BAD_ELEMENT, "startTime is in the future: here it is " + now, START);
        }
        if (stop.isPresent() && stop.get().isBefore(start.orElseThrow())) {
            throw refusal(ErrorTag.BAD_ELEMENT, "stopTime is before startTime", STOP);
        }
        return new SubscriptionRequest(
                given.find(STREAM).map(DataNode::value).orElse(EventStream.NETCONF),
                given.find(FILTER).map(filters).map(SubscriptionRequest::checked),
                start,
                stop);
    }

    /** An expression that cannot be evaluated is refused now, not when something happens. */
    private static Filter checked(Filter filter) {
        filter.select(DataTree.empty(), Schema.open());
        return filter;
    }

    private static Instant time(DataNode element) {
        try {
            return OffsetDateTime.parse(element.value()).toInstant();
        } catch (DateTimeException e) {
            throw refusal(ErrorTag.BAD_ELEMENT, element.value() + " is no date and time of RFC 3339", element.name());
        }
    }

    Refusal unknownStream() {
        return refusal(ErrorTag.INVALID_VALUE, "there is no stream " + stream, STREAM);
    }

    Refusal withoutReplay() {
        return Refusal.of(
                ErrorType.PROTOCOL, ErrorTag.OPERATION_FAILED, "the stream " + stream + " remembers nothing to replay");
    }

    private static Refusal refusal(ErrorTag tag, String message, QName culprit) {
        return new Refusal(RpcError.of(ErrorType.PROTOCOL, tag, message)
                .withInfo(Namespaces.BASE, "bad-element", culprit.getLocalPart()));
    }
}
