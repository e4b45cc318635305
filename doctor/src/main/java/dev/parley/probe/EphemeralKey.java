package dev.parley.probe;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.KeyAgreement;

/** A key pair for one exchange in a group. */
final class EphemeralKey {
    /** The groups that this can be done in, the best first. */
    static final List<NamedGroup> GROUPS = List.of(
            NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1, NamedGroup.X448);

    private static final int UNCOMPRESSED = 4;

    private final NamedGroup group;
    private final KeyPair pair;

    private EphemeralKey(NamedGroup group, KeyPair pair) {
        this.group = group;
        this.pair = pair;
    }

    static EphemeralKey generate(NamedGroup group) {
        try {
            if (isMontgomery(group)) {
                return new EphemeralKey(
                        group, KeyPairGenerator.getInstance(name(group)).generateKeyPair());
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(group.toString()));
            return new EphemeralKey(group, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no keys for " + group, e);
        }
    }

    private static boolean isMontgomery(NamedGroup group) {
        return group == NamedGroup.X25519 || group == NamedGroup.X448;
    }

    /** As the JDK calls it. */
    private static String name(NamedGroup group) {
        return group.toString().toUpperCase(Locale.ROOT);
    }

    NamedGroup group() {
        return group;
    }

    private int fieldBytes() {
        return (group.bits() + 7) / 8;
    }

    /** The public key as it is sent (RFC 8446 section 4.2.8.2, RFC 7748 section 5). */
    Octets share() {
        if (pair.getPublic() instanceof XECPublicKey montgomery) {
            return Octets.of(reversed(fixed(montgomery.getU(), fieldBytes())));
        }
        ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
        return new WireWriter()
                .u8(UNCOMPRESSED)
                .bytes(fixed(point.getAffineX(), fieldBytes()))
                .bytes(fixed(point.getAffineY(), fieldBytes()))
                .toOctets();
    }

    /** The secret that this key and the other's public one come to. */
    byte[] agree(Octets other) throws MalformedException {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(isMontgomery(group) ? name(group) : "ECDH");
            agreement.init(pair.getPrivate());
            agreement.doPhase(publicKey(other), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new MalformedException("the server's key for " + group + " is no key of that group");
        }
    }

    private PublicKey publicKey(Octets other) throws GeneralSecurityException, MalformedException {
        int field = fieldBytes();
        if (isMontgomery(group)) {
            if (other.length() != field) {
                throw new MalformedException("a key of " + other.length() + " bytes for " + group);
            }
            byte[] u = reversed(other.array());
            if (group == NamedGroup.X25519) {
                u[0] &= 0x7f;
            }
            return KeyFactory.getInstance(name(group))
                    .generatePublic(new XECPublicKeySpec(new NamedParameterSpec(name(group)), new BigInteger(1, u)));
        }
        WireReader in = WireReader.of(other);
        if (other.length() != 1 + 2 * field || in.u8() != UNCOMPRESSED) {
            throw new MalformedException("a point of " + other.length() + " bytes for " + group);
        }
        BigInteger x = new BigInteger(1, in.octets(field).array());
        BigInteger y = new BigInteger(1, in.octets(field).array());
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(group.toString()));
        ECParameterSpec curve = Objects.requireNonNull(parameters.getParameterSpec(ECParameterSpec.class));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    }

    private static byte[] fixed(BigInteger value, int length) {
        byte[] minimal = value.toByteArray();
        byte[] bytes = new byte[length];
        int count = Math.min(length, minimal.length);
        System.arraycopy(minimal, minimal.length - count, bytes, length - count, count);
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] back = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            back[i] = bytes[bytes.length - 1 - i];
        }
        return back;
    }
}
