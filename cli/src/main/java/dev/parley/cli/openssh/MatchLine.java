package dev.parley.cli.openssh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Decides which {@code Match} lines hold. Those that would run a program, or ask for something that is not known here, are
 * errors: what stands below them may be the one thing that keeps a connection from going the wrong way.
 */
final class MatchLine {
    private final OpenSshHost host;
    private final boolean last;
    private boolean asksForFinalPass;

    MatchLine(OpenSshHost host, boolean last) {
        this.host = host;
        this.last = last;
    }

    boolean asksForFinalPass() {
        return asksForFinalPass;
    }

    /** Whether all of its conditions hold; those behind the first that does not are left alone. */
    boolean holds(ConfigLine line) {
        List<String> words = new ArrayList<>();
        line.words().forEach(word -> words.addAll(Arrays.asList(word.split("=", 2))));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).toLowerCase(Locale.ROOT);
            boolean not = word.startsWith("!");
            String condition = not ? word.substring(1) : word;
            boolean holds = switch (condition) {
                case "all" -> true;
                case "canonical" -> last;
                case "final" -> {
                    asksForFinalPass = true;
                    yield last;
                }
                case "host" -> matches(line, words, ++i, host.hostName().toLowerCase(Locale.ROOT));
                case "originalhost" -> matches(line, words, ++i, host.original());
                case "user" -> matches(line, words, ++i, host.user());
                case "localuser" -> matches(line, words, ++i, host.localUser());
                default -> throw line.wrong(condition + " is not supported");
            };
            if (holds == not) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(ConfigLine line, List<String> words, int at, String value) {
        if (at >= words.size()) {
            throw line.wrong(words.get(at - 1) + " has no value");
        }
        return Patterns.match(value, Arrays.asList(words.get(at).split(",")));
    }
}
