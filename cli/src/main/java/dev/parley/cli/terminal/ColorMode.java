package dev.parley.cli.terminal;

import java.util.Locale;
import java.util.Map;

/** Whether output is coloured. */
public enum ColorMode {
    /** On a terminal, unless {@code NO_COLOR} is set or the terminal is dumb. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER;

    /** The paint for a stream. */
    Paint paint(boolean terminal, Map<String, String> environment) {
        boolean colored = switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
        };
        return colored ? Paint.ANSI : Paint.NONE;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
