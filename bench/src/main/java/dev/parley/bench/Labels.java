package dev.parley.bench;

import dev.parley.bench.client.Contender;
import dev.parley.bench.client.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How scenarios and contenders are called on the command line. */
final class Labels {
    private Labels() {}

    private static <T> T named(String text, T[] values, Function<T, String> label) {
        return Arrays.stream(values)
                .filter(each -> label.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(values).map(label).toList()));
    }

    private static <T> List<String> all(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }

    /** Reads one. */
    static final class OfScenario implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String text) {
            return named(text, Scenario.values(), Scenario::label);
        }
    }

    /** Reads one. */
    static final class OfContender implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String text) {
            return named(text, Contender.values(), Contender::label);
        }
    }

    /** All of them. */
    static final class OfScenarios extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        OfScenarios() {
            super(all(Scenario.values(), Scenario::label));
        }
    }

    /** All of them. */
    static final class OfContenders extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        OfContenders() {
            super(all(Contender.values(), Contender::label));
        }
    }
}
