package dev.parley.page;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values in which everything that a device might have said is as nasty as it can be. */
public final class Hostile {
    /** Markup, the end of a message, the end of a comment, references, controls, a change of direction, half a character. */
    public static final String TEXT =
            "\"'></title></style></desc><script>document.title='owned'</script><img src=x onerror=alert(1)>"
                    + "]]>]]>--> &lt; &#x3c; \u0000\u0007\u001b[31m \u202e\u2066 \ud83d \ufffe javascript:alert(1)";

    /** So long that it would be a page of its own. */
    public static final String LONG = TEXT + "A".repeat(1_000_000);

    private Hostile() {}

    /** The same value with that text in place of every string. */
    public static <T extends Record> T of(T value, String text) {
        return type(value).cast(changed(value, text));
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> type(T value) {
        return (Class<T>) value.getClass();
    }

    private static Object changed(Object value, String text) {
        if (value instanceof String) {
            return text;
        }
        if (value instanceof List<?> list) {
            List<Object> changed = new ArrayList<>();
            list.forEach(each -> changed.add(changed(each, text)));
            return changed;
        }
        return value instanceof Record ? rebuilt(value, text) : value;
    }

    private static Object rebuilt(Object value, String text) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        try {
            Object[] parts = new Object[components.length];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = changed(components[i].getAccessor().invoke(value), text);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return value.getClass().getDeclaredConstructor(types).newInstance(parts);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record that cannot be rebuilt: " + value.getClass(), e);
        }
    }
}
