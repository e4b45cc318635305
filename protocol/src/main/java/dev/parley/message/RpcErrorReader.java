package dev.parley.message;

import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Reads one rpc-error, by local names: devices that leave out a namespace do so exactly here. */
final class RpcErrorReader {
    private static final int LONGEST_TEXT = 1 << 20;
    /** What an object costs beside its text. */
    private static final int WEIGHT = 100;

    private static final Pattern PREFIX = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}._-]*):(?!:)");

    private final Deviation.Observer observer;
    private @Nullable ErrorType type;
    private String tag = "";
    private RpcError.@Nullable Severity severity;
    private @Nullable String appTag;
    private @Nullable String path;
    private Map<String, String> pathNamespaces = Map.of();
    private @Nullable String message;
    private @Nullable String language;
    private final List<RpcError.Info> info = new ArrayList<>(0);
    private int budget;

    /**
     * @param observer is told of deviations
     * @param budget how many characters there may be to keep
     */
    RpcErrorReader(Deviation.Observer observer, int budget) {
        this.observer = observer;
        this.budget = budget;
    }

    /** Reads the error that the reader stands on, to its end tag. */
    RpcError read(XmlReader in) {
        budget -= WEIGHT;
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            part(in);
        }
        if (severity == null || type == null || tag.isEmpty()) {
            String missing = severity == null ? "error-severity" : type == null ? "error-type" : "error-tag";
            observer.met(Deviation.INCOMPLETE_ERROR, "no usable " + missing);
        }
        return new RpcError(
                type,
                tag,
                severity == null ? RpcError.Severity.ERROR : severity,
                appTag,
                path,
                pathNamespaces,
                message,
                language,
                info);
    }

    /** What is left of the budget. */
    int budget() {
        return budget;
    }

    private void part(XmlReader in) {
        switch (in.getLocalName()) {
            case "error-type" -> type = ErrorType.ofWireName(text(in)).orElse(null);
            case "error-tag" -> tag = text(in);
            case "error-severity" -> severity = severity(text(in));
            case "error-app-tag" -> appTag = text(in);
            case "error-path" -> {
                path = text(in);
                pathNamespaces = namespaces(path, in);
            }
            case "error-message" -> {
                language = in.getAttributeValue(Namespaces.XML, "lang");
                message = text(in);
            }
            case "error-info" -> {
                while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    info(in);
                }
            }
            default -> in.skipElement();
        }
    }

    private void info(XmlReader in) {
        String namespace = in.namespace();
        String name = in.getLocalName();
        boolean nested = false;
        StringBuilder text = new StringBuilder();
        for (int outside = in.depth() - 1; in.depth() > outside; ) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> nested = true;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    text.append(text.length() < LONGEST_TEXT ? in.getText() : "");
                default -> {
                    // carries no text
                }
            }
        }
        text.setLength(Math.min(text.length(), LONGEST_TEXT));
        info.add(new RpcError.Info(namespace, name, paid(text.toString().strip()), nested));
    }

    private String text(XmlReader in) {
        return paid(in.text(LONGEST_TEXT));
    }

    private String paid(String text) {
        budget -= text.length() + WEIGHT;
        if (budget < 0) {
            throw ErrorCollector.tooMuch();
        }
        return text;
    }

    private static RpcError.@Nullable Severity severity(String text) {
        return switch (text) {
            case "warning" -> RpcError.Severity.WARNING;
            case "error" -> RpcError.Severity.ERROR;
            default -> null;
        };
    }

    /** What the prefixes in a path mean where it stands (RFC 6241 section 4.3). */
    private static Map<String, String> namespaces(String path, XmlReader in) {
        Map<String, String> namespaces = new LinkedHashMap<>(4);
        for (Matcher prefix = PREFIX.matcher(path); prefix.find(); ) {
            String namespace = in.getNamespaceURI(prefix.group(1));
            if (namespace != null && !namespace.isEmpty()) {
                namespaces.put(prefix.group(1), namespace);
            }
        }
        return namespaces;
    }
}
