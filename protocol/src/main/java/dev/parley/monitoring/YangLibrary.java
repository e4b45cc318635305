package dev.parley.monitoring;

import dev.parley.message.Capabilities;
import dev.parley.message.Capability;
import dev.parley.message.ServerHello;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The modules that a device implements, however it tells of them: as a {@code yang-library} (RFC 8525), as {@code
 * modules-state} (RFC 7895), or in its hello (RFC 6020 section 5.6.4).
 *
 * @param origin where this was read
 * @param contentId changes with the modules: {@code content-id}, {@code module-set-id}; empty for a hello's
 * @param moduleSets the modules in their sets; one without a name but for RFC 8525
 * @param schemas which sets make up a schema; empty but for RFC 8525
 * @param datastores which schema a datastore has; empty but for RFC 8525
 */
public record YangLibrary(
        Origin origin,
        String contentId,
        List<ModuleSet> moduleSets,
        List<Schema> schemas,
        List<DatastoreSchema> datastores) {

    /** How a device tells of its modules. */
    public enum Origin {
        /** {@code yang-library} (RFC 8525). */
        RFC_8525,
        /** {@code modules-state} (RFC 7895). */
        RFC_7895,
        /** Capabilities with the parameter {@code module}. */
        HELLO
    }

    /** What a device does with a module. */
    public enum Conformance {
        /** It implements what the module defines. */
        IMPLEMENT,
        /** Other modules take definitions from it. */
        IMPORT
    }

    public YangLibrary {
        moduleSets = List.copyOf(moduleSets);
        schemas = List.copyOf(schemas);
        datastores = List.copyOf(datastores);
    }

    /**
     * Modules that belong together.
     *
     * @param name the set's name
     * @param modules what is in it
     */
    public record ModuleSet(String name, List<Module> modules) {
        public ModuleSet {
            modules = List.copyOf(modules);
        }
    }

    /**
     * A module.
     *
     * @param name its name
     * @param revision its revision; empty where it has none, or the device does not say
     * @param namespace its namespace
     * @param conformance what the device does with it
     * @param features the features that the device has
     * @param deviations the modules that tell how the device departs from this one
     * @param locations URLs where to get it, beside get-schema
     * @param submodules its parts
     */
    public record Module(
            String name,
            String revision,
            String namespace,
            Conformance conformance,
            List<String> features,
            List<String> deviations,
            List<String> locations,
            List<Submodule> submodules) {
        public Module {
            features = List.copyOf(features);
            deviations = List.copyOf(deviations);
            locations = List.copyOf(locations);
            submodules = List.copyOf(submodules);
        }
    }

    /**
     * A part of a module.
     *
     * @param name its name
     * @param revision its revision; empty where it has none
     * @param locations URLs where to get it, beside get-schema
     */
    public record Submodule(String name, String revision, List<String> locations) {
        public Submodule {
            locations = List.copyOf(locations);
        }
    }

    /**
     * A schema: all that is in some sets of modules.
     *
     * @param name its name
     * @param moduleSets the names of the sets
     */
    public record Schema(String name, List<String> moduleSets) {
        public Schema {
            moduleSets = List.copyOf(moduleSets);
        }
    }

    /**
     * The schema of a datastore.
     *
     * @param name the datastore's name without prefix: {@code running}
     * @param schema the schema's name
     */
    public record DatastoreSchema(String name, String schema) {}

    /** All modules of all sets, each once. */
    public List<Module> modules() {
        Set<Module> modules = new LinkedHashSet<>();
        moduleSets.forEach(set -> modules.addAll(set.modules()));
        return List.copyOf(modules);
    }

    /**
     * The modules that a hello announces. Of a device with modules in YANG 1.1 these are not all (RFC 7950 section 5.6.4).
     */
    public static YangLibrary of(ServerHello hello) {
        Capabilities capabilities = hello.capabilities();
        List<Module> modules = new ArrayList<>();
        for (Capability capability : capabilities) {
            Map<String, String> parameters = capability.parameters();
            String name = parameters.getOrDefault("module", "");
            if (!name.isBlank()) {
                modules.add(new Module(
                        name.strip(),
                        parameters.getOrDefault("revision", "").strip(),
                        capability.name(),
                        Conformance.IMPLEMENT,
                        list(parameters.getOrDefault("features", "")),
                        list(parameters.getOrDefault("deviations", "")),
                        List.of(),
                        List.of()));
            }
        }
        return new YangLibrary(Origin.HELLO, "", List.of(new ModuleSet("", modules)), List.of(), List.of());
    }

    private static List<String> list(String parameter) {
        return Arrays.stream(parameter.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
