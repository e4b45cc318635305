package dev.parley.simulator.datastore;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an {@code edit-config} asks for (RFC 6241 section 7.2). Immutable.
 *
 * @param config the top-level elements inside {@code <config>}, with their {@code operation} attributes
 * @param defaultOperation what happens to elements that no {@code operation} attribute speaks for
 * @param test whether to validate first, and whether to change anything
 * @param onError what to do after an error
 * @param removal whether the operation {@code remove} is known: only where the session speaks base 1.1
 */
public record Edit(
        List<DataNode> config, DefaultOperation defaultOperation, Test test, OnError onError, Removal removal) {

    public Edit {
        config = List.copyOf(config);
    }

    /** Merges a tree: set without test, stop on error. */
    public static Edit merge(DataTree config) {
        return new Edit(config.nodes(), DefaultOperation.MERGE, Test.SET, OnError.STOP, Removal.KNOWN);
    }

    /** The same with another default operation. */
    public Edit by(DefaultOperation other) {
        return new Edit(config, other, test, onError, removal);
    }

    /** The same with another test option. */
    public Edit test(Test other) {
        return new Edit(config, defaultOperation, other, onError, removal);
    }

    /** The same with another error option. */
    public Edit onError(OnError other) {
        return new Edit(config, defaultOperation, test, other, removal);
    }

    /** The same on a session that knows {@code remove}, or does not. */
    public Edit removal(Removal other) {
        return new Edit(config, defaultOperation, test, onError, other);
    }

    /** The parameter {@code default-operation}. */
    public enum DefaultOperation {
        /** What is given is added to what is there. */
        MERGE,
        /** What is given replaces everything. */
        REPLACE,
        /** Nothing happens where no {@code operation} attribute says so. */
        NONE;

        /** The value with this name on the wire. */
        public static Optional<DefaultOperation> ofWireName(String name) {
            return byName(values(), name, "");
        }
    }

    /** The parameter {@code test-option}. */
    public enum Test {
        /** Validate the outcome; change nothing if it is invalid. */
        TEST_THEN_SET,
        /** Change without validation. */
        SET,
        /** Validate the outcome, and change nothing. */
        TEST_ONLY;

        /** The value with this name on the wire. */
        public static Optional<Test> ofWireName(String name) {
            return byName(values(), name, "");
        }
    }

    /** The parameter {@code error-option}. */
    public enum OnError {
        /** Leave what was done and do no more. */
        STOP,
        /** Leave what was done and go on with the rest. */
        CONTINUE,
        /** Undo everything. */
        ROLLBACK;

        /** The value with this name on the wire. */
        public static Optional<OnError> ofWireName(String name) {
            return byName(values(), name, "-on-error");
        }
    }

    /** Whether the operation {@code remove}, new in RFC 6241, may be used. */
    public enum Removal {
        /** Base 1.1. */
        KNOWN,
        /** Base 1.0. */
        UNKNOWN
    }

    private static <E extends Enum<E>> Optional<E> byName(E[] values, String name, String suffix) {
        for (E value : values) {
            if ((value.name().toLowerCase(Locale.ROOT).replace('_', '-') + suffix).equals(name)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
