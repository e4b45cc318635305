package dev.parley.operation;

import dev.parley.message.Capability;
import dev.parley.message.ServerHello;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Something that a device must have announced before an operation is sent to it (RFC 6241 sections 7 and 8).
 *
 * @param capability the URI that is missing where it is not met
 * @param purpose what needs it: {@code target candidate}
 * @param met whether a device's hello satisfies it
 */
public record Requirement(String capability, String purpose, Predicate<ServerHello> met) {
    /** A capability with whatever parameters. */
    public static Requirement capability(String name, String purpose) {
        return new Requirement(name, purpose, hello -> hello.capabilities().has(name));
    }

    /** One of several capabilities; the first is the one that is named when all are missing. */
    public static Requirement anyOf(List<String> names, String purpose) {
        return new Requirement(names.get(0), purpose, hello -> names.stream().anyMatch(hello.capabilities()::has));
    }

    /** The {@code :url} capability with the scheme of a URL among those it offers (RFC 6241 section 8.8). */
    public static Requirement urlScheme(ConfigUrl url) {
        String scheme = url.scheme();
        return new Requirement(
                Capability.URL + "?scheme=" + scheme,
                "a " + scheme + " URL",
                hello -> hello.capabilities().list(Capability.URL, "scheme").stream()
                        .anyMatch(scheme::equalsIgnoreCase));
    }

    /** The {@code :with-defaults} capability with a mode that it offers (RFC 6243 section 4.3). */
    static Requirement withDefaults(WithDefaults mode) {
        String wanted = mode.wireName();
        return new Requirement(
                Capability.WITH_DEFAULTS + "?also-supported=" + wanted, "with-defaults " + wanted, hello -> {
                    Optional<Capability> offered = hello.capabilities().find(Capability.WITH_DEFAULTS);
                    return offered.isPresent()
                            && (wanted.equals(offered.get().parameters().get("basic-mode"))
                                    || hello.capabilities()
                                            .list(Capability.WITH_DEFAULTS, "also-supported")
                                            .contains(wanted));
                });
    }

    /** What is needed to read a datastore. */
    static Optional<Requirement> toRead(ConfigSource source) {
        if (source instanceof Datastore datastore) {
            return switch (datastore) {
                case RUNNING -> Optional.empty();
                case CANDIDATE -> Optional.of(capability(Capability.CANDIDATE, "datastore candidate"));
                case STARTUP -> Optional.of(capability(Capability.STARTUP, "datastore startup"));
            };
        }
        return source instanceof ConfigUrl url ? Optional.of(urlScheme(url)) : Optional.empty();
    }

    /** What is needed to write to a datastore or file. */
    static Optional<Requirement> toWrite(ConfigTarget target) {
        return target == Datastore.RUNNING
                ? Optional.of(capability(Capability.WRITABLE_RUNNING, "target running"))
                : toRead((ConfigSource) target);
    }

    /** Whether a device with this hello satisfies it. */
    public boolean isMetBy(ServerHello hello) {
        return met.test(hello);
    }
}
