package dev.parley.simulator.yang;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The modules of a simulated device, in order, with their texts. Immutable. */
public final class YangModules {
    private static final YangModules NONE = new YangModules(List.of());

    private final List<YangModule> modules;

    /** Found out once on demand; threads that race find the same. */
    private volatile @Nullable String contentId;

    private YangModules(List<YangModule> modules) {
        this.modules = List.copyOf(modules);
    }

    /** No modules. */
    public static YangModules none() {
        return NONE;
    }

    /**
     * Modules and submodules with these texts, implemented.
     *
     * @throws IllegalArgumentException if one of them does not begin as a module does
     */
    public static YangModules of(String... texts) {
        return NONE.and(Arrays.stream(texts).map(YangModule::parse));
    }

    /** A small family: a module with two submodules, one with the types that it imports, and one in YANG 1.1. */
    public static YangModules sample() {
        return NONE.and(SampleModules.TEXTS.stream().map(YangModule::parse))
                .importOnly("example-types")
                .withFeatures("example-chassis", "fans");
    }

    /**
     * And so many made-up modules, {@code generated-0001} and on.
     *
     * @param count how many
     * @param characters how long each is at least; of a hundred characters three are quotation marks
     */
    public YangModules withGenerated(int count, int characters) {
        return and(Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(number -> YangModule.parse(SampleModules.generated(number, characters))));
    }

    /** And a module or submodule with that text. */
    public YangModules with(String text) {
        return and(Stream.of(YangModule.parse(text)));
    }

    /** And a module that the device announces, and does not give to anybody. */
    public YangModules withAnnounced(String name, String revision, String namespace) {
        return and(Stream.of(YangModule.announced(name, revision, namespace)));
    }

    /** The same, but the module of that name is only imported from. */
    public YangModules importOnly(String name) {
        return changed(name, module -> module.with(YangModule.Use.IMPORT));
    }

    /** The same, but with these features of the module of that name. */
    public YangModules withFeatures(String name, String... features) {
        return changed(name, module -> module.withFeatures(List.of(features)));
    }

    /** The same, but these modules say how the device departs from the module of that name. */
    public YangModules withDeviations(String name, String... deviations) {
        return changed(name, module -> module.withDeviations(List.of(deviations)));
    }

    private YangModules and(Stream<YangModule> more) {
        return new YangModules(Stream.concat(modules.stream(), more).toList());
    }

    private YangModules changed(String name, UnaryOperator<YangModule> change) {
        List<YangModule> changed = new ArrayList<>(modules);
        changed.replaceAll(module -> module.name().equals(name) ? change.apply(module) : module);
        if (changed.equals(modules)) {
            throw new IllegalArgumentException("there is no module " + name + " that this would change");
        }
        return new YangModules(changed);
    }

    /** All of them, in order. */
    public List<YangModule> all() {
        return modules;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return modules.isEmpty();
    }

    /** Those of that name, in every revision. */
    public List<YangModule> named(String name) {
        return modules.stream().filter(module -> module.name().equals(name)).toList();
    }

    /** A name for this set: another one as soon as a module is another. */
    public String contentId() {
        String known = contentId;
        if (known == null) {
            known = digest();
            contentId = known;
        }
        return known;
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (YangModule module : modules) {
                digest.update(module.toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What a hello says of them: the implemented modules in YANG 1 (RFC 6020 section 5.6.4, RFC 7950 section 5.6.4). */
    public List<String> capabilities() {
        return modules.stream()
                .filter(module -> !module.isSubmodule() && module.use() == YangModule.Use.IMPLEMENT)
                .filter(module -> module.header().yangVersion().equals("1"))
                .map(YangModules::capability)
                .toList();
    }

    private static String capability(YangModule module) {
        StringBuilder uri = new StringBuilder(module.header().namespace())
                .append("?module=")
                .append(module.name());
        parameter(uri, "revision", module.revision());
        parameter(uri, "features", String.join(",", module.features()));
        parameter(uri, "deviations", String.join(",", module.deviations()));
        return uri.toString();
    }

    private static void parameter(StringBuilder uri, String name, String value) {
        if (!value.isEmpty()) {
            uri.append('&').append(name).append('=').append(value);
        }
    }
}
