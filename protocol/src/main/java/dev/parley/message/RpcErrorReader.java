package dev.parley.message;

import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** Reads one rpc-error, by local names: devices that leave out a namespace do so exactly here. */
final class RpcErrorReader {
    private @Nullable ErrorType type;
    private String tag = "";
    private RpcError.@Nullable Severity severity;
    private @Nullable String appTag;
    private @Nullable String path;
    private Map<String, String> pathNamespaces = Map.of();
    private @Nullable String message;
    private @Nullable String language;
    private final List<RpcError.Info> info = new ArrayList<>(0);

    private RpcErrorReader() {}

    /**
     * Reads the error that the reader stands on, to its end tag.
     *
     * @param around the declarations in scope where it stands
     */
    static RpcError read(XmlReader in, Map<String, String> around, Deviation.Observer observer) {
        RpcErrorReader error = new RpcErrorReader();
        Map<String, String> scope = XmlNames.with(around, in);
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            error.part(in, scope);
        }
        if (error.type == null || error.tag.isEmpty() || error.severity == null) {
            observer.met(
                    Deviation.INCOMPLETE_ERROR,
                    error.severity == null
                            ? "no error-severity"
                            : error.type == null ? "no error-type" : "no error-tag");
        }
        return new RpcError(
                error.type,
                error.tag,
                error.severity == null ? RpcError.Severity.ERROR : error.severity,
                error.appTag,
                error.path,
                error.pathNamespaces,
                error.message,
                error.language,
                error.info);
    }

    private void part(XmlReader in, Map<String, String> scope) {
        switch (in.getLocalName()) {
            case "error-type" -> type = ErrorType.ofWireName(in.text()).orElse(null);
            case "error-tag" -> tag = in.text();
            case "error-severity" ->
                severity = in.text().equals("warning") ? RpcError.Severity.WARNING : RpcError.Severity.ERROR;
            case "error-app-tag" -> appTag = in.text();
            case "error-path" -> {
                pathNamespaces = XmlNames.with(scope, in);
                path = in.text();
            }
            case "error-message" -> {
                language = in.getAttributeValue(Namespaces.XML, "lang");
                message = in.text();
            }
            case "error-info" -> {
                while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                    info.add(new RpcError.Info(in.namespace(), in.getLocalName(), in.text()));
                }
            }
            default -> in.skipElement();
        }
    }
}
