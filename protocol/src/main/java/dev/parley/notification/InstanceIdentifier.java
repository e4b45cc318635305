package dev.parley.notification;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the data of a device, as YANG writes it (RFC 7950 section 9.13): an XPath expression of a simple form. It can be
 * asked for with {@code Filter.xpath(place.path(), place.namespaces())}, where the device has that.
 *
 * @param path the expression as the device wrote it; empty for all of the data
 * @param namespaces what the prefixes in it mean; one that the device did not declare is left out
 */
public record InstanceIdentifier(String path, Map<String, String> namespaces) {
    /** Before one colon, and not two: {@code self::} and addresses are none. */
    private static final Pattern PREFIX =
            Pattern.compile("(?<![\\p{L}\\p{N}._:-])([\\p{L}_][\\p{L}\\p{N}._-]*+):(?!:)");

    public InstanceIdentifier {
        namespaces = Map.copyOf(namespaces);
    }

    /** A place in all of the data, or in one without namespaces. */
    static InstanceIdentifier of(String path) {
        return new InstanceIdentifier(path, Map.of());
    }

    /**
     * A place, with those prefixes that occur in it; in values, too, which may be identities.
     *
     * @param scope what is declared where it stands
     */
    static InstanceIdentifier in(Map<String, String> scope, String path) {
        Map<String, String> used = new HashMap<>();
        Matcher prefix = PREFIX.matcher(path);
        while (prefix.find()) {
            String namespace = scope.get(prefix.group(1));
            if (namespace != null) {
                used.put(prefix.group(1), namespace);
            }
        }
        return new InstanceIdentifier(path, used);
    }

    /** The expression as the device wrote it. */
    @Override
    public String toString() {
        return path;
    }
}
