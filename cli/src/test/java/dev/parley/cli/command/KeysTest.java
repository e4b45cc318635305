package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    private Path folder;

    private TestDevice device;
    private Path encrypted;

    @BeforeEach
    void start() throws IOException, OperatorCreationException {
        device = TestDevice.start(folder);
        encrypted = Files.writeString(folder.resolve("encrypted.pem"), encrypted("open sesame"));
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private String encrypted(String passphrase) throws IOException, OperatorCreationException {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(new JcaPKCS8Generator(
                    device.pki().client().key(),
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(new BouncyCastleProvider())
                            .setPassword(passphrase.toCharArray())
                            .build()));
        }
        return pem.toString();
    }

    private String[] command(Path key, String... more) {
        List<String> all = new java.util.ArrayList<>(List.of(
                "hello",
                device.url(),
                "--ca",
                device.ca(),
                "--cert",
                device.file(DevicePki.CLIENT_FILE),
                "--key",
                key.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void thePassphraseComesFromTheEnvironment() {
        assertThat(Shell.plain()
                        .with("PARLEY_KEY_PASSPHRASE", "open sesame")
                        .run(command(encrypted))
                        .status())
                .isZero();
    }

    @Test
    void thePassphraseComesFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("passphrase"), "open sesame\nand a second line");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        Result result = Shell.plain().run(command(encrypted, "--passphrase-file", file.toString()));

        assertThat(result.status()).isZero();
        assertThat(result.err()).doesNotContain("warning");
    }

    @Test
    void aPassphraseThatOthersCanReadIsWarnedOf() throws IOException {
        Path file = Files.writeString(folder.resolve("passphrase"), "open sesame");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(Shell.plain()
                        .run(command(encrypted, "--passphrase-file", file.toString()))
                        .err())
                .contains("warning: ", "can be read by others; chmod 600");
    }

    @Test
    void aWrongPassphraseIsNeverShown() {
        Result result = Shell.plain().with("PARLEY_KEY_PASSPHRASE", "hunter2").run(command(encrypted));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains("cannot be decrypted: the passphrase is wrong", "→ the passphrase is taken from")
                .doesNotContain("hunter2");
    }

    @Test
    void certificateAndKeyMayComeInOneFile() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("me.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "me",
                device.pki().client().key(),
                "open sesame".toCharArray(),
                device.pki().client().chain().toArray(Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "open sesame".toCharArray());
        }

        Result result = Shell.plain()
                .with("PARLEY_KEY_PASSPHRASE", "open sesame")
                .run("hello", device.url(), "--ca", device.ca(), "--cert", file.toString());

        assertThat(result.status()).isZero();
    }

    @Test
    void aKeyWithoutItsCertificateIsNoIdentity() {
        Result result = Shell.plain()
                .run("hello", device.url(), "--ca", device.ca(), "--key", device.file(DevicePki.CLIENT_KEY_FILE));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("no certificate that belongs to it", "→ give the certificate with --cert");
    }

    @Test
    void filesThatAreMissingOrMixedUpAreNamed() {
        assertThat(Shell.plain().run(command(folder.resolve("none.pem"))).err())
                .contains("none.pem", "there is no such file");
        assertThat(Shell.plain().run(command(Path.of(device.ca()))).err()).contains("ca.pem holds no private key");
        assertThat(Shell.plain()
                        .run(command(Path.of(device.file(DevicePki.SERVER_KEY_FILE))))
                        .err())
                .contains("belongs to none of the certificates");
    }

    @Test
    void aCertificateThatExpiresSoonIsWarnedOf() throws IOException {
        Instant now = Instant.now();
        var soon = device.pki()
                .issue(Holder.client("operator").valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(3))));
        Path certificate = Files.writeString(folder.resolve("soon.pem"), soon.chainPem());
        Path key = folder.resolve("soon-key.pem");
        try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(key))) {
            writer.writeObject(new JcaPKCS8Generator(soon.key(), null));
        }

        Result result = Shell.plain()
                .run(
                        "hello",
                        device.url(),
                        "--ca",
                        device.ca(),
                        "--cert",
                        certificate.toString(),
                        "--key",
                        key.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("warning: our certificate ", " expires at ");
    }
}
