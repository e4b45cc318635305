package dev.parley.error;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code rpc-error} of a reply, as the device sent it (RFC 6241 section 4.3). Names that no standard knows are kept
 * as they came.
 *
 * @param type {@code error-type}, or null where it is missing or unknown
 * @param tag {@code error-tag} as on the wire; empty where the device left it out
 * @param severity error or warning
 * @param appTag {@code error-app-tag}, or null
 * @param path {@code error-path}, an XPath expression, or null
 * @param pathNamespaces what the prefixes in the path mean: prefix to namespace, as in scope where it stands
 * @param message {@code error-message}, or null
 * @param messageLanguage the message's {@code xml:lang}, or null
 * @param info the children of {@code error-info}
 */
public record RpcError(
        @Nullable ErrorType type,
        String tag,
        Severity severity,
        @Nullable String appTag,
        @Nullable String path,
        Map<String, String> pathNamespaces,
        @Nullable String message,
        @Nullable String messageLanguage,
        List<Info> info) {

    /** Whether the error stopped the request. */
    public enum Severity {
        /** The request failed, wholly or in part. */
        ERROR,
        /** The request was carried out; the device has a remark. */
        WARNING
    }

    /**
     * One element inside {@code error-info}.
     *
     * @param namespace its namespace, empty for none
     * @param name its local name, such as {@code session-id} or {@code bad-element}
     * @param text the text in it and below it, trimmed
     * @param nested whether there are elements in it
     */
    public record Info(String namespace, String name, String text, boolean nested) {
        /** One that holds nothing but text. */
        public Info(String namespace, String name, String text) {
            this(namespace, name, text, false);
        }

        /** {@code name=text}, unless the text is secret, or may be because only the names below would tell. */
        @Override
        public String toString() {
            String shown = nested ? "…" : Secrets.isNamed(name) ? Secrets.HIDDEN : Secrets.hiddenIn(text);
            return name + "=" + shown;
        }
    }

    public RpcError {
        pathNamespaces = Map.copyOf(pathNamespaces);
        info = List.copyOf(info);
    }

    /** An error of the given layer and condition with a message, and nothing else. */
    public static RpcError of(ErrorType type, ErrorTag tag, String message) {
        return new RpcError(type, tag.wireName(), Severity.ERROR, null, null, Map.of(), message, "en", List.of());
    }

    /** The same error with one more element in {@code error-info}. */
    public RpcError withInfo(String namespace, String name, String text) {
        List<Info> more = new java.util.ArrayList<>(info);
        more.add(new Info(namespace, name, text));
        return new RpcError(type, tag, severity, appTag, path, pathNamespaces, message, messageLanguage, more);
    }

    /** The same error with a path, whose prefixes mean what the map says. */
    public RpcError withPath(String path, Map<String, String> namespaces) {
        return new RpcError(type, tag, severity, appTag, path, namespaces, message, messageLanguage, info);
    }

    /** The same error with an application tag. */
    public RpcError withAppTag(String appTag) {
        return new RpcError(type, tag, severity, appTag, path, pathNamespaces, message, messageLanguage, info);
    }

    /** The condition, if it is one of the standard's. */
    public Optional<ErrorTag> standardTag() {
        return ErrorTag.ofWireName(tag);
    }

    /** Whether it is a remark beside a success. */
    public boolean isWarning() {
        return severity == Severity.WARNING;
    }

    /** The text of the first element of that name in {@code error-info}. */
    public Optional<String> info(String name) {
        return info.stream().filter(i -> i.name().equals(name)).map(Info::text).findFirst();
    }

    /**
     * The session that holds the lock, in a {@code lock-denied} error: 0 means a holder outside NETCONF, such as a
     * command line.
     */
    public Optional<String> lockHolder() {
        return tag.equals(ErrorTag.LOCK_DENIED.wireName()) ? info("session-id") : Optional.empty();
    }

    /**
     * The error in one line: tag, message, path, application tag, and what {@code error-info} names; in all of them without what a name
     * calls a secret ({@link Secrets}), which the accessors give as it came.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(tag.isEmpty() ? "error without tag" : tag);
        if (message != null && !message.isBlank()) {
            text.append(": ").append(Secrets.hiddenInProse(message).strip().replaceAll("\\s+", " "));
        }
        if (path != null && !path.isBlank()) {
            text.append(" (at ").append(Secrets.hiddenInProse(path.strip())).append(')');
        }
        if (appTag != null && !appTag.isBlank()) {
            text.append(" [").append(Secrets.hiddenInProse(appTag.strip())).append(']');
        }
        for (Info item : info) {
            text.append(" {").append(item).append('}');
        }
        return text.toString();
    }
}
