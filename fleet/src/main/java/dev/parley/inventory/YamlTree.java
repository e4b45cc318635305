package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** Reads YAML. */
final class YamlTree {
    /** Whoever refers to a part again and again makes a small file large. */
    private static final int MOST_NODES = 2_000_000;

    private static final int DEEPEST = 60;
    private static final String VAULT = "!vault";

    private final Path file;
    private final List<Mistake> mistakes;
    private int nodes;

    private YamlTree(Path file, List<Mistake> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /** What a text says; nothing, and a mistake, if it is not YAML. */
    static Tree read(Path file, String text, List<Mistake> mistakes) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        YamlTree tree = new YamlTree(file, mistakes);
        try {
            Composer composer = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            Optional<Node> root = composer.getSingleNode();
            return root.isPresent() ? tree.of(root.get(), 0) : new Tree.Nothing(Place.in(file));
        } catch (MarkedYamlEngineException e) {
            return tree.notYaml(
                    e.getProblemMark().map(tree::place).orElse(Place.in(file)), String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            return tree.notYaml(Place.in(file), String.valueOf(e.getMessage()));
        }
    }

    private Tree notYaml(Place where, String what) {
        mistakes.add(new Mistake(where, what, "it is YAML: indent with spaces, and put a space behind each colon"));
        return new Tree.Nothing(where);
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Place place(Node node) {
        return node.getStartMark().map(this::place).orElse(Place.in(file));
    }

    private Tree of(Node node, int depth) {
        Place at = place(node);
        if (++nodes == MOST_NODES || depth > DEEPEST) {
            mistakes.add(new Mistake(
                    at,
                    depth > DEEPEST ? "this is nested too deeply" : "this is too much",
                    "write it out where it refers to other parts again and again"));
        }
        if (nodes >= MOST_NODES || depth > DEEPEST || node.getTag().equals(Tag.NULL)) {
            return new Tree.Nothing(at);
        }
        if (node instanceof ScalarNode scalar) {
            return new Tree.Text(scalar.getValue(), node.getTag().getValue().equals(VAULT), at);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(of(item, depth + 1)));
            return new Tree.Listing(items, at);
        }
        List<Tree.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                entries.add(new Tree.Entry(key.getValue(), place(key), of(tuple.getValueNode(), depth + 1)));
            } else {
                mistakes.add(new Mistake(place(tuple.getKeyNode()), "a name is a single word here", null));
            }
        }
        return new Tree.Mapping(entries, at);
    }
}
