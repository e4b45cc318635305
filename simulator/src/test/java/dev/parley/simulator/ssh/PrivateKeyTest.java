package dev.parley.simulator.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.simulator.ssh.HostKeys.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateKeyTest {
    private static final String PASSPHRASE = "open sesame";

    @TempDir
    private Path folder;

    private static String read(String file, @Nullable String passphrase) throws Exception {
        Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                null,
                NamedResource.ofName("key"),
                new ByteArrayInputStream(file.getBytes(StandardCharsets.US_ASCII)),
                passphrase == null ? null : FilePasswordProvider.of(passphrase));
        return HostKeys.line(pairs.iterator().next().getPublic());
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatWasWrittenIsReadAgain(Kind kind) throws Exception {
        KeyPair key = HostKeys.newPair(kind);

        String plain = HostKeys.privateKey(key, "operator");
        String encrypted = HostKeys.privateKey(key, "operator", PASSPHRASE.toCharArray());

        assertThat(plain)
                .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n")
                .endsWith("-----END OPENSSH PRIVATE KEY-----\n");
        assertThat(read(plain, null)).isEqualTo(HostKeys.line(key.getPublic()));
        assertThat(read(encrypted, PASSPHRASE)).isEqualTo(HostKeys.line(key.getPublic()));
    }

    @ParameterizedTest
    @EnumSource
    void openSshReadsItToo(Kind kind) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "there is no ssh-keygen");
        KeyPair key = HostKeys.newPair(kind);

        assertThat(shown(HostKeys.privateKey(key, "operator"), ""))
                .isEqualTo(HostKeys.line(key.getPublic()) + " operator");
        assertThat(shown(HostKeys.privateKey(key, "operator", PASSPHRASE.toCharArray()), PASSPHRASE))
                .isEqualTo(HostKeys.line(key.getPublic()) + " operator");
    }

    private String shown(String text, String passphrase) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "id", ""), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Process keygen = new ProcessBuilder("/usr/bin/ssh-keygen", "-y", "-P", passphrase, "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keygen.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(keygen.waitFor()).as(said).isZero();
        return said;
    }
}
