package dev.parley.monitoring;

import dev.parley.monitoring.YangHeader.Kind;
import dev.parley.monitoring.YangLibrary.Conformance;
import dev.parley.monitoring.YangLibrary.Module;
import dev.parley.monitoring.YangLibrary.Submodule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every module and submodule that a device tells of, wherever it does so, each once: what there is to download.
 *
 * @param entries ordered by name, then by revision
 */
public record SchemaCatalog(List<Entry> entries) {
    public SchemaCatalog {
        entries = List.copyOf(entries);
    }

    /**
     * A module or submodule in one revision.
     *
     * @param name its name
     * @param revision its revision; empty where it has none, or the device does not say
     * @param kind whether it is a module or a part of one
     * @param namespace its namespace; empty where the device does not say
     * @param module the module that it is a part of; empty for a module
     * @param conformance what the device does with it, or null where it does not say
     */
    public record Entry(
            String name,
            String revision,
            Kind kind,
            String namespace,
            String module,
            @Nullable Conformance conformance) {

        /** {@code name@revision}, or the name alone. */
        public String label() {
            return revision.isEmpty() ? name : name + "@" + revision;
        }

        /** The request for its text. */
        public GetSchema get() {
            GetSchema any = GetSchema.of(name);
            return revision.isEmpty() ? any : any.version(revision);
        }
    }

    /**
     * Puts together what a device tells.
     *
     * @param libraries its library, its hello, or both
     * @param state its list of schemas, or null where it has none
     */
    public static SchemaCatalog of(List<YangLibrary> libraries, @Nullable NetconfState state) {
        Collected collected = new Collected();
        for (YangLibrary library : libraries) {
            library.modules().forEach(collected::add);
        }
        if (state != null) {
            state.schemas().stream()
                    .filter(schema ->
                            schema.format().isEmpty() || schema.format().equals("yang"))
                    .forEach(schema -> collected.add(new Entry(
                            schema.identifier(), schema.version(), Kind.MODULE, schema.namespace(), "", null)));
        }
        return new SchemaCatalog(collected.entries());
    }

    /** Entries by name. Who tells of a revision is believed before who does not; who tells first, before who tells later. */
    private static final class Collected {
        private final Map<String, List<Entry>> byName = new TreeMap<>();

        void add(Module module) {
            add(new Entry(module.name(), module.revision(), Kind.MODULE, module.namespace(), "", module.conformance()));
            for (Submodule part : module.submodules()) {
                add(new Entry(
                        part.name(),
                        part.revision(),
                        Kind.SUBMODULE,
                        module.namespace(),
                        module.name(),
                        module.conformance()));
            }
            for (String deviation : module.deviations()) {
                add(new Entry(deviation, "", Kind.MODULE, "", "", null));
            }
        }

        void add(Entry entry) {
            if (entry.name().isEmpty()) {
                return;
            }
            List<Entry> known = byName.computeIfAbsent(entry.name(), name -> new ArrayList<>());
            for (Entry other : known) {
                if (other.revision().equals(entry.revision())
                        || entry.revision().isEmpty()) {
                    return;
                }
            }
            known.stream()
                    .filter(other -> other.revision().isEmpty())
                    .findFirst()
                    .ifPresentOrElse(
                            vague -> known.set(known.indexOf(vague), refined(vague, entry)), () -> known.add(entry));
        }

        private static Entry refined(Entry vague, Entry entry) {
            return new Entry(
                    vague.name(),
                    entry.revision(),
                    vague.module().isEmpty() ? entry.kind() : vague.kind(),
                    vague.namespace().isEmpty() ? entry.namespace() : vague.namespace(),
                    vague.module().isEmpty() ? entry.module() : vague.module(),
                    vague.conformance() == null ? entry.conformance() : vague.conformance());
        }

        List<Entry> entries() {
            List<Entry> entries = new ArrayList<>();
            byName.values().forEach(entries::addAll);
            entries.sort(Comparator.comparing(Entry::name).thenComparing(Entry::revision));
            return entries;
        }
    }
}
