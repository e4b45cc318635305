package dev.parley.cli.openssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What OpenSSH's client is told about hosts (ssh_config(5)): {@code ~/.ssh/config}, then {@code /etc/ssh/ssh_config}, or one
 * file in their place. The first value that is found counts, and identities add up.
 *
 * <p>It is read by our own code: MINA's reader knows neither {@code Include} nor {@code Match}, whose lines it would take
 * for those of the host above, and prefers the most specific host to the first.
 */
public final class OpenSshConfig {
    private static final Path SYSTEM_FOLDER = Path.of("/etc/ssh");
    private static final Path SYSTEM = SYSTEM_FOLDER.resolve("ssh_config");

    private final List<Path> files;
    private final Path home;
    private final Map<String, String> environment;
    private final boolean standard;

    private OpenSshConfig(List<Path> files, Path home, Map<String, String> environment, boolean standard) {
        this.files = List.copyOf(files);
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.standard = standard;
    }

    /** The files of a user and of the machine, as far as they exist. */
    public static OpenSshConfig standard(Path home, Map<String, String> environment) {
        List<Path> files = List.of(home.resolve(".ssh").resolve("config"), SYSTEM);
        return new OpenSshConfig(files.stream().filter(Files::exists).toList(), home, environment, true);
    }

    /** One file and no other; it must be there when it is used. */
    public static OpenSshConfig of(Path file, Path home, Map<String, String> environment) {
        return new OpenSshConfig(List.of(file), home, environment, false);
    }

    /** No file at all. */
    public static OpenSshConfig none(Path home, Map<String, String> environment) {
        return new OpenSshConfig(List.of(), home, environment, false);
    }

    /**
     * What is said about a host.
     *
     * @param name the host as it was named
     * @param user the user if that is settled, or null
     * @throws dev.parley.error.InputException if a file cannot be used; the message names file and line
     */
    public OpenSshHost host(String name, @Nullable String user) {
        OpenSshHost host = new OpenSshHost(name, user, home, environment);
        if (read(host, false)) {
            read(host, true);
        }
        return host;
    }

    /** Reads all files; whether one of them asks for a second, final pass. */
    private boolean read(OpenSshHost host, boolean last) {
        boolean again = false;
        for (int i = 0; i < files.size(); i++) {
            Path folder = i == 0 ? home.resolve(".ssh") : SYSTEM_FOLDER;
            ConfigFile file = new ConfigFile(host, folder, home, last);
            if (standard && i == 0) {
                ConfigFile.refuseWritable(files.get(i));
            }
            file.read(files.get(i), true, 0);
            again |= file.asksForFinalPass();
        }
        return again;
    }
}
