package dev.parley.notification;

import dev.parley.message.Deviation;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.operation.Filter;
import dev.parley.operation.Get;
import dev.parley.operation.Operation;
import dev.parley.operation.Requirement;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** The event streams that the device offers the user (RFC 5277 section 3.2.5): a {@code get} with a filter for them. */
public record GetStreams() implements Operation<List<EventStream>> {
    private static final Get STREAMS =
            Get.of(Filter.subtree("<netconf xmlns=\"" + Namespaces.EVENT_STREAMS + "\"><streams/></netconf>"));

    /** The times here decide nothing that strict mode protects. */
    private static final Deviation.Observer TOLERANT = (deviation, detail) -> {};

    @Override
    public String name() {
        return STREAMS.name();
    }

    @Override
    public void writeTo(XmlWriter out) {
        STREAMS.writeTo(out);
    }

    @Override
    public List<EventStream> read(Reply reply) {
        XmlReader in = STREAMS.read(reply).xml().reader();
        List<EventStream> streams = new ArrayList<>();
        in.nextTag();
        while (in.next() != XMLStreamConstants.END_DOCUMENT) {
            if (in.getEventType() == XMLStreamConstants.START_ELEMENT && in.isAt(Namespaces.EVENT_STREAMS, "stream")) {
                stream(in).ifPresent(streams::add);
            }
        }
        return List.copyOf(streams);
    }

    /** One entry; empty where it has no name, and so cannot be asked for. */
    private static Optional<EventStream> stream(XmlReader in) {
        String name = "";
        String description = "";
        boolean replay = false;
        @Nullable OffsetDateTime created = null;
        @Nullable OffsetDateTime aged = null;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (in.getLocalName()) {
                case "name" -> name = in.getElementText().strip();
                case "description" -> description = in.getElementText().strip();
                case "replaySupport" -> replay = isTrue(in.getElementText());
                case "replayLogCreationTime" ->
                    created = EventTime.read(in.getElementText(), TOLERANT).orElse(null);
                case "replayLogAgedTime" ->
                    aged = EventTime.read(in.getElementText(), TOLERANT).orElse(null);
                default -> in.skipElement();
            }
        }
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new EventStream(name, description, replay, created, aged));
    }

    private static boolean isTrue(String text) {
        String value = text.strip();
        return value.equals("true") || value.equals("1");
    }

    @Override
    public boolean returnsData() {
        return true;
    }

    @Override
    public List<Requirement> requires() {
        return STREAMS.requires();
    }
}
