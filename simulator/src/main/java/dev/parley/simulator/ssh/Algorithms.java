package dev.parley.simulator.ssh;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;

/**
 * What a device agrees to when keys are exchanged, by the names of RFC 4253 and its successors; the first comes first in
 * its offer. An empty list means what MINA SSHD offers by itself. Immutable; each method gives a changed copy.
 *
 * @param keyExchange how the secret is agreed on, such as {@code curve25519-sha256}
 * @param hostKeys how the device signs, such as {@code rsa-sha2-512}; without the key that it needs, none is offered
 * @param ciphers how packets are encrypted, such as {@code aes128-ctr}
 * @param macs how packets are authenticated, such as {@code hmac-sha2-256}
 */
public record Algorithms(List<String> keyExchange, List<String> hostKeys, List<String> ciphers, List<String> macs) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if one of the names is not known here
     */
    public Algorithms {
        keyExchange = known("key exchange", keyExchange, name -> BuiltinDHFactories.resolveFactory(name) != null);
        hostKeys = known("host key", hostKeys, name -> BuiltinSignatures.resolveFactory(name) != null);
        ciphers = known("cipher", ciphers, name -> BuiltinCiphers.resolveFactory(name) != null);
        macs = known("MAC", macs, name -> BuiltinMacs.resolveFactory(name) != null);
    }

    private static List<String> known(String kind, List<String> names, Predicate<String> isKnown) {
        Stream<String> unknown = names.stream().filter(isKnown.negate());
        unknown.findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("no " + kind + " algorithm is called " + name);
        });
        return List.copyOf(names);
    }

    /** What MINA SSHD offers by itself. */
    public static Algorithms usual() {
        return new Algorithms(List.of(), List.of(), List.of(), List.of());
    }

    /** With these key exchanges only. */
    public Algorithms keyExchange(String... names) {
        return new Algorithms(Arrays.asList(names), hostKeys, ciphers, macs);
    }

    /** With these host key algorithms only. */
    public Algorithms hostKeys(String... names) {
        return new Algorithms(keyExchange, Arrays.asList(names), ciphers, macs);
    }

    /** With these ciphers only. */
    public Algorithms ciphers(String... names) {
        return new Algorithms(keyExchange, hostKeys, Arrays.asList(names), macs);
    }

    /** With these MACs only. */
    public Algorithms macs(String... names) {
        return new Algorithms(keyExchange, hostKeys, ciphers, Arrays.asList(names));
    }
}
