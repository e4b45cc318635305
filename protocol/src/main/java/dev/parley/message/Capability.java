package dev.parley.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One capability that a peer announced: a URI, often with parameters behind a question mark (RFC 6241 section 8).
 *
 * @param uri the whole URI as announced, trimmed
 */
public record Capability(String uri) {
    /** The first version of the protocol, with the end-of-message framing. */
    public static final String BASE_1_0 = "urn:ietf:params:netconf:base:1.0";

    /** The current version, with chunked framing. */
    public static final String BASE_1_1 = "urn:ietf:params:netconf:base:1.1";

    private static final String PREFIX = "urn:ietf:params:netconf:capability:";

    /** The running datastore can be written directly. */
    public static final String WRITABLE_RUNNING = PREFIX + "writable-running:1.0";

    /** There is a candidate datastore. */
    public static final String CANDIDATE = PREFIX + "candidate:1.0";

    /** A commit can be made to need a confirmation, on the same session. */
    public static final String CONFIRMED_COMMIT_1_0 = PREFIX + "confirmed-commit:1.0";

    /** A commit can be made to need a confirmation, also from another session. */
    public static final String CONFIRMED_COMMIT_1_1 = PREFIX + "confirmed-commit:1.1";

    /** An edit that fails can be undone as a whole. */
    public static final String ROLLBACK_ON_ERROR = PREFIX + "rollback-on-error:1.0";

    /** Configurations can be validated, as RFC 4741 had it. */
    public static final String VALIDATE_1_0 = PREFIX + "validate:1.0";

    /** Configurations can be validated. */
    public static final String VALIDATE_1_1 = PREFIX + "validate:1.1";

    /** There is a startup datastore. */
    public static final String STARTUP = PREFIX + "startup:1.0";

    /** Files named by URL can be source and target. */
    public static final String URL = PREFIX + "url:1.0";

    /** Filters may be XPath expressions. */
    public static final String XPATH = PREFIX + "xpath:1.0";

    /** Default values can be asked for in several ways (RFC 6243). */
    public static final String WITH_DEFAULTS = PREFIX + "with-defaults:1.0";

    /** Notifications (RFC 5277). */
    public static final String NOTIFICATION = PREFIX + "notification:1.0";

    /** Requests are answered while notifications are sent (RFC 5277). */
    public static final String INTERLEAVE = PREFIX + "interleave:1.0";

    /** The device's modules are listed in {@code modules-state} (RFC 7895, RFC 7950 section 5.6.4). */
    public static final String YANG_LIBRARY_1_0 = PREFIX + "yang-library:1.0";

    /** The device's modules are listed in {@code yang-library} (RFC 8525, RFC 8526 section 2). */
    public static final String YANG_LIBRARY_1_1 = PREFIX + "yang-library:1.1";

    /** The capability's name: the URI without its parameters. */
    public String name() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The parameters, decoded, in their order; one that occurs twice keeps its first value. */
    public Map<String, String> parameters() {
        int query = uri.indexOf('?');
        if (query < 0) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : uri.substring(query + 1).split("[&;]", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a stray percent sign: devices announce what they like, and nothing depends on it
            return text;
        }
    }

    @Override
    public String toString() {
        return uri;
    }
}
