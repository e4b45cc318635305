package dev.parley.monitoring;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.operation.Data;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import dev.parley.operation.Requirement;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * The text of a module or submodule (RFC 6022 section 3.1): as a string, or with {@link #toFile} in a file of any size,
 * in both cases as it was written, with nothing of the reply around it. What the device sends for a module in YANG is
 * checked to be the one that was asked for.
 *
 * <p>A device refuses with {@code invalid-value} what it does not have, and with {@code operation-failed} and the app-tag
 * {@code data-not-unique} what it has more than once.
 *
 * @param identifier the name of the module
 * @param version its revision; null for the one that there is, empty for the one without a revision
 * @param format in which language
 */
public record GetSchema(String identifier, @Nullable String version, SchemaFormat format) implements Operation<String> {
    private static final List<Requirement> REQUIRES = List.of(monitoring("get-schema"));

    /** A module in YANG, in whatever revision. */
    public static GetSchema of(String identifier) {
        return new GetSchema(identifier, null, SchemaFormat.YANG);
    }

    /** The same in one revision. */
    public GetSchema version(String revision) {
        return new GetSchema(identifier, revision, format);
    }

    /** The same in another language. */
    public GetSchema format(SchemaFormat other) {
        return new GetSchema(identifier, version, other);
    }

    /** Monitoring is a module, and a device may list its modules in a library only. */
    static Requirement monitoring(String purpose) {
        return Requirement.anyOf(
                List.of(Namespaces.MONITORING, Capability.YANG_LIBRARY_1_1, Capability.YANG_LIBRARY_1_0), purpose);
    }

    @Override
    public String name() {
        return "get-schema";
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.MONITORING, "get-schema").leaf("identifier", identifier);
        if (version != null) {
            out.leaf("version", version);
        }
        if (format != SchemaFormat.YANG) {
            out.leaf("format", format.wireName());
        }
        out.end();
    }

    @Override
    public String read(Reply reply) {
        Xml data = reply.data(dataNamespace()).orElseThrow(() -> unusable("no <data>"));
        if (!format.isText()) {
            return new Data(data, reply.errors())
                    .content()
                    .map(Xml::toString)
                    .orElseThrow(() -> unusable("nothing in <data>"));
        }
        XmlReader in = data.reader();
        in.nextTag();
        StringBuilder text = new StringBuilder(data.size());
        for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            if (isText(event, in)) {
                text.append(in.getText());
            }
        }
        String module = text.toString();
        check(
                module.isBlank(),
                format == SchemaFormat.YANG ? YangHeader.of(module).orElse(null) : null);
        return module;
    }

    /** Whether the event is a piece of the module's text. */
    boolean isText(int event, XmlReader in) {
        if (event == XMLStreamConstants.START_ELEMENT) {
            throw unusable("the element <" + in.getLocalName() + "> where the text of the module must stand");
        }
        return event == XMLStreamConstants.CHARACTERS
                || event == XMLStreamConstants.CDATA
                || event == XMLStreamConstants.SPACE;
    }

    /** Refuses an empty text, and one that says it is another module. */
    void check(boolean empty, @Nullable YangHeader header) {
        if (empty) {
            throw unusable("nothing in <data>");
        }
        if (header != null && !header.name().equals(identifier)) {
            throw unusable("the module " + header.name());
        }
    }

    ProtocolException unusable(String what) {
        return new ProtocolException(
                Reason.UNEXPECTED_MESSAGE,
                what + " in the reply to get-schema for " + label(),
                "the device announces a module that it does not give",
                null);
    }

    private String label() {
        return version == null || version.isEmpty() ? identifier : identifier + "@" + version;
    }

    /**
     * A request for the module in a file, which is written while it arrives, and is there when it is whole. The text is
     * UTF-8; what XML had to escape is not escaped in it. Memory does not depend on its size. Of a format that is XML, the
     * file holds the {@code <data>} element.
     */
    @Override
    public Request<Path> toFile(Path path) {
        return toFile(path, written -> {});
    }

    /**
     * The same, telling how far it is.
     *
     * @param progress is called with the number of characters written so far, on the thread that writes
     */
    public Request<Path> toFile(Path path, LongConsumer progress) {
        return format.isText() ? as(ModuleFile.of(this, path, progress)) : Operation.super.toFile(path);
    }

    @Override
    public boolean returnsData() {
        return true;
    }

    @Override
    public String dataNamespace() {
        return Namespaces.MONITORING;
    }

    @Override
    public List<Requirement> requires() {
        return REQUIRES;
    }
}
