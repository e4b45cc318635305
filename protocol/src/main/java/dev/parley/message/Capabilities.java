package dev.parley.message;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** What a peer announced that it can do, in the order of its hello. Immutable. */
public final class Capabilities implements Iterable<Capability> {
    /** Lists that are in use, each once; an entry goes when nobody holds its list any more. */
    private static final Map<List<String>, WeakReference<List<String>>> SHARED = new WeakHashMap<>();

    private final List<String> uris;

    private Capabilities(List<String> uris) {
        this.uris = uris;
    }

    /**
     * The capabilities with these URIs. Devices of one kind announce the same ones, often hundreds; however many sessions
     * there are, such a list is held in memory once.
     */
    public static Capabilities of(List<String> uris) {
        List<String> copy = List.copyOf(uris);
        synchronized (SHARED) {
            WeakReference<List<String>> known = SHARED.get(copy);
            List<String> shared = known == null ? null : known.get();
            if (shared == null) {
                SHARED.put(copy, new WeakReference<>(copy));
                shared = copy;
            }
            return new Capabilities(shared);
        }
    }

    /**
     * These, after a change that the device told of (RFC 6470).
     *
     * @param added URIs that are new
     * @param deleted URIs that are gone
     * @param modified URIs that take the place of those with the same name
     */
    public Capabilities changed(List<String> added, List<String> deleted, List<String> modified) {
        Map<String, String> byName = new LinkedHashMap<>();
        modified.forEach(uri -> byName.put(new Capability(uri).name(), uri));
        List<String> now = new ArrayList<>();
        for (String uri : uris) {
            if (!deleted.contains(uri)) {
                String other = byName.remove(new Capability(uri).name());
                now.add(other == null ? uri : other);
            }
        }
        now.addAll(byName.values());
        added.stream().filter(uri -> !now.contains(uri)).forEach(now::add);
        return of(now);
    }

    /** Whether a capability of that name was announced, with whatever parameters. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The first capability of that name. */
    public Optional<Capability> find(String name) {
        for (String uri : uris) {
            if (uri.startsWith(name) && (uri.length() == name.length() || uri.charAt(name.length()) == '?')) {
                return Optional.of(new Capability(uri));
            }
        }
        return Optional.empty();
    }

    /** The items of a comma-separated parameter, such as the schemes of {@code :url}; empty when it is not there. */
    public List<String> list(String name, String parameter) {
        return find(name)
                .map(capability -> capability.parameters().get(parameter))
                .map(value -> {
                    List<String> items = new ArrayList<>();
                    for (String item : value.split(",", -1)) {
                        if (!item.isBlank()) {
                            items.add(item.strip());
                        }
                    }
                    return List.copyOf(items);
                })
                .orElse(List.of());
    }

    /** How many there are. */
    public int size() {
        return uris.size();
    }

    /** The URIs as announced. */
    public List<String> uris() {
        return uris;
    }

    @Override
    public Iterator<Capability> iterator() {
        return uris.stream().map(Capability::new).iterator();
    }

    @Override
    public String toString() {
        return uris.toString();
    }
}
