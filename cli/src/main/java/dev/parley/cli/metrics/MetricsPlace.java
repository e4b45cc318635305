package dev.parley.cli.metrics;

import dev.parley.device.Hosts;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where metrics are served.
 *
 * @param host the name or address, without brackets
 * @param port from 0 to 65535; 0 takes any that is free
 */
public record MetricsPlace(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";

    /** {@code 9100}, {@code 0.0.0.0:9100}, {@code [::1]:9100}. */
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]:|([^\\[\\]:/@\\s]+):)?(\\d{1,5})");

    /**
     * Reads {@code [ADDRESS:]PORT}; without an address it is 127.0.0.1.
     *
     * @throws InputException if it is something else
     */
    public static MetricsPlace parse(String text) {
        Matcher form = FORM.matcher(text);
        int port = form.matches() ? Integer.parseInt(form.group(3)) : -1;
        if (port < 0 || port > 65_535) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "metrics cannot be served at \"" + text + "\"",
                    "give a port from 0 to 65535, with an address in front if others may read them: 9100, 0.0.0.0:9100,"
                            + " [::1]:9100",
                    null);
        }
        String bracketed = form.group(1);
        String plain = form.group(2);
        return new MetricsPlace(bracketed != null ? bracketed : plain != null ? plain : LOOPBACK, port);
    }

    /** {@code 127.0.0.1:9100}. */
    @Override
    public String toString() {
        return Hosts.withPort(host, port);
    }
}
