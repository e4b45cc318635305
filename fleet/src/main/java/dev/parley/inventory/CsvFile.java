package dev.parley.inventory;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an inventory in CSV: a line of headings, of which {@code name} is one and the others are fields, {@code groups},
 * {@code tags} (several with spaces or semicolons between them) and variables as {@code vars.site}; then a line for each device.
 */
final class CsvFile {
    private static final String NAME = "name";
    private static final String VARIABLE = "vars.";
    private static final Set<String> OTHERS = Set.of(NAME, "groups", "tags");

    /** Where the library tells the line. */
    private static final Pattern STARTING = Pattern.compile(" \\(record starting at line (\\d{1,9})\\)");

    private final Path file;
    private final Draft draft;
    private List<String> headings = List.of();

    private CsvFile(Path file, Draft draft) {
        this.file = file;
        this.draft = draft;
    }

    /** Reads it. */
    static void read(Path file, String text, Draft draft) {
        CsvFile csv = new CsvFile(file, draft);
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .fieldSeparator(separator(text))
                .commentStrategy(CommentStrategy.SKIP)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord each : records) {
                csv.take(each);
            }
        } catch (CsvParseException e) {
            String why = String.valueOf(e.getMessage());
            Matcher line = STARTING.matcher(why);
            draft.mistake(
                    line.find() ? new Place(file, Integer.parseInt(line.group(1)), 0) : Place.in(file),
                    "not CSV: " + line.replaceFirst(""),
                    "put values with quotes or commas into quotes, and double the quotes in them");
            return;
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be read", e);
        }
        if (csv.headings.isEmpty()) {
            draft.mistake(Place.in(file), "there is no line of headings", "begin with one: name,url,groups");
        }
    }

    /** Spreadsheets of some countries write semicolons, and copying from one gives tabs. */
    private static char separator(String text) {
        String first = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        return first.contains(",") ? ',' : first.contains(";") ? ';' : first.contains("\t") ? '\t' : ',';
    }

    private Place place(CsvRecord at) {
        return new Place(file, Math.toIntExact(at.getStartingLineNumber()), 0);
    }

    private void take(CsvRecord record) {
        List<String> cells = record.getFields().stream().map(String::strip).toList();
        if (cells.stream().allMatch(String::isEmpty)) {
            return;
        }
        if (headings.isEmpty()) {
            headings = cells;
            checkHeadings(place(record));
        } else {
            device(cells, place(record));
        }
    }

    private void checkHeadings(Place at) {
        Set<String> seen = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>(draft.fields());
        known.addAll(OTHERS);
        for (String heading : headings) {
            if (!seen.add(heading)) {
                draft.mistake(at, "the heading \"" + heading + "\" stands here for the second time", null);
            } else if (!known.contains(heading) && !isVariable(heading)) {
                draft.mistake(
                        at,
                        "\"" + heading + "\" is not a field of a device",
                        SecretWords.isSecretName(heading)
                                ? "secrets do not belong in an inventory; name files of them: password-file"
                                : Suggestion.closest(heading, known)
                                        .map(close -> "did you mean \"" + close + "\"?")
                                        .orElse("what --where is to ask for is a variable: " + VARIABLE + heading));
            }
        }
        if (!headings.contains(NAME)) {
            draft.mistake(at, "there is no column of names", "give one the heading name");
        }
    }

    private static boolean isVariable(String heading) {
        return heading.startsWith(VARIABLE) && heading.length() > VARIABLE.length();
    }

    private void device(List<String> cells, Place at) {
        int column = headings.indexOf(NAME);
        String name = column >= 0 && column < cells.size() ? cells.get(column) : "";
        if (name.isEmpty()) {
            if (column >= 0) {
                draft.mistake(at, "this device has no name", "fill in the column name");
            }
            return;
        }
        if (cells.size() != headings.size()) {
            draft.mistake(
                    at,
                    name + " has " + cells.size() + " values, and there are " + headings.size() + " headings",
                    "put values with commas into quotes");
            return;
        }
        Draft.Host host = draft.newHost(name, at);
        String what = "device " + name;
        for (int i = 0; i < cells.size(); i++) {
            String heading = headings.get(i);
            String cell = cells.get(i);
            if (cell.isEmpty()) {
                continue;
            }
            if (heading.equals("tags")) {
                host.tags.addAll(words(cell));
            } else if (heading.equals("groups")) {
                words(cell).forEach(group -> {
                    draft.group(group, at);
                    host.groups.put(group, at);
                });
            } else if (isVariable(heading)) {
                draft.variable(host, what, Setting.of(heading.substring(VARIABLE.length()), cell, at));
            } else if (draft.fields().contains(heading)) {
                draft.setting(host, what, Setting.of(heading, cell, at));
            }
        }
    }

    private static List<String> words(String cell) {
        return new ArrayList<>(Arrays.stream(cell.split("[;,\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList());
    }
}
