package dev.parley.cli.terminal;

/** Colours text by what it is, or leaves it as it is. The colours are the terminal's own sixteen, so they fit any theme. */
public enum Paint {
    /** No colours. */
    NONE,
    /** The escape sequences that every terminal knows. */
    ANSI;

    private static final String RESET = "\u001b[0m";

    /** Something went wrong. */
    public String error(String text) {
        return sgr("1;31", text);
    }

    /** Something to take care of. */
    public String warning(String text) {
        return sgr("33", text);
    }

    /** Something went well. */
    public String success(String text) {
        return sgr("32", text);
    }

    /** What matters most in its surroundings. */
    public String strong(String text) {
        return sgr("1", text);
    }

    /** What matters least in its surroundings. */
    public String faint(String text) {
        return sgr("2", text);
    }

    /** A name: of an element, a step, a field. */
    public String name(String text) {
        return sgr("36", text);
    }

    /** The name of a part: an attribute. */
    public String part(String text) {
        return sgr("33", text);
    }

    /** A value in quotes. */
    public String value(String text) {
        return sgr("32", text);
    }

    /** What leads on: advice, a bar. */
    public String lead(String text) {
        return sgr("34", text);
    }

    private String sgr(String code, String text) {
        return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
    }
}
