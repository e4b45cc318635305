package dev.parley.cli.command;

import dev.parley.cli.device.Durations;
import dev.parley.error.InputException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 10s}. */
final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String given) {
        try {
            return Durations.parse(given);
        } catch (InputException e) {
            throw new TypeConversionException(e.getMessage() + "; " + e.advice().orElse(""));
        }
    }
}
