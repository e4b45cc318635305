package dev.parley.doctor.series;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plain values of a journal, which may be of an older version or of somebody else: what is not there, or is of another kind,
 * is empty, and so is a number that is not finite.
 */
record Facts(Map<String, @Nullable Object> values) {
    static Facts of(Map<?, ?> any) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        any.forEach((key, value) -> values.put(String.valueOf(key), value));
        return new Facts(values);
    }

    /** How a constant stands in facts: {@code not-enough-yet}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Optional<Facts> in(String name) {
        return values.get(name) instanceof Map<?, ?> inner ? Optional.of(of(inner)) : Optional.empty();
    }

    /** Adds the value of that name to others, if there is one. */
    void copy(String name, Map<String, @Nullable Object> to) {
        Object value = values.get(name);
        if (value != null) {
            to.put(name, value);
        }
    }

    /** Only the values of these names, as far as there are any. */
    Map<String, @Nullable Object> only(String... names) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>(names.length);
        for (String name : names) {
            copy(name, some);
        }
        return some;
    }

    Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    Optional<Double> number(String name) {
        return values.get(name) instanceof Number number
                ? Optional.of(number.doubleValue()).filter(Double::isFinite)
                : Optional.empty();
    }

    Optional<Boolean> flag(String name) {
        return values.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    Stream<Double> numbers(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Number.class::isInstance)
                        .map(each -> ((Number) each).doubleValue())
                        .filter(Double::isFinite)
                : Stream.empty();
    }
}
