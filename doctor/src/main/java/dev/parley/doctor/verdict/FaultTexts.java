package dev.parley.doctor.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each fault means and what to do about it, from {@code faults.txt}: a line {@code == name} begins a fault, every other
 * line is {@code key: text}. {@code title} and {@code means} are there once; every other key is the place of a remedy.
 *
 * @param title what it is, in a few words
 * @param meaning what it means
 * @param remedies what to do about it
 */
record FaultTexts(String title, String meaning, List<Remedy> remedies) {
    private static final String FILE = "faults.txt";

    /** Read when the first text is asked for. */
    private static final class Book {
        private static final Map<Fault, FaultTexts> TEXTS = read();
    }

    /** The texts of that fault. */
    static FaultTexts of(Fault fault) {
        FaultTexts texts = Book.TEXTS.get(fault);
        if (texts == null) {
            throw new IllegalStateException(FILE + " has nothing about " + fault.code());
        }
        return texts;
    }

    private static Map<Fault, FaultTexts> read() {
        Map<Fault, FaultTexts> texts = new EnumMap<>(Fault.class);
        for (String part : content().split("(?m)^== ", -1)) {
            if (part.isBlank() || part.startsWith("#")) {
                continue;
            }
            List<String> lines = part.lines().filter(line -> !line.isBlank()).toList();
            Fault fault =
                    Fault.valueOf(lines.get(0).strip().toUpperCase(Locale.ROOT).replace('-', '_'));
            String title = "";
            String meaning = "";
            List<Remedy> remedies = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                int colon = line.indexOf(": ");
                String key = line.substring(0, colon);
                String text = line.substring(colon + 2).strip();
                switch (key) {
                    case "title" -> title = text;
                    case "means" -> meaning = text;
                    default -> remedies.add(new Remedy(key, text));
                }
            }
            texts.put(fault, new FaultTexts(title, meaning, List.copyOf(remedies)));
        }
        return texts;
    }

    private static String content() {
        try (InputStream file = FaultTexts.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing beside " + FaultTexts.class);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
