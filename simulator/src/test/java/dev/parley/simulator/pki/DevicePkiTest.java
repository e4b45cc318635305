package dev.parley.simulator.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePkiTest {

    @ParameterizedTest
    @EnumSource
    void certificatesAreSignedByTheAuthorityAndBelongToTheirKeys(DevicePki.KeyKind kind) throws Exception {
        DevicePki pki = DevicePki.create(kind);
        for (Credentials each : List.of(pki.server(), pki.client())) {
            each.certificate().verify(pki.authority().getPublicKey());
            Signature signature =
                    Signature.getInstance(kind == DevicePki.KeyKind.RSA ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(each.key());
            signature.update(new byte[] {1, 2, 3});
            byte[] signed = signature.sign();
            signature.initVerify(each.certificate());
            signature.update(new byte[] {1, 2, 3});
            assertThat(signature.verify(signed)).isTrue();
        }
        assertThat(pki.server().certificate().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void filesArePemAndKeysAreTheOwnersOnly(@TempDir Path directory) throws Exception {
        DevicePki pki = DevicePki.create();
        pki.writeTo(directory);
        try (InputStream in = Files.newInputStream(directory.resolve(DevicePki.CLIENT_FILE))) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(read).isEqualTo(pki.client().certificate());
        }
        Path key = directory.resolve(DevicePki.CLIENT_KEY_FILE);
        String pem = Files.readString(key);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)))
                .isEqualTo(pki.client().key());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> pki.writeTo(directory)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DevicePki.AUTHORITY_FILE,
                DevicePki.SERVER_FILE,
                DevicePki.SERVER_KEY_FILE,
                DevicePki.CLIENT_FILE,
                DevicePki.CLIENT_KEY_FILE
            })
    void whereOneOfItsFilesIsNothingIsWritten(String name, @TempDir Path directory) throws Exception {
        Path mine = Files.writeString(directory.resolve(name), "mine");

        assertThatThrownBy(() -> DevicePki.create().writeTo(directory))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(mine.toString());
        assertThat(directory).isDirectoryNotContaining(file -> !file.equals(mine));
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aKeyIsNeverShown() {
        assertThat(DevicePki.create().client()).hasToString("credentials of CN=operator");
    }
}
