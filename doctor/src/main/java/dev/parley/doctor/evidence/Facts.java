package dev.parley.doctor.evidence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into maps of plain values: strings, numbers, booleans, lists and maps. Times become milliseconds, under a name
 * that says so; bytes are left out.
 */
final class Facts {
    private Facts() {}

    static Map<String, @Nullable Object> of(Record value) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Class<?> type = component.getType();
            if (type != ByteBuffer.class) {
                String name = type == Duration.class ? component.getName() + "Ms" : component.getName();
                facts.put(name, plain(read(component, value)));
            }
        }
        return facts;
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the accessor " + component + " cannot be used", e);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Record record) {
            return of(record);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Facts::plain).toList();
        }
        if (value instanceof Duration time) {
            return Math.round(time.toNanos() / 1e3) / 1e3;
        }
        if (value instanceof Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Temporal ? value.toString() : value;
    }
}
