package dev.parley.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON. */
final class JsonTree {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final Path file;

    private JsonTree(Path file) {
        this.file = file;
    }

    /** What a text says; nothing, and a mistake, if it is not JSON. */
    static Tree read(Path file, String text, List<Mistake> mistakes) {
        JsonTree tree = new JsonTree(file);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            Tree root = first == null ? new Tree.Nothing(Place.in(file)) : tree.of(parser);
            if (parser.nextToken() != null) {
                mistakes.add(new Mistake(
                        tree.place(parser.currentTokenLocation()), "there is more behind the end of the JSON", null));
            }
            return root;
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            mistakes.add(new Mistake(
                    where == null ? Place.in(file) : tree.place(where), "not JSON: " + e.getOriginalMessage(), null));
            return new Tree.Nothing(Place.in(file));
        }
    }

    private Place place(TokenStreamLocation location) {
        return new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private Tree of(JsonParser parser) {
        Place at = place(parser.currentTokenLocation());
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                List<Tree.Entry> entries = new ArrayList<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    Place named = place(parser.currentTokenLocation());
                    parser.nextToken();
                    entries.add(new Tree.Entry(name, named, of(parser)));
                }
                yield new Tree.Mapping(entries, at);
            }
            case START_ARRAY -> {
                List<Tree> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(of(parser));
                }
                yield new Tree.Listing(items, at);
            }
            case VALUE_NULL -> new Tree.Nothing(at);
            default -> new Tree.Text(parser.getString(), false, at);
        };
    }
}
