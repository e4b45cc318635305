package dev.parley.cli.command;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/** The sample device behind SSH, with the files of its user in a folder, and the arguments by which a command reaches it. */
final class SshTestDevice implements AutoCloseable {
    static final String PASSWORD = "open sesame";

    private final DeviceSimulator simulator;
    private final HostKeys hostKeys;
    private final Path folder;

    private SshTestDevice(DeviceSimulator simulator, HostKeys hostKeys, Path folder) {
        this.simulator = simulator;
        this.hostKeys = hostKeys;
        this.folder = folder;
    }

    static SshTestDevice start(Path folder) throws IOException {
        return start(folder, settings -> settings);
    }

    static SshTestDevice start(Path folder, UnaryOperator<SshSettings> more) throws IOException {
        HostKeys hostKeys = HostKeys.generate(Kind.ED25519);
        KeyPair user = HostKeys.newPair(Kind.ECDSA);
        SshUser operator = SshUser.named("operator").password(PASSWORD).key(user.getPublic());
        DeviceSimulator simulator = SampleDevice.describe()
                .ssh(more.apply(SshSettings.of(hostKeys, operator)))
                .start();
        SshTestDevice device = new SshTestDevice(simulator, hostKeys, folder);
        device.write("known_hosts", String.join("\n", hostKeys.knownHosts("127.0.0.1", simulator.port())) + "\n");
        device.write("id", device.pem(user, null));
        device.write("id.encrypted", device.pem(user, PASSWORD));
        device.write("password", PASSWORD + "\n");
        return device;
    }

    private String pem(KeyPair pair, @Nullable String passphrase) throws IOException {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(new JcaPKCS8Generator(
                    pair.getPrivate(),
                    passphrase == null
                            ? null
                            : new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                    .setProvider(new BouncyCastleProvider())
                                    .setPassword(passphrase.toCharArray())
                                    .build()));
        } catch (OperatorCreationException e) {
            throw new AssertionError("Bouncy Castle encrypts with AES", e);
        }
        return pem.toString();
    }

    /** Writes a file for its user alone. */
    String write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    DeviceSimulator simulator() {
        return simulator;
    }

    int port() {
        return simulator.port();
    }

    String fingerprint() {
        return hostKeys.fingerprint(Kind.ED25519);
    }

    String url() {
        return "ssh://operator@127.0.0.1:" + port();
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    /** A command for this device with further arguments, which believes its host key and nothing of this machine's user. */
    String[] command(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(name, url(), "--known-hosts", file("known_hosts")));
        all.addAll(List.of("--ssh-config", "none"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
