package dev.parley.probe;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a ServerKeyExchange says (RFC 5246 section 7.4.3, RFC 8422 section 5.4).
 *
 * @param group the number of the named curve, for an exchange on a curve
 * @param publicKey the server's public key
 * @param primeBits the size of the prime, for an exchange in a finite field
 * @param scheme how it is signed, in TLS 1.2; before that it was always MD5 with SHA-1, or SHA-1
 */
public record KeyParameters(
        Optional<Integer> group, Octets publicKey, Optional<Integer> primeBits, Optional<Integer> scheme) {
    private static final int NAMED_CURVE = 3;

    /**
     * Reads it.
     *
     * @param exchange the message
     * @param hello what it follows on
     * @return empty for an exchange of another kind
     */
    public static Optional<KeyParameters> read(ServerMessage.KeyExchange exchange, ServerMessage.ServerHello hello)
            throws MalformedException {
        WireReader in = WireReader.of(exchange.content());
        CipherSuite suite = hello.suite();
        return switch (suite.exchange()) {
            case ECDHE -> {
                int type = in.u8();
                if (type != NAMED_CURVE) {
                    throw new MalformedException("the server describes a curve of its own (curve type " + type + ")");
                }
                int group = in.u16();
                Octets key = in.vector8().rest();
                yield Optional.of(new KeyParameters(Optional.of(group), key, Optional.empty(), scheme(in, hello)));
            }
            case DHE -> {
                int bits = bits(in.vector16().rest());
                in.vector16();
                Octets key = in.vector16().rest();
                yield Optional.of(new KeyParameters(Optional.empty(), key, Optional.of(bits), scheme(in, hello)));
            }
            case RSA, ECDH, DH, PSK, OTHER, TLS_1_3 -> Optional.empty();
        };
    }

    private static Optional<Integer> scheme(WireReader in, ServerMessage.ServerHello hello) throws MalformedException {
        if (!hello.suite().hasCertificate() || hello.versionCode() != WireVersion.TLS_1_2.code()) {
            return Optional.empty();
        }
        return Optional.of(in.u16());
    }

    private static int bits(Octets number) {
        return new BigInteger(1, number.array()).bitLength();
    }
}
