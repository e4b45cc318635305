package dev.parley.cli.device;

import dev.parley.error.InputException;
import dev.parley.inventory.Mistake;
import dev.parley.inventory.Place;
import dev.parley.inventory.Setting;
import dev.parley.ssh.SshFingerprint;
import dev.parley.tls.Fingerprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be said about a device in a file, field by field, and what is wrong with what is said. */
final class DeviceFields {
    /** The fields, in the order in which people are told of them. */
    static final Set<String> NAMES = new LinkedHashSet<>(List.of(
            "url",
            "call-home",
            "cert",
            "key",
            "passphrase-file",
            "ca",
            "crl",
            "pin",
            "server-name",
            "timeout",
            "cleartext",
            "strict",
            "base10",
            "insecure-trust-anyone",
            "insecure-skip-server-name",
            "user",
            "identity",
            "password-file",
            "no-agent",
            "known-hosts",
            "host-key",
            "trust-on-first-use",
            "jump",
            "subsystem",
            "ssh-command",
            "ssh-config",
            "insecure-legacy-algorithms"));

    private final Map<String, Setting> said;
    private final List<Mistake> mistakes;

    private DeviceFields(Map<String, Setting> said, List<Mistake> mistakes) {
        this.said = said;
        this.mistakes = mistakes;
    }

    /** What all that comes to, without what is wrong in it, which is noted. */
    static DeviceSettings read(Map<String, Setting> said, List<Mistake> mistakes) {
        return said.isEmpty() ? DeviceSettings.NONE : new DeviceFields(said, mistakes).settings();
    }

    private DeviceSettings settings() {
        boolean anyone = Boolean.TRUE.equals(flag("insecure-trust-anyone"));
        return new DeviceSettings(
                checkedText("url", DeviceUrl::parse),
                checkedTexts("call-home", Callers::checked),
                tls(anyone),
                ssh(anyone),
                limit("timeout"),
                flag("cleartext"),
                flag("strict"),
                flag("base10"));
    }

    private TlsSettings tls(boolean anyone) {
        return new TlsSettings(
                new IdentitySettings(file("cert"), file("key"), file("passphrase-file")),
                new TrustSettings(
                        fileOr("ca", TrustSettings.SYSTEM),
                        file("crl"),
                        checkedTexts("pin", Fingerprint::parse),
                        anyone),
                text("server-name"),
                flag("insecure-skip-server-name"));
    }

    private SshSettings ssh(boolean anyone) {
        return new SshSettings(
                new SshLoginSettings(
                        text("user"),
                        files("identity"),
                        file("passphrase-file"),
                        file("password-file"),
                        flag("no-agent")),
                new HostKeySettings(
                        files("known-hosts"),
                        checkedTexts("host-key", SshFingerprint::parse),
                        Boolean.TRUE.equals(flag("trust-on-first-use")),
                        anyone),
                checkedTexts("jump", SshRoute::jumps),
                text("subsystem"),
                text("ssh-command"),
                fileOr("ssh-config", SshSettings.NO_CONFIG),
                flag("insecure-legacy-algorithms"));
    }

    private void wrong(Place place, String what, @Nullable String advice) {
        Mistake mistake = new Mistake(place, what, advice);
        // some fields are read for TLS and for SSH
        if (!mistakes.contains(mistake)) {
            mistakes.add(mistake);
        }
    }

    private Setting.@Nullable Value single(String name) {
        Setting setting = said.get(name);
        if (setting == null) {
            return null;
        }
        if (setting.isSingle()) {
            return setting.values().get(0);
        }
        Place place = setting.values().isEmpty()
                ? setting.place()
                : setting.values().get(0).place();
        wrong(place, name + " must be a single value", null);
        return null;
    }

    private @Nullable String text(String name) {
        Setting.Value value = single(name);
        return value == null ? null : value.text();
    }

    private @Nullable Boolean flag(String name) {
        Setting.Value value = single(name);
        if (value == null) {
            return null;
        }
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                wrong(value.place(), name + " must be true or false", null);
                yield null;
            }
        };
    }

    private @Nullable Duration limit(String name) {
        Setting.Value value = single(name);
        return value == null ? null : checked(name, value, Durations::parseLimit);
    }

    private @Nullable Path file(String name) {
        Setting.Value value = single(name);
        return value == null ? null : value.place().resolve(value.text());
    }

    /** A file, or a word in its place. */
    private @Nullable Path fileOr(String name, Path word) {
        Setting.Value value = single(name);
        return value != null && word.toString().equals(value.text()) ? word : file(name);
    }

    private List<Path> files(String name) {
        Setting setting = said.get(name);
        return setting == null
                ? List.of()
                : setting.values().stream()
                        .map(value -> value.place().resolve(value.text()))
                        .toList();
    }

    private @Nullable String checkedText(String name, Function<String, ?> reader) {
        Setting.Value value = single(name);
        return value == null || checked(name, value, reader) == null ? null : value.text();
    }

    private List<String> checkedTexts(String name, Function<String, ?> reader) {
        Setting setting = said.get(name);
        List<String> texts = new ArrayList<>();
        if (setting != null) {
            for (Setting.Value value : setting.values()) {
                if (checked(name, value, reader) != null) {
                    texts.add(value.text());
                }
            }
        }
        return texts;
    }

    /** What something else makes of a value; null, and a mistake, if it cannot. */
    private <T> @Nullable T checked(String name, Setting.Value value, Function<String, T> reader) {
        try {
            return reader.apply(value.text());
        } catch (InputException e) {
            wrong(value.place(), name + ": " + e.getMessage(), e.advice().orElse(null));
            return null;
        }
    }
}
