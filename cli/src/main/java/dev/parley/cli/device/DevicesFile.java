package dev.parley.cli.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.ssh.SshFingerprint;
import dev.parley.tls.Fingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The devices that somebody has given names, in YAML:
 *
 * <pre>
 * defaults:
 *   ca: ca.crt
 *   cert: me.crt
 *   key: me.key
 * devices:
 *   pe1:
 *     url: tls://10.0.0.1
 *     server-name: pe1.example.net
 * </pre>
 *
 * Each device has what the defaults say, unless it says otherwise. Paths start at the file's own folder.
 *
 * @param path where it is
 * @param exists whether there is a file at all
 * @param defaults what is said about every device, also about those that are named by their URL
 * @param devices what is said about each device, defaults included
 */
public record DevicesFile(Path path, boolean exists, DeviceSettings defaults, Map<String, DeviceSettings> devices) {
    private static final Set<String> FIELDS = fields(
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
            "insecure-legacy-algorithms");

    /** Copies the map. */
    public DevicesFile {
        devices = Map.copyOf(devices);
    }

    private static Set<String> fields(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    /** Where the file is if nobody says otherwise: {@code parley/devices.yaml} below {@code XDG_CONFIG_HOME}. */
    public static Path standardPath(Map<String, String> environment) {
        String home = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = home.isBlank() || !Path.of(home).isAbsolute()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(home);
        return folder.resolve("parley").resolve("devices.yaml");
    }

    /**
     * Reads a file that must be there.
     *
     * @throws InputException if it cannot be read or holds something wrong; the message names line and column
     */
    public static DevicesFile read(Path path) {
        YamlFile yaml = YamlFile.read(path);
        if (yaml.root() == null) {
            return new DevicesFile(path, true, DeviceSettings.NONE, Map.of());
        }
        Map<String, Node> top = yaml.fields(yaml.root(), "the file", fields("defaults", "devices"));
        DeviceSettings defaults = settings(yaml, top.get("defaults"), "defaults");
        Map<String, DeviceSettings> devices = new LinkedHashMap<>();
        Node named = top.get("devices");
        if (named != null) {
            yaml.entries(named, "devices")
                    .forEach((name, node) -> devices.put(name, device(yaml, name, node, defaults)));
        }
        return new DevicesFile(path, true, defaults, devices);
    }

    /** Reads a file if it is there. */
    public static DevicesFile readIfPresent(Path path) {
        return Files.exists(path) ? read(path) : new DevicesFile(path, false, DeviceSettings.NONE, Map.of());
    }

    private static DeviceSettings device(YamlFile yaml, String name, Node node, DeviceSettings defaults) {
        DeviceSettings own = settings(yaml, node, "device " + name);
        DeviceSettings all = own.over(defaults);
        DeviceUrl.Scheme scheme = all.where("device").scheme();
        Said.misfit(own, scheme).ifPresent(misfit -> {
            InputException why = Said.error(misfit, misfit, scheme);
            Node at = yaml.entries(node, name).get(misfit);
            throw yaml.wrong(
                    Objects.requireNonNull(at), why.getMessage(), why.advice().orElse(null));
        });
        return all;
    }

    private static DeviceSettings settings(YamlFile yaml, @Nullable Node node, String what) {
        if (node == null || node.getTag().equals(Tag.NULL)) {
            return DeviceSettings.NONE;
        }
        Map<String, Node> fields = yaml.fields(node, what, FIELDS);
        Fields in = new Fields(yaml, fields);
        in.check("url", DeviceUrl::parse);
        in.check("pin", Fingerprint::parse);
        in.check("call-home", Callers::checked);
        in.check("host-key", SshFingerprint::parse);
        in.check("jump", SshRoute::jumps);
        boolean anyone = Boolean.TRUE.equals(in.flag("insecure-trust-anyone"));
        return new DeviceSettings(
                in.text("url"),
                in.texts("call-home"),
                tls(in, anyone),
                ssh(in, anyone),
                fields.containsKey("timeout") ? yaml.limit(in.of("timeout"), "timeout") : null,
                in.flag("cleartext"),
                in.flag("strict"),
                in.flag("base10"));
    }

    private static TlsSettings tls(Fields in, boolean anyone) {
        return new TlsSettings(
                new IdentitySettings(in.file("cert"), in.file("key"), in.file("passphrase-file")),
                new TrustSettings(in.fileOr("ca", TrustSettings.SYSTEM), in.file("crl"), in.texts("pin"), anyone),
                in.text("server-name"),
                in.flag("insecure-skip-server-name"));
    }

    private static SshSettings ssh(Fields in, boolean anyone) {
        return new SshSettings(
                new SshLoginSettings(
                        in.text("user"),
                        in.files("identity"),
                        in.file("passphrase-file"),
                        in.file("password-file"),
                        in.flag("no-agent")),
                new HostKeySettings(
                        in.files("known-hosts"),
                        in.texts("host-key"),
                        Boolean.TRUE.equals(in.flag("trust-on-first-use")),
                        anyone),
                in.texts("jump"),
                in.text("subsystem"),
                in.text("ssh-command"),
                in.fileOr("ssh-config", SshSettings.NO_CONFIG),
                in.flag("insecure-legacy-algorithms"));
    }

    /** The fields of one device by their names; null where they are not said. */
    private record Fields(YamlFile yaml, Map<String, Node> nodes) {
        Node of(String name) {
            return Objects.requireNonNull(nodes.get(name));
        }

        @Nullable
        String text(String name) {
            return nodes.containsKey(name) ? yaml.text(of(name), name) : null;
        }

        List<String> texts(String name) {
            return nodes.containsKey(name) ? yaml.texts(of(name), name) : List.of();
        }

        @Nullable
        Boolean flag(String name) {
            return nodes.containsKey(name) ? yaml.flag(of(name), name) : null;
        }

        @Nullable
        Path file(String name) {
            return nodes.containsKey(name) ? yaml.file(of(name), name) : null;
        }

        /** A file, or a word in its place. */
        @Nullable
        Path fileOr(String name, Path word) {
            return word.toString().equals(text(name)) ? word : file(name);
        }

        List<Path> files(String name) {
            return nodes.containsKey(name) ? yaml.files(of(name), name) : List.of();
        }

        void check(String name, Function<String, ?> reader) {
            if (nodes.containsKey(name)) {
                yaml.checkAll(of(name), name, reader);
            }
        }
    }

    /**
     * What is said about a device.
     *
     * @param target a name, or a URL
     * @throws InputException if there is no device of that name
     */
    public DeviceSettings find(String target) {
        if (DeviceUrl.isUrl(target)) {
            return DeviceSettings.at(target).over(defaults);
        }
        DeviceSettings found = devices.get(target);
        if (found == null) {
            throw unknown(target);
        }
        return found;
    }

    private InputException unknown(String target) {
        if (!exists) {
            return new InputException(
                    Reason.BAD_ADDRESS,
                    "there is no device \"" + target + "\", because there is no file " + path,
                    "name the device by its URL, ssh://" + target + " or tls://" + target + ", or list it in that file",
                    null);
        }
        Optional<String> close = Suggestion.closest(target, devices.keySet());
        return new InputException(
                Reason.BAD_ADDRESS,
                "there is no device \"" + target + "\" in " + path,
                close.map(name -> "did you mean " + name + "?")
                        .orElse("list it there, or name it by its URL: ssh://" + target + " or tls://" + target),
                null);
    }
}
