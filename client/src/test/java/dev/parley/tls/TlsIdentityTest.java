package dev.parley.tls;

import static dev.parley.tls.TestCertificates.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.tls.TestCertificates.Authority;
import dev.parley.tls.TestCertificates.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TlsIdentityTest {
    private static final Authority CA = TestCertificates.authority("CA");
    private static final String SECRET = "s3cret phrase";

    @TempDir
    Path folder;

    private Path certificateFile;
    private Path keyFile;

    @BeforeEach
    void names() {
        certificateFile = folder.resolve("client.pem");
        keyFile = folder.resolve("client.key");
    }

    static Stream<Arguments> keys() throws GeneralSecurityException {
        return Stream.of(
                Arguments.of("RSA", TestCertificates.rsa(2048)),
                Arguments.of("P-256", TestCertificates.ec()),
                Arguments.of("P-384", TestCertificates.ec("secp384r1")),
                Arguments.of("Ed25519", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aKeyInPkcs8(String name, KeyPair keys) {
        Leaf client = CA.issue("joe").key(keys).sign();
        pem(certificateFile, client.certificate());
        pem(keyFile, TestCertificates.pkcs8(keys.getPrivate()));

        assertThat(TlsIdentity.pem(certificateFile, keyFile).certificates()).containsExactly(client.certificate());
    }

    static Stream<Arguments> traditionalKeys() throws GeneralSecurityException {
        return keys().filter(key -> !key.get()[0].equals("Ed25519"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traditionalKeys")
    void aKeyInTheTraditionalForm(String name, KeyPair keys) throws IOException {
        Leaf client = CA.issue("joe").key(keys).sign();
        pem(certificateFile, client.certificate());
        pem(keyFile, TestCertificates.traditional(keys));

        assertThat(Files.readString(keyFile)).containsPattern("BEGIN (RSA|EC) PRIVATE KEY");
        assertThat(TlsIdentity.pem(certificateFile, keyFile).certificates()).containsExactly(client.certificate());
    }

    static Stream<Arguments> waysToEncrypt() {
        return Stream.of(
                Arguments.of("PBES2 AES-256", pkcs8(PKCS8Generator.AES_256_CBC.getId())),
                Arguments.of("PBES2 3DES", pkcs8(PKCSObjectIdentifiers.des_EDE3_CBC.getId())),
                Arguments.of("PBES1 SHA-1 3DES", pkcs8(PKCS8Generator.PBE_SHA1_3DES.getId())),
                Arguments.of("PBES1 SHA-1 RC2", pkcs8(PKCS8Generator.PBE_SHA1_RC2_40.getId())),
                Arguments.of("OpenSSL AES-256", traditional("AES-256-CBC")),
                Arguments.of("OpenSSL 3DES", traditional("DES-EDE3-CBC")));
    }

    /** A way to put a key into PEM under the passphrase. */
    interface Encryption {
        Object encrypt(PrivateKey key) throws Exception;
    }

    private static Encryption pkcs8(String algorithm) {
        return key -> new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(new org.bouncycastle.asn1.ASN1ObjectIdentifier(algorithm))
                                .setProvider(new BouncyCastleProvider())
                                .setPassword(SECRET.toCharArray())
                                .build())
                .generate();
    }

    private static Encryption traditional(String algorithm) {
        return key -> new JcaMiscPEMGenerator(
                        key,
                        new JcePEMEncryptorBuilder(algorithm)
                                .setProvider(new BouncyCastleProvider())
                                .build(SECRET.toCharArray()))
                .generate();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToEncrypt")
    void anEncryptedKeyNeedsItsPassphrase(String name, Encryption encryption) throws Exception {
        KeyPair keys = TestCertificates.rsa(2048);
        Leaf client = CA.issue("joe").key(keys).sign();
        pem(certificateFile, client.certificate());
        pem(keyFile, encryption.encrypt(client.key()));

        assertThat(identity(SECRET::toCharArray).certificates()).containsExactly(client.certificate());
        assertRefused(identity("wrong"::toCharArray), Reason.BAD_PASSPHRASE, "client.key");
        assertRefused(TlsIdentity.pem(certificateFile, keyFile), Reason.BAD_PASSPHRASE, "no passphrase was given");
    }

    @Test
    void thePassphraseOfTheCallerIsLeftAlone() throws Exception {
        Leaf client = CA.client("joe");
        pem(certificateFile, client.certificate());
        pem(keyFile, pkcs8(PKCS8Generator.AES_256_CBC.getId()).encrypt(client.key()));
        char[] secret = SECRET.toCharArray();

        identity(() -> secret).certificates();

        assertThat(secret).isEqualTo(SECRET.toCharArray());
    }

    @Test
    void thePassphraseIsNotAskedForAKeyThatNeedsNone() {
        Leaf client = CA.client("joe");
        pem(certificateFile, client.certificate());
        pem(keyFile, TestCertificates.pkcs8(client.key()));

        assertThat(identity(() -> {
                            throw new AssertionError("asked");
                        })
                        .certificates())
                .hasSize(1);
    }

    @Test
    void oneFileMayHoldEverythingInAnyOrder() {
        Leaf client = CA.intermediate("A").intermediate("B").issue("joe").sign();
        List<X509Certificate> shuffled = new ArrayList<>(client.chain());
        shuffled.add(TestCertificates.authority("Stranger").certificate());
        Collections.reverse(shuffled);
        List<Object> content = new ArrayList<>(shuffled);
        content.add(2, TestCertificates.pkcs8(client.key()));
        Path file = pem(folder.resolve("all.pem"), content.toArray());

        assertThat(TlsIdentity.pem(file, file).certificates()).isEqualTo(client.chain());
    }

    @Test
    void aPkcs12File() throws Exception {
        Leaf client = CA.intermediate("A").issue("joe").sign();
        Path file = pkcs12(client);

        assertThat(TlsIdentity.pkcs12(file, SECRET::toCharArray).certificates()).isEqualTo(client.chain());
        assertRefused(TlsIdentity.pkcs12(file, "wrong"::toCharArray), Reason.BAD_PASSPHRASE, "client.p12 is wrong");
        assertRefused(
                TlsIdentity.pkcs12(pem(keyFile, TestCertificates.pkcs8(client.key())), SECRET::toCharArray),
                Reason.BAD_KEY,
                "it is PEM");
        assertRefused(
                TlsIdentity.pkcs12(Files.write(folder.resolve("none.p12"), new byte[] {1, 2, 3}), SECRET::toCharArray),
                Reason.BAD_KEY,
                "no PKCS#12 file");
    }

    @Test
    void whatAFileHoldsInPlaceOfAKeyOrCertificateIsSaid() throws Exception {
        Leaf client = CA.client("joe");
        pem(certificateFile, client.certificate());
        pem(keyFile, TestCertificates.pkcs8(client.key()));
        Path request = pem(folder.resolve("request.pem"), request());
        Path openSsh = pem(folder.resolve("id_ed25519"), new PemObject("OPENSSH PRIVATE KEY", new byte[] {1}));
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path empty = Files.writeString(folder.resolve("empty"), "");

        assertRefused(TlsIdentity.pem(request, keyFile), Reason.BAD_CERTIFICATE, "holds one CERTIFICATE REQUEST");
        assertRefused(TlsIdentity.pem(keyFile, keyFile), Reason.BAD_CERTIFICATE, "holds one PRIVATE KEY");
        assertRefused(TlsIdentity.pem(text, keyFile), Reason.BAD_CERTIFICATE, "holds no PEM");
        assertRefused(TlsIdentity.pem(empty, keyFile), Reason.BAD_CERTIFICATE, "holds nothing");
        assertRefused(TlsIdentity.pem(certificateFile, certificateFile), Reason.BAD_KEY, "holds one CERTIFICATE");
        assertRefused(TlsIdentity.pem(certificateFile, openSsh), Reason.BAD_KEY, "OpenSSH private key");
        assertThatThrownBy(() -> TlsIdentity.pem(certificateFile, openSsh).certificates())
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.advice())
                                .hasValueSatisfying(advice -> assertThat(advice).contains("ssh-keygen -p -m PKCS8")));
    }

    @Test
    void damagedFilesAreNamed() throws Exception {
        Leaf client = CA.client("joe");
        pem(keyFile, TestCertificates.pkcs8(client.key()));
        String whole = TestCertificates.pemText(client.certificate());
        Path cut = Files.writeString(folder.resolve("cut.pem"), whole.substring(0, whole.length() / 2));
        Path garbled = pem(folder.resolve("garbled.pem"), new PemObject("CERTIFICATE", new byte[] {0x30, 1, 2}));
        Path badKey = pem(folder.resolve("bad.key"), new PemObject("PRIVATE KEY", new byte[] {0x30, 1, 2}));
        pem(certificateFile, client.certificate());

        assertRefused(TlsIdentity.pem(cut, keyFile), Reason.BAD_CERTIFICATE, "cut.pem is damaged PEM");
        assertRefused(TlsIdentity.pem(garbled, keyFile), Reason.BAD_CERTIFICATE, "garbled.pem");
        assertRefused(TlsIdentity.pem(certificateFile, badKey), Reason.BAD_KEY, "bad.key");
        assertRefused(TlsIdentity.pem(folder.resolve("none"), keyFile), Reason.FILE_UNREADABLE, "no such file");
        assertRefused(TlsIdentity.pem(folder, keyFile), Reason.FILE_UNREADABLE, "it is a directory");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aKeyOfAnotherCertificateIsRefused(String name, KeyPair keys) throws GeneralSecurityException {
        Leaf sameKind = CA.issue("ann").key(another(keys)).sign();
        pem(certificateFile, sameKind.certificate());
        pem(keyFile, TestCertificates.pkcs8(keys.getPrivate()));

        assertRefused(TlsIdentity.pem(certificateFile, keyFile), Reason.KEY_MISMATCH, "CN=ann");
        assertThatThrownBy(() -> TlsIdentity.of(keys.getPrivate(), sameKind.chain()))
                .isInstanceOf(InputException.class);
    }

    private static KeyPair another(KeyPair keys) throws GeneralSecurityException {
        return switch (keys.getPrivate().getAlgorithm()) {
            case "RSA" -> TestCertificates.freshRsa(2048);
            case "EC" -> TestCertificates.ec();
            default -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        };
    }

    @Test
    void changedFilesAreReadAgain() throws IOException {
        Leaf old = CA.client("old");
        Leaf renewed = CA.client("new");
        pem(certificateFile, old.certificate());
        pem(keyFile, TestCertificates.pkcs8(old.key()));
        TlsIdentity identity = TlsIdentity.pem(certificateFile, keyFile);
        Credentials before = identity.credentials().orElseThrow();

        assertThat(identity.credentials()).containsSame(before);

        pem(certificateFile, renewed.certificate());
        assertRefused(identity, Reason.KEY_MISMATCH, "CN=new");
        pem(keyFile, TestCertificates.pkcs8(renewed.key()));
        assertThat(identity.certificates()).containsExactly(renewed.certificate());

        Files.writeString(certificateFile, "");
        assertRefused(identity, Reason.BAD_CERTIFICATE, "holds nothing");
    }

    @Test
    void aFilePutInPlaceWithTheSameTimeAndSizeIsNoticed() throws IOException {
        Leaf old = CA.client("old");
        Leaf renewed = CA.client("new");
        pem(certificateFile, old.certificate(), TestCertificates.pkcs8(old.key()));
        TlsIdentity identity = TlsIdentity.pem(certificateFile, certificateFile);
        assertThat(identity.certificates()).containsExactly(old.certificate());
        FileTime time = Files.getLastModifiedTime(certificateFile);

        Path beside = pem(folder.resolve("beside"), renewed.certificate(), TestCertificates.pkcs8(renewed.key()));
        Files.setLastModifiedTime(beside, time);
        Files.move(beside, certificateFile, StandardCopyOption.REPLACE_EXISTING);

        assertThat(identity.certificates()).containsExactly(renewed.certificate());
    }

    @Test
    void itTellsWhenItExpires() {
        Leaf client = CA.client("joe");

        assertThat(client.identity().notAfter())
                .contains(client.certificate().getNotAfter().toInstant());
        assertThat(TlsIdentity.none().notAfter()).isEmpty();
        assertThat(TlsIdentity.none().certificates()).isEmpty();
    }

    @Test
    void itIsEqualByWhereItComesFrom() {
        Leaf client = CA.client("joe");
        Supplier<char[]> passphrase = SECRET::toCharArray;

        assertThat(TlsIdentity.pem(certificateFile, keyFile)).isEqualTo(TlsIdentity.pem(certificateFile, keyFile));
        assertThat(TlsIdentity.pem(certificateFile, keyFile)).isNotEqualTo(TlsIdentity.pem(keyFile, keyFile));
        assertThat(identity(passphrase)).isEqualTo(identity(passphrase)).isNotEqualTo(identity(SECRET::toCharArray));
        assertThat(client.identity()).isEqualTo(client.identity()).hasSameHashCodeAs(client.identity());
        assertThat(client.identity()).isNotEqualTo(CA.client("joe").identity());
        assertThat(TlsIdentity.none()).isEqualTo(TlsIdentity.none()).isNotEqualTo(client.identity());
    }

    private TlsIdentity identity(Supplier<char[]> passphrase) {
        return TlsIdentity.pem(certificateFile, keyFile, passphrase);
    }

    private static void assertRefused(TlsIdentity identity, Reason reason, String words) {
        InputException refused = catchThrowableOfType(InputException.class, identity::certificates);
        assertThat(refused).isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining(words).hasMessageNotContaining(SECRET);
    }

    private Path pkcs12(Leaf client) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client", client.key(), SECRET.toCharArray(), client.chain().toArray(Certificate[]::new));
        Path file = folder.resolve("client.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, SECRET.toCharArray());
        }
        return file;
    }

    private static Object request() throws OperatorCreationException {
        KeyPair keys = TestCertificates.ec();
        return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=joe"), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }
}
