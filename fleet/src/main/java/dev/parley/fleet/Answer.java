package dev.parley.fleet;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step on a device.
 *
 * @param trouble why it is not done, or null if it is
 * @param facts what is to be told of it besides, by name
 */
public record Answer(@Nullable Trouble trouble, Map<String, @Nullable Object> facts) {
    /** Copies the map, and keeps its order. */
    public Answer {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** It is done. */
    public static Answer done() {
        return new Answer(null, Map.of());
    }

    /** It is done, and that is what came of it. */
    public static Answer done(Map<String, @Nullable Object> facts) {
        return new Answer(null, facts);
    }

    /** It is not done. */
    public static Answer failed(Trouble trouble) {
        return new Answer(trouble, Map.of());
    }

    /** How much memory it takes, roughly: the characters of its texts. */
    long size() {
        return size(facts);
    }

    private static long size(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.length();
        }
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(Answer::size).sum();
        }
        return value instanceof Collection<?> some
                ? some.stream().mapToLong(Answer::size).sum()
                : 0;
    }
}
