package dev.parley.probe;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encrypts or decrypts the records of one direction with AES-GCM, AES-CCM or ChaCha20-Poly1305 (RFC 9846 section 5.2, RFC
 * 5288, RFC 6655, RFC 7905).
 */
final class RecordCipher {
    private static final int NONCE = 12;
    private static final int EXPLICIT = 8;

    private final boolean tls13;
    private final CipherSuite suite;
    private final int tag;
    private byte[] secret;
    private byte[] key;
    private byte[] iv;
    private long sequence;

    private RecordCipher(boolean tls13, CipherSuite suite, byte[] secret, byte[] key, byte[] iv) {
        this.tls13 = tls13;
        this.suite = suite;
        this.tag = suite.name().contains("_CCM_8") ? 8 : 16;
        this.secret = secret;
        this.key = key.clone();
        this.iv = iv.clone();
    }

    static RecordCipher tls13(CipherSuite suite, byte[] secret) {
        RecordCipher cipher = new RecordCipher(true, suite, secret.clone(), new byte[0], new byte[0]);
        cipher.derive();
        return cipher;
    }

    private void derive() {
        Hash hash = Hash.of(suite);
        key = hash.expand(secret, "key", new byte[0], keyLength(suite));
        iv = hash.expand(secret, "iv", new byte[0], NONCE);
        sequence = 0;
    }

    /** Goes on with the next keys, after a KeyUpdate of TLS 1.3 (RFC 9846 section 7.2). */
    void update() {
        secret = Hash.of(suite).expand(secret, "traffic upd", new byte[0], secret.length);
        derive();
    }

    static RecordCipher tls12(CipherSuite suite, byte[] key, byte[] fixedIv) {
        return new RecordCipher(false, suite, new byte[0], key, fixedIv);
    }

    /** Whether this can be done for a suite. */
    static boolean serves(CipherSuite suite) {
        return suite.name().contains("_AES_128_GCM_")
                || suite.name().contains("_AES_256_GCM_")
                || isCcm(suite)
                || isChaCha(suite);
    }

    static int keyLength(CipherSuite suite) {
        return suite.name().contains("_128_") ? 16 : 32;
    }

    /** The length of what TLS 1.2 derives of the nonce. */
    static int fixedIvLength(CipherSuite suite) {
        return isChaCha(suite) ? NONCE : NONCE - EXPLICIT;
    }

    private static boolean isCcm(CipherSuite suite) {
        return suite.name().contains("_AES_128_CCM") || suite.name().contains("_AES_256_CCM");
    }

    private static boolean isChaCha(CipherSuite suite) {
        return suite.name().contains("CHACHA20_POLY1305");
    }

    /** The record that carries this content. */
    TlsRecord seal(int type, Octets content) {
        try {
            if (tls13) {
                byte[] inner = new WireWriter().bytes(content).u8(type).toBytes();
                byte[] head = new WireWriter()
                        .u8(TlsRecord.DATA)
                        .u16(WireVersion.TLS_1_2.code())
                        .u16(inner.length + tag)
                        .toBytes();
                return new TlsRecord(
                        TlsRecord.DATA,
                        WireVersion.TLS_1_2.code(),
                        Octets.of(cipher(Cipher.ENCRYPT_MODE, nonce(sequence++), head, inner)));
            }
            byte[] explicit = new WireWriter().number(sequence, EXPLICIT).toBytes();
            byte[] nonce = isChaCha(suite) ? nonce(sequence) : join(iv, explicit);
            byte[] head = head12(type, content.length());
            sequence++;
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, head, content.array());
            return new TlsRecord(
                    type, WireVersion.TLS_1_2.code(), Octets.of(isChaCha(suite) ? sealed : join(explicit, sealed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot encrypt with " + suite, e);
        }
    }

    /** What an encrypted record carries. */
    TlsRecord open(TlsRecord record) throws MalformedException {
        try {
            WireReader in = WireReader.of(record.payload());
            if (tls13) {
                byte[] head = new WireWriter()
                        .u8(record.type())
                        .u16(record.version())
                        .u16(record.payload().length())
                        .toBytes();
                byte[] inner = cipher(
                        Cipher.DECRYPT_MODE, nonce(sequence++), head, in.rest().array());
                int end = inner.length;
                while (end > 0 && inner[end - 1] == 0) {
                    end--;
                }
                if (end == 0) {
                    throw new MalformedException("a record of nothing but padding");
                }
                Octets content = WireReader.of(inner).octets(end - 1);
                return new TlsRecord(inner[end - 1], record.version(), content);
            }
            byte[] nonce = isChaCha(suite)
                    ? nonce(sequence)
                    : join(iv, in.octets(EXPLICIT).array());
            byte[] head = head12(record.type(), in.remaining() - tag);
            sequence++;
            return new TlsRecord(
                    record.type(),
                    record.version(),
                    Octets.of(cipher(Cipher.DECRYPT_MODE, nonce, head, in.rest().array())));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("a record cannot be decrypted: " + e.getMessage());
        }
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] head, byte[] text) throws GeneralSecurityException {
        if (isCcm(suite)) {
            return ccm(mode == Cipher.ENCRYPT_MODE, nonce, head, text);
        }
        boolean chacha = isChaCha(suite);
        Cipher cipher = Cipher.getInstance(chacha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
        AlgorithmParameterSpec parameters = chacha ? new IvParameterSpec(nonce) : new GCMParameterSpec(tag * 8, nonce);
        cipher.init(mode, new SecretKeySpec(key, chacha ? "ChaCha20" : "AES"), parameters);
        cipher.updateAAD(head);
        return cipher.doFinal(text);
    }

    /** By Bouncy Castle, because the JDK has no AES-CCM. */
    private byte[] ccm(boolean encrypt, byte[] nonce, byte[] head, byte[] text) throws GeneralSecurityException {
        CCMModeCipher cipher = CCMBlockCipher.newInstance(AESEngine.newInstance());
        try {
            cipher.init(encrypt, new AEADParameters(new KeyParameter(key), tag * 8, nonce, head));
            byte[] out = new byte[cipher.getOutputSize(text.length)];
            int length = cipher.processBytes(text, 0, text.length, out, 0);
            cipher.doFinal(out, length);
            return out;
        } catch (CryptoException | RuntimeException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    private byte[] head12(int type, int length) {
        return new WireWriter()
                .number(sequence, 8)
                .u8(type)
                .u16(WireVersion.TLS_1_2.code())
                .u16(length)
                .toBytes();
    }

    private byte[] nonce(long number) {
        byte[] nonce = iv.clone();
        for (int i = 0; i < 8; i++) {
            nonce[NONCE - 1 - i] ^= (byte) (number >>> (8 * i));
        }
        return nonce;
    }

    private static byte[] join(byte[] first, byte[] second) {
        return new WireWriter().bytes(first).bytes(second).toBytes();
    }
}
