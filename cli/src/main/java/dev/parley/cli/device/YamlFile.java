package dev.parley.cli.device;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A YAML file whose values are read one by one, so that whatever is wrong with one is reported with its line and column.
 *
 * @param path the file
 * @param root what is in it, or null if it is empty
 */
record YamlFile(Path path, @Nullable Node root) {

    /**
     * Reads a file.
     *
     * @throws InputException if it cannot be read, or is not YAML
     */
    static YamlFile read(Path path) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read " + path + ": " + FileTrouble.words(e), null, e);
        }
        LoadSettings settings = LoadSettings.builder().setLabel(path.toString()).build();
        try {
            Composer composer = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            return new YamlFile(path, composer.getSingleNode().orElse(null));
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark().map(YamlFile::position).orElse("");
            throw notYaml(path + where + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw notYaml(path + ": " + e.getMessage(), e);
        }
    }

    private static InputException notYaml(String what, Exception cause) {
        return new InputException(
                Reason.BAD_SETTING, what, "it is YAML: indent with spaces, and put a space behind each colon", cause);
    }

    private static String position(Mark mark) {
        return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The error that something is wrong at that place. */
    InputException wrong(Node at, String what, @Nullable String advice) {
        String where = at.getStartMark().map(YamlFile::position).orElse("");
        return new InputException(Reason.BAD_SETTING, path + where + ": " + what, advice, null);
    }

    /** A mapping with these keys and no others. A key without a value is as good as none. */
    Map<String, Node> fields(Node node, String what, Set<String> known) {
        Map<String, Node> fields = entries(node, what);
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (!known.contains(name)) {
                throw wrong(
                        tuple.getKeyNode(),
                        "\"" + name + "\" is not a field of " + what,
                        Suggestion.closest(name, known)
                                .map(close -> "did you mean \"" + close + "\"?")
                                .orElse("known are " + String.join(", ", known)));
            }
        }
        fields.values().removeIf(value -> value.getTag().equals(Tag.NULL));
        return fields;
    }

    /** A mapping with any keys. */
    Map<String, Node> entries(Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, what + " must be a mapping of names to values", null);
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw wrong(tuple.getKeyNode(), "a name is a single word here", null);
            }
            if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
                throw wrong(key, "\"" + key.getValue() + "\" stands here for the second time", null);
            }
        }
        return entries;
    }

    String text(Node node, String field) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(node, field + " must be a single value", null);
    }

    List<String> texts(Node node, String field) {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(text(node, field));
        }
        List<String> texts = new ArrayList<>();
        sequence.getValue().forEach(item -> texts.add(text(item, field)));
        return texts;
    }

    boolean flag(Node node, String field) {
        return switch (text(node, field)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(node, field + " must be true or false", null);
        };
    }

    Duration limit(Node node, String field) {
        return checked(node, field, Durations::parseLimit);
    }

    /** A path; relative ones start at the file's own folder, and {@code ~} is the home. */
    Path file(Node node, String field) {
        return file(text(node, field));
    }

    /** One path or several. */
    List<Path> files(Node node, String field) {
        return texts(node, field).stream().map(this::file).toList();
    }

    private Path file(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(1));
        }
        Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
        return folder.resolve(text);
    }

    /** Lets something else read each of one or more values, so that what it finds wrong is known before it is needed. */
    void checkAll(Node node, String field, Function<String, ?> read) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> checked(item, field, read));
        } else {
            checked(node, field, read);
        }
    }

    /** A value that something else reads; what that finds wrong is reported with the place. */
    <T> T checked(Node node, String field, Function<String, T> read) {
        try {
            return read.apply(text(node, field));
        } catch (InputException e) {
            throw wrong(node, field + ": " + e.getMessage(), e.advice().orElse(null));
        }
    }
}
