package dev.parley.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a rule says, from {@code rules.txt}: a line {@code == id} begins a rule, every other line is {@code key: text}.
 *
 * @param kept what holds where it is kept
 * @param broken what holds where it is broken
 * @param source where it is written
 * @param fix what to do about a breach
 */
record RuleTexts(String kept, String broken, String source, String fix) {
    private static final String FILE = "rules.txt";
    private static final String BEGINNING = "== ";

    /** Read when the first text is asked for. */
    private static final class Book {
        private static final Map<String, Map<String, String>> RULES = read();
    }

    /** The texts of that rule. */
    static RuleTexts of(Rule rule) {
        return new RuleTexts(text(rule, "kept"), text(rule, "broken"), text(rule, "source"), text(rule, "fix"));
    }

    private static String text(Rule rule, String key) {
        String text = Book.RULES.getOrDefault(rule.id(), Map.of()).get(key);
        if (text == null) {
            throw new IllegalStateException(FILE + " does not say \"" + key + "\" of " + rule.id());
        }
        return text;
    }

    private static Map<String, Map<String, String>> read() {
        Map<String, Map<String, String>> rules = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(RuleTexts.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, String> texts = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(BEGINNING)) {
                    texts = new HashMap<>();
                    rules.put(line.substring(BEGINNING.length()), texts);
                } else if (line.contains(": ") && !line.startsWith("#")) {
                    int colon = line.indexOf(": ");
                    texts.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return rules;
    }
}
