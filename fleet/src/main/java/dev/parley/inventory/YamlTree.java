package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML, event by event, so that a file costs no more than its length. A part that is referred to is there once, however
 * often that happens; how much it would be written out is bounded all the same, because whoever reads the tree walks it. What
 * {@code <<} takes in stands in the mapping behind what is its own.
 */
final class YamlTree {
    /** How many values may be there by reference only: a hundred thousand devices with twenty each. */
    private static final int MOST_REPEATED = 2_000_000;

    private static final int DEEPEST = 60;
    private static final String VAULT = "!vault";
    private static final String MERGE = "<<";
    /** For which {@code ~} is no value either. */
    private static final ScalarResolver RESOLVER = new CoreScalarResolver(false);

    /**
     * A value as it stands or is referred to.
     *
     * @param size how many values it is, with all in it
     * @param height how many levels are in it
     */
    private record Part(Tree tree, int size, int height) {}

    /** Reading cannot go on behind this. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Mistake mistake;

        Refused(Place where, String what, String advice) {
            super(what);
            this.mistake = new Mistake(where, what, advice);
        }
    }

    private final Path file;
    private final List<Mistake> mistakes;
    private final Parser events;
    private final Map<String, Part> anchored = new HashMap<>();
    private int repeated;

    private YamlTree(Path file, String text, List<Mistake> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** What a text says; nothing, and a mistake, if it is not YAML. */
    static Tree read(Path file, String text, List<Mistake> mistakes) {
        Mistake mistake;
        try {
            return new YamlTree(file, text, mistakes).document();
        } catch (Refused e) {
            mistake = e.mistake;
        } catch (ReaderException e) {
            mistake = new Mistake(
                    placeOf(e.getPosition(), text, file),
                    String.format("the character U+%04X has no place in YAML", e.getCodePoint()),
                    "take it out, or write it as an escape in double quotes");
        } catch (MarkedYamlEngineException e) {
            mistake = new Mistake(
                    e.getProblemMark().map(mark -> place(mark, file)).orElse(Place.in(file)),
                    String.valueOf(e.getProblem()),
                    "it is YAML: indent with spaces, and put a space behind each colon");
        }
        mistakes.add(mistake);
        return new Tree.Nothing(mistake.place());
    }

    private Tree document() {
        events.next();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return new Tree.Nothing(Place.in(file));
        }
        events.next();
        Tree root = part(0).tree();
        events.next();
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            mistakes.add(new Mistake(
                    place(events.peekEvent()), "a second document begins here", "put it into a file of its own"));
        }
        return root;
    }

    private Part part(int depth) {
        Event event = events.next();
        Place at = place(event);
        if (event instanceof AliasEvent alias) {
            return referred(alias.getAlias().getValue(), at, depth);
        }
        checkDepth(depth, at);
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        anchor.ifPresent(name -> anchored.remove(name.getValue()));
        Part part = event instanceof ScalarEvent scalar
                ? new Part(scalar(scalar, at), 1, 0)
                : event.getEventId() == Event.ID.SequenceStart ? listing(at, depth) : mapping(at, depth);
        anchor.ifPresent(name -> anchored.put(name.getValue(), part));
        return part;
    }

    private static void checkDepth(int depth, Place at) {
        if (depth > DEEPEST) {
            throw new Refused(
                    at, "this is nested more than " + DEEPEST + " deep", "an inventory has a few levels only");
        }
    }

    private Part referred(String name, Place at, int depth) {
        Part part = anchored.get(name);
        if (part == null) {
            throw new Refused(
                    at,
                    "*" + name + " refers to nothing",
                    "put &" + name + " in front of a value that ends above this");
        }
        checkDepth(depth + part.height(), at);
        repeated += part.size();
        if (repeated > MOST_REPEATED) {
            throw new Refused(
                    at,
                    "with *" + name + " the file unfolds into more than " + MOST_REPEATED + " values",
                    "say what many devices share in groups or in defaults");
        }
        return part;
    }

    private Tree scalar(ScalarEvent scalar, Place at) {
        Optional<String> tag = scalar.getTag().filter(name -> !name.equals("!"));
        boolean empty = tag.map(Tag.NULL.getValue()::equals)
                .orElseGet(() -> RESOLVER.resolve(
                                scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar())
                        .equals(Tag.NULL));
        return empty
                ? new Tree.Nothing(at)
                : new Tree.Text(scalar.getValue(), tag.filter(VAULT::equals).isPresent(), at);
    }

    private Part listing(Place at, int depth) {
        List<Tree> items = new ArrayList<>();
        int size = 1;
        int height = 0;
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            Part item = part(depth + 1);
            items.add(item.tree());
            size += item.size();
            height = Math.max(height, item.height() + 1);
        }
        events.next();
        return new Part(new Tree.Listing(items, at), size, height);
    }

    private Part mapping(Place at, int depth) {
        List<Tree.Entry> entries = new ArrayList<>();
        Tree merged = null;
        int size = 1;
        int height = 0;
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event named = events.peekEvent();
            Part name = part(depth + 1);
            Part value = part(depth + 1);
            size += name.size() + value.size();
            height = Math.max(height, value.height() + 1);
            String key = key(named, name.tree());
            if (key == null) {
                mistakes.add(new Mistake(place(named), "a name is a single word here", null));
            } else if (!isMerge(named)) {
                entries.add(new Tree.Entry(key, place(named), value.tree()));
            } else if (merged == null) {
                merged = value.tree();
            } else {
                mistakes.add(new Mistake(
                        place(named), "<< stands here for the second time", "name all in one: <<: [*first, *second]"));
            }
        }
        events.next();
        if (merged != null) {
            merge(merged, entries);
        }
        return new Part(new Tree.Mapping(entries, at), size, height);
    }

    private static @Nullable String key(Event named, Tree name) {
        return named instanceof ScalarEvent scalar
                ? scalar.getValue()
                : name instanceof Tree.Text text ? text.text() : null;
    }

    /** In quotes it is a name as any other. */
    private static boolean isMerge(Event named) {
        return named instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals(MERGE);
    }

    /** Of several mappings that say something under one name the first counts, and what is there already before them all. */
    private void merge(Tree from, List<Tree.Entry> into) {
        Set<String> taken = new HashSet<>();
        into.forEach(entry -> taken.add(entry.key()));
        for (Tree each : from instanceof Tree.Listing list ? list.items() : List.of(from)) {
            if (each instanceof Tree.Mapping mapping) {
                mapping.entries().stream()
                        .filter(entry -> taken.add(entry.key()))
                        .forEach(into::add);
            } else {
                mistakes.add(new Mistake(
                        each.place(),
                        "<< takes in what a mapping says, and this is none",
                        "refer to one or several: <<: *name, or <<: [*first, *second]"));
            }
        }
    }

    private Place place(Event event) {
        return event.getStartMark().map(mark -> place(mark, file)).orElse(Place.in(file));
    }

    private static Place place(Mark mark, Path file) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The place of a character, counted as YAML does: in whole ones from 0. */
    private static Place placeOf(int position, String text, Path file) {
        String before = text.substring(0, text.offsetByCodePoints(0, position));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        return new Place(file, lines + 1, before.length() - before.lastIndexOf('\n'));
    }
}
