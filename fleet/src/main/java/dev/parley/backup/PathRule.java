package dev.parley.backup;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.regex.Pattern;

/**
 * Which elements or attributes of a configuration are meant: {@code /ntp/clock-period} from the top, {@code //last-change}
 * anywhere, {@code //@commit-*} attributes. Names are local names; {@code *} stands for anything within one.
 *
 * @param text as it is written
 * @param attribute whether attributes are meant
 * @param pattern what the path from the top has to look like
 */
public record PathRule(String text, boolean attribute, Pattern pattern) {
    private static final Pattern FORM = Pattern.compile("(//?[\\p{L}\\p{N}_.*-]+)*//?@?[\\p{L}\\p{N}_.*-]+");

    /**
     * Reads one.
     *
     * @throws InputException if it is no path
     */
    public static PathRule parse(String text) {
        String path = text.strip();
        if (!FORM.matcher(path).matches()) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "\"" + text + "\" is no path of elements or attributes",
                    "write it like /ntp/clock-period, //last-change or //@commit-*, with names without prefixes",
                    null);
        }
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        while (at < path.length()) {
            if (path.startsWith("//", at)) {
                pattern.append("(?:/[^/]+)*/");
                at += 2;
            } else if (path.charAt(at) == '*') {
                pattern.append("[^/@]*");
                at++;
            } else {
                pattern.append(Pattern.quote(path.substring(at, at + 1)));
                at++;
            }
        }
        return new PathRule(path, path.contains("@"), Pattern.compile(pattern.toString()));
    }

    /** Whether this is at that path: {@code /interfaces/interface}, or {@code /configuration/@commit-user}. */
    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
