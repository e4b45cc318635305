package dev.parley.simulator.yang;

import dev.parley.monitoring.YangHeader;
import java.util.List;
import java.util.Optional;

/**
 * One module or submodule of a simulated device. Immutable.
 *
 * @param header what its text says of it
 * @param text the text, which {@code get-schema} gives out; empty for one that the device announces and does not give
 * @param use what the device does with it
 * @param features the features that the device has
 * @param deviations the modules that say how the device departs from this one
 */
public record YangModule(
        YangHeader header, Optional<String> text, Use use, List<String> features, List<String> deviations) {

    /** What a device does with a module. */
    public enum Use {
        /** It implements the module's data. */
        IMPLEMENT,
        /** It takes types from it, and no more. */
        IMPORT
    }

    /** Copies the lists. */
    public YangModule {
        features = List.copyOf(features);
        deviations = List.copyOf(deviations);
    }

    /** An implemented module of that text. */
    static YangModule parse(String text) {
        YangHeader header = YangHeader.of(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no YANG module: " + text.strip().lines().findFirst().orElse("")));
        return new YangModule(header, Optional.of(text), Use.IMPLEMENT, List.of(), List.of());
    }

    /** An implemented module that is announced and not given. */
    static YangModule announced(String name, String revision, String namespace) {
        YangHeader header =
                new YangHeader(YangHeader.Kind.MODULE, name, "1", namespace, "", revision, List.of(), List.of());
        return new YangModule(header, Optional.empty(), Use.IMPLEMENT, List.of(), List.of());
    }

    /** Its name. */
    public String name() {
        return header.name();
    }

    /** Its revision, or empty. */
    public String revision() {
        return header.revision();
    }

    /** Whether it is a part of another. */
    public boolean isSubmodule() {
        return header.kind() == YangHeader.Kind.SUBMODULE;
    }

    YangModule with(Use other) {
        return new YangModule(header, text, other, features, deviations);
    }

    YangModule withFeatures(List<String> names) {
        return new YangModule(header, text, use, names, deviations);
    }

    YangModule withDeviations(List<String> names) {
        return new YangModule(header, text, use, features, names);
    }
}
