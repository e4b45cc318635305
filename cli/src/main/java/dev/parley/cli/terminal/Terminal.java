package dev.parley.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the standard streams are a terminal, and how wide it is.
 *
 * @param in whether somebody can type
 * @param out whether results are shown to somebody
 * @param err whether messages are shown to somebody
 * @param columns how many characters fit into a line
 */
public record Terminal(boolean in, boolean out, boolean err, int columns) {
    /** No stream is a terminal. */
    public static final Terminal NONE = new Terminal(false, false, false, 80);

    /** What the launcher found out, because Java cannot: the numbers of the streams that are terminals, then the width. */
    private static final String FROM_LAUNCHER = "parley.terminal";

    private static final int NARROWEST = 40;

    /** That of this process. */
    static Terminal ofProcess(Map<String, String> environment) {
        String told = System.getProperty(FROM_LAUNCHER);
        if (told != null) {
            String[] parts = told.split(",", -1);
            return new Terminal(
                    parts[0].contains("0"),
                    parts[0].contains("1"),
                    parts[0].contains("2"),
                    columns(parts.length > 1 ? parts[1] : null));
        }
        return new Terminal(isDevice(0), isDevice(1), isDevice(2), columns(environment.get("COLUMNS")));
    }

    private static int columns(@Nullable String text) {
        try {
            int told = text == null || text.isBlank() ? 0 : Integer.parseInt(text.strip());
            // a terminal whose size nobody has set says 0
            return told <= 0 ? NONE.columns : Math.max(NARROWEST, told);
        } catch (NumberFormatException unknown) {
            return NONE.columns;
        }
    }

    /** Without the launcher: where the system shows what a stream is connected to, a terminal has a name that says so. */
    private static boolean isDevice(int stream) {
        Path link = Path.of("/proc/self/fd/" + stream);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException noSuchSystem) {
            return false;
        }
    }
}
