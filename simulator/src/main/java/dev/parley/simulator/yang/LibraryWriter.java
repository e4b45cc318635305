package dev.parley.simulator.yang;

import dev.parley.message.Namespaces;
import dev.parley.monitoring.YangHeader;
import dev.parley.simulator.datastore.DataNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * How a device tells of its modules: {@code modules-state} (RFC 7895), {@code yang-library} (RFC 8525), and the list of
 * schemas in {@code netconf-state} (RFC 6022 section 2.1.3).
 *
 * @param modules the modules
 */
public record LibraryWriter(YangModules modules) {
    private static final String SET = "all";

    /** {@code modules-state}. */
    public DataNode modulesState() {
        List<DataNode> nodes = new ArrayList<>();
        nodes.add(leaf("module-set-id", modules.contentId()));
        for (YangModule module : modules.all()) {
            if (!module.isSubmodule()) {
                nodes.add(oldModule(module));
            }
        }
        return DataNode.of(name("modules-state"), nodes);
    }

    private DataNode oldModule(YangModule module) {
        List<DataNode> nodes = named(module);
        nodes.add(1, leaf("revision", module.revision()));
        nodes.add(leaf("namespace", module.header().namespace()));
        module.features().forEach(feature -> nodes.add(leaf("feature", feature)));
        for (String deviation : module.deviations()) {
            String revision = modules.named(deviation).stream()
                    .map(YangModule::revision)
                    .findFirst()
                    .orElse("");
            nodes.add(DataNode.of(name("deviation"), leaf("name", deviation), leaf("revision", revision)));
        }
        nodes.add(leaf("conformance-type", module.use() == YangModule.Use.IMPORT ? "import" : "implement"));
        for (YangModule part : parts(module)) {
            nodes.add(DataNode.of(name("submodule"), leaf("name", part.name()), leaf("revision", part.revision())));
        }
        return DataNode.of(name("module"), nodes);
    }

    /** {@code yang-library}: one set of modules, for the datastores of those names. */
    public DataNode yangLibrary(List<String> datastores) {
        List<DataNode> set = new ArrayList<>();
        set.add(leaf("name", SET));
        for (YangModule.Use use : YangModule.Use.values()) {
            for (YangModule module : modules.all()) {
                if (!module.isSubmodule() && module.use() == use) {
                    set.add(newModule(module));
                }
            }
        }
        List<DataNode> nodes = new ArrayList<>();
        nodes.add(DataNode.of(name("module-set"), set));
        nodes.add(DataNode.of(name("schema"), leaf("name", SET), leaf("module-set", SET)));
        for (String datastore : datastores) {
            nodes.add(DataNode.of(name("datastore"), leaf("name", datastore), leaf("schema", SET)));
        }
        nodes.add(leaf("content-id", modules.contentId()));
        return DataNode.of(name("yang-library"), nodes);
    }

    private DataNode newModule(YangModule module) {
        List<DataNode> nodes = named(module);
        revision(module).ifPresent(nodes::add);
        nodes.add(leaf("namespace", module.header().namespace()));
        for (YangModule part : parts(module)) {
            List<DataNode> leaves = named(part);
            revision(part).ifPresent(leaves::add);
            nodes.add(DataNode.of(name("submodule"), leaves));
        }
        if (module.use() == YangModule.Use.IMPORT) {
            return DataNode.of(name("import-only-module"), nodes);
        }
        module.features().forEach(feature -> nodes.add(leaf("feature", feature)));
        module.deviations().forEach(deviation -> nodes.add(leaf("deviation", deviation)));
        return DataNode.of(name("module"), nodes);
    }

    private static List<DataNode> named(YangModule module) {
        return new ArrayList<>(List.of(leaf("name", module.name())));
    }

    /** RFC 8525 leaves out a revision that is not there; RFC 7895 has an empty one. */
    private static Optional<DataNode> revision(YangModule module) {
        return module.revision().isEmpty() ? Optional.empty() : Optional.of(leaf("revision", module.revision()));
    }

    private List<YangModule> parts(YangModule module) {
        return module.header().includes().stream()
                .map(YangHeader.Reference::name)
                .flatMap(included -> modules.named(included).stream())
                .toList();
    }

    /** The list of schemas: everything whose text the device gives out. */
    public DataNode schemas() {
        List<DataNode> entries = new ArrayList<>();
        for (YangModule module : modules.all()) {
            if (module.text().isPresent()) {
                entries.add(DataNode.of(
                        monitoring("schema"),
                        DataNode.leaf(monitoring("identifier"), module.name()),
                        DataNode.leaf(monitoring("version"), module.revision()),
                        DataNode.leaf(monitoring("format"), "yang"),
                        DataNode.leaf(monitoring("namespace"), namespace(module)),
                        DataNode.leaf(monitoring("location"), "NETCONF")));
            }
        }
        return DataNode.of(monitoring("schemas"), entries);
    }

    /** A submodule's is that of its module (RFC 6022 section 3). */
    private String namespace(YangModule module) {
        return module.isSubmodule()
                ? modules.named(module.header().belongsTo()).stream()
                        .map(whole -> whole.header().namespace())
                        .findFirst()
                        .orElse("")
                : module.header().namespace();
    }

    private static DataNode leaf(String name, String text) {
        return DataNode.leaf(name(name), text);
    }

    private static QName name(String local) {
        return new QName(Namespaces.YANG_LIBRARY, local);
    }

    private static QName monitoring(String local) {
        return new QName(Namespaces.MONITORING, local);
    }
}
