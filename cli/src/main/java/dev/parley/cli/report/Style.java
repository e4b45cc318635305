package dev.parley.cli.report;

import dev.parley.cli.terminal.ColorMode;

/**
 * How a command says what it has to say.
 *
 * @param json whether to programs rather than people
 * @param color whether in colour
 * @param stackTraces whether a fault of parley itself is shown with its stack trace
 */
public record Style(boolean json, ColorMode color, boolean stackTraces) {
    /** For people, in colour where that is possible. */
    public static final Style DEFAULT = new Style(false, ColorMode.AUTO, false);
}
