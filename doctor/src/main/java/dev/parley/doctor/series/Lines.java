package dev.parley.doctor.series;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines of a file that may be of any kind: what has no end of line for long is cut, and does not fill the memory. */
final class Lines {
    private static final int LONGEST = 1 << 24;

    private final BufferedReader in;

    Lines(BufferedReader in) {
        this.in = in;
    }

    /** The next line without its end, of one that is far too long the beginning; null behind the last. */
    @Nullable
    String next() throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (c >= 0 && c != '\n') {
            if (line.length() < LONGEST) {
                line.append((char) c);
            }
            c = in.read();
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }
}
