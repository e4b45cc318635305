package dev.parley.cli.command;

import dev.parley.device.Hosts;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.tls.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a simulated device and whoever talks to it prove who they are. */
sealed interface LabKeys {
    /** How its URL begins. */
    String scheme();

    /** Where a device that runs is, as a URL. */
    default String url(DeviceSimulator device) {
        return scheme() + Hosts.withPort(device.host(), device.port());
    }

    /** The files that it writes in all. */
    List<String> files();

    /** Writes down what is known before the device runs, to files that must not be there yet. */
    void writeTo(Path folder) throws IOException;

    /** Gives a device its part. */
    void secure(DeviceSimulator.Builder device);

    /** Writes down what is known when the device runs. */
    default void introduce(Path folder, DeviceSimulator device) throws IOException {}

    /** What the file of devices says of all devices. */
    Map<String, String> defaults();

    /** By what the device is known when it calls; empty for nothing. */
    default String callHome() {
        return "";
    }

    /** What somebody who comes without the file of devices should know. */
    String hint(Path folder);

    /** TLS with certificates of an authority of its own. */
    record Tls(DevicePki pki) implements LabKeys {
        static Tls create() {
            return new Tls(DevicePki.create());
        }

        @Override
        public String scheme() {
            return "tls://";
        }

        @Override
        public List<String> files() {
            return List.of(
                    DevicePki.AUTHORITY_FILE,
                    DevicePki.SERVER_FILE,
                    DevicePki.SERVER_KEY_FILE,
                    DevicePki.CLIENT_FILE,
                    DevicePki.CLIENT_KEY_FILE);
        }

        @Override
        public void writeTo(Path folder) throws IOException {
            pki.writeTo(folder);
        }

        @Override
        public void secure(DeviceSimulator.Builder device) {
            device.tls(TlsSettings.of(pki));
        }

        @Override
        public Map<String, String> defaults() {
            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("ca", DevicePki.AUTHORITY_FILE);
            defaults.put("cert", DevicePki.CLIENT_FILE);
            defaults.put("key", DevicePki.CLIENT_KEY_FILE);
            return defaults;
        }

        @Override
        public String callHome() {
            return "sha256:" + Fingerprint.of(pki.server().certificate());
        }

        @Override
        public String hint(Path folder) {
            return "Certificates and keys are in " + folder + ".";
        }
    }

    /** SSH with a host key, and a user by key or password. */
    record Ssh(HostKeys host, KeyPair user, String password) implements LabKeys {
        private static final String USER = "operator";
        private static final String IDENTITY = "id_ecdsa";
        private static final String PASSWORD = "password";
        private static final String KNOWN_HOSTS = "known_hosts";

        static Ssh create() {
            byte[] random = new byte[12];
            new SecureRandom().nextBytes(random);
            return new Ssh(
                    HostKeys.generate(Kind.ED25519, Kind.ECDSA),
                    HostKeys.newPair(Kind.ECDSA),
                    Base64.getUrlEncoder().encodeToString(random));
        }

        @Override
        public String scheme() {
            return "ssh://" + USER + "@";
        }

        @Override
        public List<String> files() {
            return List.of(IDENTITY, PASSWORD, KNOWN_HOSTS);
        }

        @Override
        public void writeTo(Path folder) throws IOException {
            write(folder.resolve(IDENTITY), HostKeys.privateKey(user, USER));
            write(folder.resolve(PASSWORD), password + "\n");
        }

        /** For nobody else to read, from the start. */
        private static void write(Path file, String text) throws IOException {
            boolean posix =
                    Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
            FileAttribute<?>[] owner = {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            };
            Files.createFile(file, posix ? owner : new FileAttribute<?>[0]);
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        }

        @Override
        public void secure(DeviceSimulator.Builder device) {
            device.ssh(
                    SshSettings.of(host, SshUser.named(USER).password(password).key(user.getPublic())));
        }

        @Override
        public void introduce(Path folder, DeviceSimulator device) throws IOException {
            Files.write(
                    folder.resolve(KNOWN_HOSTS),
                    host.knownHosts(device.host(), device.port()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        }

        @Override
        public Map<String, String> defaults() {
            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("user", USER);
            defaults.put("identity", IDENTITY);
            defaults.put("known-hosts", KNOWN_HOSTS);
            defaults.put("ssh-config", "none");
            return defaults;
        }

        @Override
        public String callHome() {
            return host.fingerprint(Kind.ED25519);
        }

        @Override
        public String hint(Path folder) {
            return "The key of " + USER + ", a password and known_hosts are in " + folder + "; its host key is "
                    + host.fingerprint(Kind.ED25519) + ".";
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Ssh[" + host + "]";
        }
    }

    /** A UNIX socket: whoever the system lets near it. */
    record Unix(Path socket) implements LabKeys {
        @Override
        public String scheme() {
            return "unix://";
        }

        @Override
        public String url(DeviceSimulator device) {
            return scheme() + device.path();
        }

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public void writeTo(Path folder) {
            // there are none
        }

        @Override
        public void secure(DeviceSimulator.Builder device) {
            device.clearText().unix(socket.toAbsolutePath());
        }

        @Override
        public Map<String, String> defaults() {
            return Map.of();
        }

        @Override
        public String hint(Path folder) {
            return "The permissions of the socket say who may connect.";
        }
    }

    /** Nothing encrypted, and nobody known. */
    record Cleartext() implements LabKeys {
        @Override
        public String scheme() {
            return "tcp://";
        }

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public void writeTo(Path folder) {
            // there are none
        }

        @Override
        public void secure(DeviceSimulator.Builder device) {
            device.clearText();
        }

        @Override
        public Map<String, String> defaults() {
            return Map.of("cleartext", "true");
        }

        @Override
        public String hint(Path folder) {
            return "The file of devices is in " + folder + ".";
        }
    }
}
