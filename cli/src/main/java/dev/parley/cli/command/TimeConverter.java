package dev.parley.cli.command;

import dev.parley.cli.device.Durations;
import dev.parley.error.InputException;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 10s}. */
final class TimeConverter implements ITypeConverter<Duration> {
    /** Reads those that limit how long parley itself waits, which is a day at most. */
    static final class Limit implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String given) {
            return read(given, Durations::parseLimit);
        }
    }

    @Override
    public Duration convert(String given) {
        return read(given, Durations::parse);
    }

    private static Duration read(String given, Function<String, Duration> parse) {
        try {
            return parse.apply(given);
        } catch (InputException e) {
            throw new TypeConversionException(e.getMessage() + "; " + e.advice().orElse(""));
        }
    }
}
