package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.AuthMethod;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to log in (RFC 4252, RFC 4256), and what is said of those that fail. */
@Timeout(60)
class SshLoginTest {
    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    @TempDir
    Path folder;

    private static Ssh as(SshLogin... logins) {
        return SshDevice.ssh().as("admin", logins);
    }

    private static List<String> methodsOf(DeviceSimulator device, Ssh ssh) {
        try (WatchedClient client = WatchedClient.create();
                Session session = client.open(SshDevice.at(device, ssh))) {
            assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                    .contains("<name>pe1</name>");
            SshDetails details = (SshDetails) session.security();
            assertThat(details.user()).isEqualTo("admin");
            return details.methods();
        }
    }

    private static OpenException refused(DeviceSimulator device, Ssh ssh) {
        try (WatchedClient client = WatchedClient.create()) {
            OpenException failure = client.failToOpen(OpenException.class, SshDevice.at(device, ssh));
            assertThat(failure.reason()).as("%s", failure).isEqualTo(Reason.AUTHENTICATION_REFUSED);
            assertThat(failure.phase()).isEqualTo(Phase.AUTHENTICATE);
            assertThat(failure.advice()).isPresent();
            return failure;
        }
    }

    // ---- passwords, and questions

    // RFC 4252 section 8, RFC 4256: whoever checks it would refuse it again, and count that, until the user is locked
    // out.
    @Test
    void aPasswordThatWasRefusedIsNotTriedAgainInAnswerToAQuestion() {
        SshLogin wrong = SshLogin.password("wrong"::toCharArray);
        try (DeviceSimulator device = SshDevice.start()) {
            assertThat(refused(device, as(wrong)))
                    .hasMessageContaining("tried password;")
                    .hasMessageContaining("keyboard-interactive");
        }
        try (DeviceSimulator device = SshDevice.start(settings -> settings.anyOf(AuthMethod.KEYBOARD_INTERACTIVE))) {
            assertThat(refused(device, as(wrong))).hasMessageContaining("tried keyboard-interactive;");
        }
    }

    @Test
    void aPasswordLetsUsIn() {
        try (DeviceSimulator device = SshDevice.start()) {
            assertThat(methodsOf(device, SshDevice.ssh())).containsExactly("password");
        }
    }

    @Test
    void aWrongPasswordIsNamedButNotShown() {
        try (DeviceSimulator device = SshDevice.start(settings -> settings.anyOf(AuthMethod.PASSWORD))) {
            OpenException failure = refused(device, as(SshLogin.password("opensesame"::toCharArray)));

            assertThat(failure)
                    .hasMessageContaining("does not let admin in; tried password; it offers password")
                    .hasMessageNotContaining("opensesame");
        }
    }

    @Test
    void aPasswordAnswersADeviceThatAsksForIt() {
        try (DeviceSimulator device = SshDevice.start(settings -> settings.anyOf(AuthMethod.KEYBOARD_INTERACTIVE))) {
            assertThat(methodsOf(device, SshDevice.ssh())).containsExactly("keyboard-interactive");
        }
    }

    @Test
    void questionsAreAnsweredByWhoeverIsAsked() {
        SshUser user = SshUser.named("admin").question("Token: ", "123456").question("Site: ", "lab");
        List<SshChallenge> asked = new ArrayList<>();
        try (DeviceSimulator device =
                SshDevice.start(user, settings -> settings.anyOf(AuthMethod.KEYBOARD_INTERACTIVE))) {
            List<String> methods = methodsOf(device, as(SshLogin.answering(challenge -> {
                asked.add(challenge);
                return List.of("123456".toCharArray(), "lab".toCharArray());
            })));

            assertThat(methods).containsExactly("keyboard-interactive");
            assertThat(asked.get(0).prompts())
                    .extracting(SshChallenge.Prompt::text)
                    .containsExactly("Token: ", "Site: ");
        }
    }

    @Test
    void questionsAreAnsweredByWhatIsFixed() {
        SshUser user = SshUser.named("admin").question("Token: ", "123456").question("Site: ", "lab");
        try (DeviceSimulator device =
                SshDevice.start(user, settings -> settings.anyOf(AuthMethod.KEYBOARD_INTERACTIVE))) {
            assertThat(methodsOf(
                            device, as(SshLogin.answers(() -> List.of("123456".toCharArray(), "lab".toCharArray())))))
                    .containsExactly("keyboard-interactive");
        }
    }

    @Test
    void aQuestionThatNobodyAnswersIsNamed() {
        SshUser user = SshUser.named("admin").question("Token: ", "123456").question("Site: ", "lab");
        try (DeviceSimulator device =
                SshDevice.start(user, settings -> settings.anyOf(AuthMethod.KEYBOARD_INTERACTIVE))) {
            assertThat(refused(device, as(SshLogin.answering(challenge -> null))))
                    .hasMessageContaining("its questions were not answered: Token: , Site:");
        }
    }

    // ---- keys

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKeyOfEachKindLetsUsIn(Kind kind) throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(kind);
        try (DeviceSimulator device = SshDevice.start(SshUser.named("admin").key(key.getPublic()), s -> s)) {
            assertThat(methodsOf(device, as(SshLogin.key(key)))).containsExactly("publickey");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ED25519, OPENSSH, false",
        "ED25519, OPENSSH, true",
        "ED25519, PKCS8, false",
        "ED25519, PKCS8, true",
        "RSA, OPENSSH, false",
        "RSA, OPENSSH, true",
        "RSA, PKCS8, false",
        "RSA, PKCS8, true",
        "ECDSA, OPENSSH, false",
        "ECDSA, OPENSSH, true",
        "ECDSA, PKCS8, false",
        "ECDSA, PKCS8, true",
    })
    void aKeyFileOfEachFormLetsUsIn(Kind kind, Form form, boolean encrypted) throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(kind);
        Path file = form.write(key, folder.resolve("key"), encrypted ? "open sesame" : null);
        SshLogin login = encrypted ? SshLogin.keyFile(file, "open sesame"::toCharArray) : SshLogin.keyFile(file);
        try (DeviceSimulator device = SshDevice.start(SshUser.named("admin").key(key.getPublic()), s -> s)) {
            assertThat(methodsOf(device, as(login))).containsExactly("publickey");
        }
    }

    /** How a private key is written. */
    enum Form {
        OPENSSH {
            @Override
            Path write(KeyPair key, Path file, String passphrase) throws Exception {
                OpenSSHKeyEncryptionContext encryption = null;
                if (passphrase != null) {
                    encryption = new OpenSSHKeyEncryptionContext();
                    encryption.setCipherName("AES");
                    encryption.setCipherType("256");
                    encryption.setPassword(passphrase);
                }
                try (OutputStream out = Files.newOutputStream(file)) {
                    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "a comment", encryption, out);
                }
                return file;
            }
        },
        PKCS8 {
            @Override
            Path write(KeyPair key, Path file, String passphrase) throws Exception {
                JceOpenSSLPKCS8EncryptorBuilder encryption =
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC).setProvider(BOUNCY_CASTLE);
                StringWriter text = new StringWriter();
                try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
                    pem.writeObject(new JcaPKCS8Generator(
                            key.getPrivate(),
                            passphrase == null
                                    ? null
                                    : encryption
                                            .setPassword(passphrase.toCharArray())
                                            .build()));
                }
                return Files.writeString(file, text.toString());
            }
        };

        abstract Path write(KeyPair key, Path file, String passphrase) throws Exception;
    }

    @Test
    void aKeyThatTheDeviceDoesNotKnowIsNamed() throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        Path file = Form.OPENSSH.write(key, folder.resolve("id_ed25519"), null);
        try (DeviceSimulator device = SshDevice.start()) {
            assertThat(refused(device, as(SshLogin.keyFile(file))))
                    .hasMessageContaining("tried key ssh-ed25519 " + SshFingerprint.of(key.getPublic()) + " (" + file)
                    .hasMessageContaining("it offers");
        }
    }

    private InputException unusable(SshLogin login) {
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create()) {
            return client.failToOpen(InputException.class, SshDevice.at(device, as(login)));
        }
    }

    @Test
    void aKeyFileThatIsNotThereIsNamed() {
        InputException failure = unusable(SshLogin.keyFile(folder.resolve("nowhere")));

        assertThat(failure.reason()).isEqualTo(InputException.Reason.FILE_UNREADABLE);
        assertThat(failure).hasMessageContaining("nowhere");
    }

    @ParameterizedTest
    @EnumSource(Unreadable.class)
    void aKeyFileThatCannotBeReadIsNamed(Unreadable how) throws IOException {
        Path file = how.make(folder, "-----BEGIN OPENSSH PRIVATE KEY-----");

        InputException failure = unusable(SshLogin.keyFile(file));

        assertThat(failure.reason()).isEqualTo(InputException.Reason.FILE_UNREADABLE);
        assertThat(failure).hasMessage("the key in " + file + " cannot be read: " + how.words());
        assertThat(failure.advice()).isPresent();
    }

    @Test
    void aFileWithoutAKeyIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("id.pub"), "ssh-ed25519 AAAA me@here\n");

        assertThat(unusable(SshLogin.keyFile(file)).reason()).isEqualTo(InputException.Reason.BAD_KEY);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEncryptedKeyAsksForItsPassphrase(Form form) throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        Path file = form.write(key, folder.resolve("key"), "open sesame");

        InputException none = unusable(SshLogin.keyFile(file));
        InputException wrong = unusable(SshLogin.keyFile(file, "close sesame"::toCharArray));

        assertThat(none.reason()).as("%s", none).isEqualTo(InputException.Reason.BAD_PASSPHRASE);
        assertThat(none).hasMessageContaining("no passphrase was given");
        assertThat(wrong.reason()).as("%s", wrong).isEqualTo(InputException.Reason.BAD_PASSPHRASE);
        assertThat(wrong).hasMessageContaining("the passphrase is wrong").hasMessageNotContaining("sesame");
    }

    @Test
    void aKeyFileThatHasChangedIsReadAgain() throws Exception {
        KeyPair old = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        KeyPair renewed = dev.parley.simulator.ssh.HostKeys.newPair(Kind.RSA);
        Path file = Form.OPENSSH.write(old, folder.resolve("key"), null);
        SshLogin login = SshLogin.keyFile(file);
        try (DeviceSimulator device = SshDevice.start(SshUser.named("admin").key(renewed.getPublic()), s -> s)) {
            assertThat(refused(device, as(login))).hasMessageContaining("ssh-ed25519");
            Form.OPENSSH.write(renewed, file, null);

            assertThat(methodsOf(device, as(login))).containsExactly("publickey");
        }
    }

    @Test
    void aKeyFileThatIsReplacedByOneOfTheSameTimeAndSizeIsReadAgain() throws Exception {
        FileTime time = FileTime.fromMillis(0);
        KeyPair renewed = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519);
        Path file =
                Form.PKCS8.write(dev.parley.simulator.ssh.HostKeys.newPair(Kind.ED25519), folder.resolve("key"), null);
        Path other = Form.PKCS8.write(renewed, folder.resolve("other"), null);
        Files.setLastModifiedTime(file, time);
        Files.setLastModifiedTime(other, time);
        assertThat(Files.size(other)).isEqualTo(Files.size(file));
        SshLogin login = SshLogin.keyFile(file);
        try (DeviceSimulator device = SshDevice.start(SshUser.named("admin").key(renewed.getPublic()), s -> s)) {
            assertThat(refused(device, as(login))).hasMessageContaining("ssh-ed25519");
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

            assertThat(methodsOf(device, as(login))).containsExactly("publickey");
        }
    }

    // ---- several in turn (RFC 4252 section 5.1)

    @Test
    void severalMethodsInTurnLetUsIn() throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ECDSA);
        try (DeviceSimulator device = SshDevice.start(
                SshDevice.ADMIN.key(key.getPublic()),
                settings -> settings.allOf(AuthMethod.PUBLIC_KEY, AuthMethod.PASSWORD))) {
            assertThat(methodsOf(device, as(SshLogin.password("secret"::toCharArray), SshLogin.key(key))))
                    .containsExactly("publickey", "password");
        }
    }

    @Test
    void whatIsMissingAfterTheFirstMethodIsNamed() throws Exception {
        KeyPair key = dev.parley.simulator.ssh.HostKeys.newPair(Kind.ECDSA);
        try (DeviceSimulator device = SshDevice.start(
                SshDevice.ADMIN.key(key.getPublic()),
                settings -> settings.allOf(AuthMethod.PUBLIC_KEY, AuthMethod.PASSWORD))) {
            OpenException failure = refused(device, as(SshLogin.key(key)));

            assertThat(failure).hasMessageContaining("it accepted publickey and asks for more; it offers password");
            assertThat(failure.advice())
                    .hasValueSatisfying(advice ->
                            assertThat(advice).isEqualTo("give a way to log in that the device offers: password"));
        }
    }

    @Test
    void withoutAWayToLogInWhatTheDeviceOffersIsNamed() {
        try (DeviceSimulator device = SshDevice.start(settings -> settings.anyOf(AuthMethod.PUBLIC_KEY))) {
            assertThat(refused(device, as())).hasMessageContaining("tried nothing; it offers publickey");
        }
    }
}
