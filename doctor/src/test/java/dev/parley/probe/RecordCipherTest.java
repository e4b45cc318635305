package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one side encrypts the other decrypts, also after their keys have changed; real servers are asked elsewhere. */
class RecordCipherTest {
    static Stream<CipherSuite> suites() {
        return Stream.concat(Handshake13.SUITES.stream(), Handshake12.SUITES.stream());
    }

    private static RecordCipher cipher(CipherSuite suite) {
        return suite.isTls13()
                ? RecordCipher.tls13(suite, new byte[Hash.of(suite).length()])
                : RecordCipher.tls12(
                        suite, new byte[RecordCipher.keyLength(suite)], new byte[RecordCipher.fixedIvLength(suite)]);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void thereAndBack(CipherSuite suite) throws MalformedException {
        RecordCipher ours = cipher(suite);
        RecordCipher theirs = cipher(suite);
        Octets content = Octets.ofHex("00112233445566778899aabbccddeeff00");
        for (int i = 0; i < 3; i++) {
            TlsRecord sealed = ours.seal(TlsRecord.DATA, content);
            int explicit = suite.isTls13() ? 1 : suite.name().contains("CHACHA20") ? 0 : 8;
            int tag = suite.name().contains("CCM_8") ? 8 : 16;
            assertThat(sealed.payload().length()).isEqualTo(content.length() + explicit + tag);
            assertThat(theirs.open(sealed).payload()).isEqualTo(content);
            if (suite.isTls13()) {
                ours.update();
                theirs.update();
            }
        }
    }
}
