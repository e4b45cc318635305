package dev.parley.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digest of a suite, and what TLS derives with it: HKDF (RFC 5869, RFC 9846 section 7.1) and the PRF of TLS 1.2. */
enum Hash {
    SHA256("SHA-256", "HmacSHA256", 32),
    SHA384("SHA-384", "HmacSHA384", 48);

    private final String digest;
    private final String mac;
    private final int length;

    Hash(String digest, String mac, int length) {
        this.digest = digest;
        this.mac = mac;
        this.length = length;
    }

    static Hash of(CipherSuite suite) {
        return suite.name().endsWith("SHA384") ? SHA384 : SHA256;
    }

    int length() {
        return length;
    }

    byte[] of(List<Octets> messages) {
        try {
            MessageDigest computed = MessageDigest.getInstance(digest);
            messages.forEach(message -> computed.update(message.array()));
            return computed.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + digest, e);
        }
    }

    byte[] hmac(byte[] key, byte[]... data) {
        try {
            Mac computed = Mac.getInstance(mac);
            // HMAC pads a key with zeros, so that none is one zero, which the JDK takes.
            computed.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, mac));
            for (byte[] part : data) {
                computed.update(part);
            }
            return computed.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + mac, e);
        }
    }

    byte[] extract(byte[] salt, byte[] secret) {
        return hmac(salt, secret);
    }

    byte[] expand(byte[] secret, String label, byte[] context, int size) {
        byte[] info = new WireWriter()
                .u16(size)
                .vector(1, out -> out.bytes(("tls13 " + label).getBytes(StandardCharsets.US_ASCII)))
                .vector(1, out -> out.bytes(context))
                .toBytes();
        ByteArrayOutputStream derived = new ByteArrayOutputStream();
        byte[] block = new byte[0];
        for (int counter = 1; derived.size() < size; counter++) {
            block = hmac(secret, block, info, new byte[] {(byte) counter});
            derived.writeBytes(block);
        }
        return first(derived.toByteArray(), size);
    }

    /** Derive-Secret of RFC 9846 section 7.1. */
    byte[] derive(byte[] secret, String label, List<Octets> transcript) {
        return expand(secret, label, of(transcript), length);
    }

    /** The PRF of TLS 1.2 (RFC 5246 section 5). */
    byte[] prf(byte[] secret, String label, byte[] seed, int size) {
        byte[] labelled = new WireWriter()
                .bytes(label.getBytes(StandardCharsets.US_ASCII))
                .bytes(seed)
                .toBytes();
        ByteArrayOutputStream derived = new ByteArrayOutputStream();
        byte[] a = labelled;
        while (derived.size() < size) {
            a = hmac(secret, a);
            derived.writeBytes(hmac(secret, a, labelled));
        }
        return first(derived.toByteArray(), size);
    }

    private static byte[] first(byte[] bytes, int size) {
        byte[] some = new byte[size];
        System.arraycopy(bytes, 0, some, 0, size);
        return some;
    }
}
