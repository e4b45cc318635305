package dev.parley.monitoring;

import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.message.ServerHello;
import dev.parley.monitoring.YangLibrary.Conformance;
import dev.parley.monitoring.YangLibrary.DatastoreSchema;
import dev.parley.monitoring.YangLibrary.Module;
import dev.parley.monitoring.YangLibrary.ModuleSet;
import dev.parley.monitoring.YangLibrary.Origin;
import dev.parley.monitoring.YangLibrary.Schema;
import dev.parley.monitoring.YangLibrary.Submodule;
import dev.parley.operation.Operation;
import dev.parley.operation.Requirement;
import dev.parley.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The modules that a device implements, in one of the two forms that there are: a {@code get} with a filter for {@code
 * yang-library} (RFC 8525) or {@code modules-state} (RFC 7895). Which a device has, its hello tells; see {@link #of}.
 *
 * @param form which form is asked for
 */
public record GetYangLibrary(Form form) implements Operation<YangLibrary> {

    /** The forms of the library. */
    public enum Form {
        /** {@code yang-library}. */
        RFC_8525("yang-library", Capability.YANG_LIBRARY_1_1),
        /** {@code modules-state}. */
        RFC_7895("modules-state", Capability.YANG_LIBRARY_1_0);

        private final String container;
        private final Requirement requirement;

        Form(String container, String capability) {
            this.container = container;
            this.requirement = Requirement.capability(capability, container);
        }
    }

    /** What to ask a device with that hello; empty if it has no library, and {@link YangLibrary#of} tells all there is. */
    public static Optional<GetYangLibrary> of(ServerHello hello) {
        return Stream.of(Form.values())
                .filter(form -> form.requirement.isMetBy(hello))
                .findFirst()
                .map(GetYangLibrary::new);
    }

    @Override
    public String name() {
        return "get";
    }

    @Override
    public void writeTo(XmlWriter out) {
        StateReading.begin(out)
                .start(Namespaces.YANG_LIBRARY, form.container)
                .end()
                .end()
                .end();
    }

    @Override
    public YangLibrary read(Reply reply) {
        Element library = StateReading.find(reply, this, form.container);
        return form == Form.RFC_8525 ? library(library) : modulesState(library);
    }

    private static YangLibrary library(Element library) {
        return new YangLibrary(
                Origin.RFC_8525,
                library.leaf("content-id"),
                library.all("module-set").stream().map(GetYangLibrary::set).toList(),
                library.all("schema").stream()
                        .map(schema -> new Schema(schema.leaf("name"), schema.leaves("module-set")))
                        .toList(),
                library.all("datastore").stream()
                        .map(datastore -> new DatastoreSchema(datastore.identity("name"), datastore.leaf("schema")))
                        .toList());
    }

    private static ModuleSet set(Element set) {
        List<Module> modules = new ArrayList<>();
        set.all("module").forEach(module -> modules.add(newModule(module, Conformance.IMPLEMENT)));
        set.all("import-only-module").forEach(module -> modules.add(newModule(module, Conformance.IMPORT)));
        return new ModuleSet(set.leaf("name"), modules);
    }

    private static Module newModule(Element module, Conformance conformance) {
        return module(module, conformance, module.leaves("deviation"), "location");
    }

    private static YangLibrary modulesState(Element state) {
        List<Module> modules = state.all("module").stream()
                .map(module -> module(
                        module,
                        module.identity("conformance-type").equals("import")
                                ? Conformance.IMPORT
                                : Conformance.IMPLEMENT,
                        module.all("deviation").stream()
                                .map(deviation -> deviation.leaf("name"))
                                .toList(),
                        "schema"))
                .toList();
        return new YangLibrary(
                Origin.RFC_7895,
                state.leaf("module-set-id"),
                List.of(new ModuleSet("", modules)),
                List.of(),
                List.of());
    }

    /** A module in either form; in the older one a location is called {@code schema}. */
    private static Module module(Element module, Conformance conformance, List<String> deviations, String location) {
        return new Module(
                module.leaf("name"),
                module.leaf("revision"),
                module.leaf("namespace"),
                conformance,
                module.leaves("feature"),
                deviations,
                module.leaves(location),
                module.all("submodule").stream()
                        .map(part -> new Submodule(part.leaf("name"), part.leaf("revision"), part.leaves(location)))
                        .toList());
    }

    @Override
    public boolean returnsData() {
        return true;
    }

    @Override
    public List<Requirement> requires() {
        return List.of(form.requirement);
    }
}
