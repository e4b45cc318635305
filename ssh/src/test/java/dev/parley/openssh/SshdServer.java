package dev.parley.openssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.device.Device;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.Running;
import dev.parley.netconfd.NetconfdContract;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An SSH server that nobody here wrote: OpenSSH's, as an ordinary process on a loopback port of its own, with keys made for
 * the occasion. It starts the NETCONF subsystem of netconfd. A user logs in as whoever runs the tests.
 *
 * <p>On Debian: {@code apt-get install --no-install-recommends openssh-server}.
 */
final class SshdServer implements NetconfdContract.Way {
    /** Whoever runs the tests. */
    static final String USER = System.getProperty("user.name");

    private final Path directory;
    private final List<Running> processes = new ArrayList<>();
    private final int port;

    /** Starts a server, or skips the test where none is installed. */
    static SshdServer startOrSkip(NetconfdServer netconfd, String... settings) {
        for (String program : List.of("sshd", "ssh-keygen", "ssh-agent", "ssh-add")) {
            assumeTrue(
                    NetconfdServer.find(program) != null,
                    program + " is not installed (apt-get install openssh-server)");
        }
        try {
            return new SshdServer(Files.createTempDirectory(Path.of("/tmp"), "sshd"), netconfd, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SshdServer(Path directory, NetconfdServer netconfd, String... settings) throws IOException {
        this.directory = directory;
        boolean started = false;
        try {
            port = start(netconfd, settings);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private int start(NetconfdServer netconfd, String... settings) throws IOException {
        keygen("host", "", "-t", "ed25519");
        keygen("authority", "", "-t", "ecdsa");
        run("ssh-keygen", "-q", "-s", file("authority"), "-h", "-I", "test", "-n", "127.0.0.1", file("host.pub"));
        Files.createFile(directory.resolve("authorized_keys"));
        if (USER.equals("root")) {
            // where the server of OpenSSH puts the part of itself that has no rights
            Files.createDirectories(Path.of("/run/sshd"));
        }
        NetconfdServer.Listener sshd = NetconfdServer.listen("Server listening", free -> {
            Path configuration = Files.writeString(
                    directory.resolve("sshd_config"),
                    """
                    ListenAddress 127.0.0.1
                    Port %d
                    HostKey %s
                    AuthorizedKeysFile %s
                    UsePAM no
                    StrictModes no
                    PidFile none
                    PasswordAuthentication no
                    KbdInteractiveAuthentication no
                    PermitRootLogin yes
                    MaxStartups 100
                    MaxSessions 100
                    Subsystem netconf %s
                    """.formatted(free, file("host"), file("authorized_keys"), netconfd.subsystem())
                            + String.join("\n", settings).replace("DIRECTORY", directory.toString()) + "\n");
            return Running.preferred(
                    directory, NetconfdServer.find("sshd").toString(), "-D", "-e", "-f", configuration.toString());
        });
        processes.add(sshd.process());
        return sshd.port();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Runs a program of OpenSSH to its end. */
    void run(String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.set(0, NetconfdServer.find(command[0]).toString());
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().put("SSH_AUTH_SOCK", file("agent"));
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(line + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Makes a key as OpenSSH does. */
    Path keygen(String name, String passphrase, String... options) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", passphrase, "-f", file(name)));
        command.addAll(List.of(options));
        run(command.toArray(String[]::new));
        return directory.resolve(name);
    }

    /** Lets whoever has this key in. */
    void authorize(Path key) {
        try {
            Files.writeString(
                    directory.resolve("authorized_keys"),
                    Files.readString(directory.resolve("authorized_keys")) + Files.readString(Path.of(key + ".pub")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts an agent, which has no keys yet. */
    Path startAgent() {
        try {
            Running agent = Running.preferred(
                    directory, NetconfdServer.find("ssh-agent").toString(), "-D", "-a", file("agent"));
            processes.add(agent);
            agent.awaitLine("SSH_AUTH_SOCK=");
            return directory.resolve("agent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server, for a user with a key made for it. */
    @Override
    public Device device() {
        Path key = keygen("login", "", "-t", "ed25519");
        authorize(key);
        return SshAccess.device("127.0.0.1", port, Ssh.trusting(trust()).as(USER, SshLogin.keyFile(key)));
    }

    /** Knows the server's key. */
    HostKeys trust() {
        try {
            Path known = Files.createTempFile(directory, "known", "hosts");
            return HostKeys.knownHosts(Files.writeString(known, "[127.0.0.1]:" + port + " " + hostKey() + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    /** The server's public key, as it stands in files. */
    String hostKey() {
        return text("host.pub");
    }

    /** The public key of the authority that certified it. */
    String authority() {
        return text("authority.pub");
    }

    private String text(String name) {
        try {
            return Files.readString(directory.resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
