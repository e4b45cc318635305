package dev.parley.ssh;

import static org.apache.sshd.common.cipher.BuiltinCiphers.aes128cbc;
import static org.apache.sshd.common.cipher.BuiltinCiphers.aes128ctr;
import static org.apache.sshd.common.cipher.BuiltinCiphers.aes128gcm;
import static org.apache.sshd.common.cipher.BuiltinCiphers.aes192ctr;
import static org.apache.sshd.common.cipher.BuiltinCiphers.aes256cbc;
import static org.apache.sshd.common.cipher.BuiltinCiphers.aes256ctr;
import static org.apache.sshd.common.cipher.BuiltinCiphers.aes256gcm;
import static org.apache.sshd.common.cipher.BuiltinCiphers.cc20p1305_openssh;
import static org.apache.sshd.common.kex.BuiltinDHFactories.curve25519;
import static org.apache.sshd.common.kex.BuiltinDHFactories.curve25519_libssh;
import static org.apache.sshd.common.kex.BuiltinDHFactories.dhg14_256;
import static org.apache.sshd.common.kex.BuiltinDHFactories.dhg16_512;
import static org.apache.sshd.common.kex.BuiltinDHFactories.dhg18_512;
import static org.apache.sshd.common.kex.BuiltinDHFactories.dhgex256;
import static org.apache.sshd.common.kex.BuiltinDHFactories.ecdhp256;
import static org.apache.sshd.common.kex.BuiltinDHFactories.ecdhp384;
import static org.apache.sshd.common.kex.BuiltinDHFactories.ecdhp521;
import static org.apache.sshd.common.kex.BuiltinDHFactories.mlkem768x25519;
import static org.apache.sshd.common.kex.BuiltinDHFactories.sntrup761x25519;
import static org.apache.sshd.common.kex.BuiltinDHFactories.sntrup761x25519_openssh;
import static org.apache.sshd.common.mac.BuiltinMacs.hmacsha1;
import static org.apache.sshd.common.mac.BuiltinMacs.hmacsha256;
import static org.apache.sshd.common.mac.BuiltinMacs.hmacsha256etm;
import static org.apache.sshd.common.mac.BuiltinMacs.hmacsha512;
import static org.apache.sshd.common.mac.BuiltinMacs.hmacsha512etm;
import static org.apache.sshd.common.signature.BuiltinSignatures.ed25519;
import static org.apache.sshd.common.signature.BuiltinSignatures.ed25519_cert;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp256;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp256_cert;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp384;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp384_cert;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp521;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp521_cert;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsa;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA256;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA256_cert;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA512;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA512_cert;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * What is offered, the best first. RFC 9142 and what followed it: no SHA-1, no CBC, no group of less than 2048 bits. Key
 * exchanges that quantum computers do not break stand in front. AES-GCM stands before ChaCha20-Poly1305, because the
 * processor helps with it and because a server without strict key exchange (Terrapin, CVE-2023-48795) does no harm with it.
 *
 * @param exchanges the key exchanges
 * @param signatures of host keys and of ours
 * @param ciphers the ciphers
 * @param macs what protects the ciphers that do not protect themselves
 */
record Algorithms(
        List<KeyExchangeFactory> exchanges,
        List<NamedFactory<Signature>> signatures,
        List<NamedFactory<Cipher>> ciphers,
        List<NamedFactory<Mac>> macs) {
    private static final List<BuiltinDHFactories> EXCHANGES = List.of(
            mlkem768x25519,
            sntrup761x25519,
            sntrup761x25519_openssh,
            curve25519,
            curve25519_libssh,
            ecdhp256,
            ecdhp384,
            ecdhp521,
            dhg16_512,
            dhg18_512,
            dhgex256,
            dhg14_256);
    private static final List<BuiltinSignatures> SIGNATURES = List.of(
            ed25519_cert,
            nistp256_cert,
            nistp384_cert,
            nistp521_cert,
            rsaSHA512_cert,
            rsaSHA256_cert,
            ed25519,
            nistp256,
            nistp384,
            nistp521,
            rsaSHA512,
            rsaSHA256);
    private static final List<BuiltinCiphers> CIPHERS =
            List.of(aes128gcm, aes256gcm, aes128ctr, aes192ctr, aes256ctr, cc20p1305_openssh);
    private static final List<BuiltinMacs> MACS = List.of(hmacsha256etm, hmacsha512etm, hmacsha256, hmacsha512);

    static final Algorithms MODERN = of(EXCHANGES, SIGNATURES, CIPHERS, MACS);

    /** With what old devices need, behind all others; what MINA itself calls deprecated is found by its name. */
    static final Algorithms LEGACY = of(
            with(
                    EXCHANGES,
                    Stream.of(
                                    "diffie-hellman-group-exchange-sha1",
                                    "diffie-hellman-group14-sha1",
                                    "diffie-hellman-group1-sha1")
                            .map(BuiltinDHFactories::fromFactoryName)
                            .toList()),
            with(SIGNATURES, List.of(rsa)),
            with(CIPHERS, List.of(aes256cbc, aes128cbc, BuiltinCiphers.fromFactoryName("3des-cbc"))),
            with(MACS, List.of(hmacsha1)));

    private static <T> List<T> with(List<T> modern, List<T> legacy) {
        List<T> all = new ArrayList<>(modern);
        all.addAll(legacy);
        return all;
    }

    private static Algorithms of(
            List<BuiltinDHFactories> exchanges,
            List<BuiltinSignatures> signatures,
            List<BuiltinCiphers> ciphers,
            List<BuiltinMacs> macs) {
        Mina.prepare();
        return new Algorithms(
                NamedFactory.setUpTransformedFactories(true, exchanges, ClientBuilder.DH2KEX),
                List.<NamedFactory<Signature>>copyOf(NamedFactory.setUpBuiltinFactories(true, signatures)),
                List.<NamedFactory<Cipher>>copyOf(NamedFactory.setUpBuiltinFactories(true, ciphers)),
                List.<NamedFactory<Mac>>copyOf(NamedFactory.setUpBuiltinFactories(true, macs)));
    }

    void offerIn(ClientSession session) {
        session.setKeyExchangeFactories(exchanges);
        session.setSignatureFactories(signatures);
        session.setCipherFactories(ciphers);
        session.setMacFactories(macs);
    }
}
