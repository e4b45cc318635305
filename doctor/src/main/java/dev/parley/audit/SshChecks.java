package dev.parley.audit;

import dev.parley.probe.Prober;
import dev.parley.probe.SshGreeting;
import dev.parley.probe.SshProber;
import dev.parley.probe.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rules for SSH: what a server offers before anything is encrypted, and its host keys. */
record SshChecks(SshProber prober, SshGreeting greeting, Findings findings) {
    private static final int LEAST_RSA = 2_048;
    private static final int LEAST_MODULUS_ASKED = 1_024;
    private static final String STRICT = "kex-strict-s-v00@openssh.com";
    private static final Set<String> EVERY_RSA = Set.of("ssh-rsa", "rsa-sha2-256", "rsa-sha2-512");

    void look() throws IOException {
        findings.judge(
                Rule.SSH_VERSION,
                greeting.identification().startsWith("SSH-2.0-"),
                "the server calls itself " + greeting.identification());
        weak();
        findings.look(List.of(Rule.SSH_MODULI), this::moduli);
        findings.look(List.of(Rule.SSH_HOST_KEY_SIZES), this::hostKeys);
        terrapin();
        List<String> early = SshAlgorithms.which(greeting.compressions(), "zlib"::equals);
        findings.none(Rule.SSH_COMPRESSION, early, String.join(", ", greeting.compressions()));
        List<String> quantum = SshAlgorithms.which(greeting.exchanges(), SshAlgorithms::isQuantumSafe);
        findings.judge(
                Rule.SSH_QUANTUM,
                !quantum.isEmpty(),
                "key exchanges: " + String.join(", ", quantum.isEmpty() ? exchanges() : quantum));
        approved();
        List<String> others = SshAlgorithms.which(all(), SshAlgorithms::isNoDefault);
        findings.none(Rule.SSH_DEFAULTS, others, "nothing beyond the defaults of OpenSSH is offered");
    }

    /** Without the marks of extensions that stand among them. */
    private List<String> exchanges() {
        return SshAlgorithms.which(greeting.exchanges(), name -> true);
    }

    private List<String> all() {
        return Stream.of(
                        greeting.exchanges(),
                        greeting.hostKeys(),
                        greeting.ciphers(),
                        greeting.macs(),
                        greeting.compressions())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private void weak() {
        findings.none(
                Rule.SSH_EXCHANGES,
                SshAlgorithms.which(greeting.exchanges(), SshAlgorithms::isWeakExchange),
                String.join(", ", exchanges()));
        findings.none(
                Rule.SSH_GROUP14_SHA1,
                SshAlgorithms.which(greeting.exchanges(), SshAlgorithms::isGroup14WithSha1),
                String.join(", ", exchanges()));
        findings.none(
                Rule.SSH_HOST_KEY_SIGNATURES,
                SshAlgorithms.which(greeting.hostKeys(), SshAlgorithms::isWeakHostKey),
                String.join(", ", greeting.hostKeys()));
        findings.none(
                Rule.SSH_CIPHERS,
                SshAlgorithms.which(greeting.ciphers(), SshAlgorithms::isWeakCipher),
                String.join(", ", greeting.ciphers()));
        findings.none(
                Rule.SSH_MACS,
                SshAlgorithms.which(greeting.macs(), SshAlgorithms::isWeakMac),
                String.join(", ", greeting.macs()));
        findings.none(
                Rule.SSH_OLD_MACS,
                SshAlgorithms.which(greeting.macs(), SshAlgorithms::isOldMac),
                String.join(", ", greeting.macs()));
    }

    /** CVE-2023-48795 needs ChaCha20-Poly1305, or CBC with encrypt-then-MAC, and a server without strict key exchange. */
    private void terrapin() {
        boolean strict = greeting.exchanges().contains(STRICT);
        boolean chacha = greeting.ciphers().contains("chacha20-poly1305@openssh.com");
        boolean cbc = greeting.ciphers().stream().anyMatch(cipher -> cipher.endsWith("-cbc"))
                && greeting.macs().stream().anyMatch(mac -> mac.contains("-etm@"));
        findings.judge(
                Rule.SSH_STRICT,
                strict || !(chacha || cbc),
                "strict key exchange: " + (strict ? "yes" : "no") + ", ChaCha20-Poly1305: " + (chacha ? "yes" : "no")
                        + ", CBC with encrypt-then-MAC: " + (cbc ? "yes" : "no"));
    }

    private void approved() {
        List<String> outside = new ArrayList<>(
                SshAlgorithms.which(greeting.exchanges(), name -> !SshAlgorithms.isApprovedExchange(name)));
        outside.addAll(SshAlgorithms.which(greeting.hostKeys(), name -> !SshAlgorithms.isApproved(name)));
        outside.addAll(SshAlgorithms.which(greeting.ciphers(), name -> !SshAlgorithms.isApproved(name)));
        outside.addAll(SshAlgorithms.which(greeting.macs(), name -> !SshAlgorithms.isApproved(name)));
        findings.none(
                Rule.SSH_NIST_ALGORITHMS,
                outside,
                "all algorithms are approved by NIST; whether the module is validated cannot be seen");
    }

    /** What the server gives to a client that would take too little, or if it will not talk to that one, to a modern one. */
    private void moduli() throws IOException {
        Optional<String> exchange = SshProber.groupExchanges().stream()
                .filter(greeting.exchanges()::contains)
                .findFirst();
        if (exchange.isEmpty()) {
            findings.passed(Rule.SSH_MODULI, "no group exchange is offered");
            return;
        }
        try {
            judge(LEAST_MODULUS_ASKED, prober.modulus(exchange.get(), LEAST_MODULUS_ASKED));
        } catch (IOException refused) {
            Prober.throwIfInterrupted(refused);
            judge(LEAST_RSA, prober.modulus(exchange.get(), LEAST_RSA));
        }
    }

    private void judge(int asked, int given) {
        findings.judge(
                Rule.SSH_MODULI,
                given >= LEAST_RSA,
                "asked for a group of " + asked + " bits or more, the server gave one of " + given + " bits");
    }

    /** One key that is not to be had does not hide that another is weak. */
    private void hostKeys() throws IOException {
        Optional<String> exchange = SshProber.exchanges().stream()
                .filter(greeting.exchanges()::contains)
                .findFirst();
        if (exchange.isEmpty()) {
            findings.notTestable(
                    Rule.SSH_HOST_KEY_SIZES,
                    "none of its key exchanges can be begun here: " + String.join(", ", exchanges()));
            return;
        }
        Map<String, SshProber.HostKey> keys = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String signature : greeting.hostKeys()) {
            boolean another = EVERY_RSA.contains(signature) && keys.containsKey("ssh-rsa");
            if (!another && !signature.contains("-cert-v0")) {
                try {
                    SshProber.HostKey key = prober.hostKey(exchange.get(), signature);
                    keys.put(key.type(), key);
                } catch (IOException e) {
                    Prober.throwIfInterrupted(e);
                    missing.add(signature + ": " + Words.reason(e));
                }
            }
        }
        List<String> weak = keys.values().stream()
                .filter(SshChecks::isWeak)
                .map(SshChecks::words)
                .toList();
        if (weak.isEmpty() && !missing.isEmpty()) {
            findings.notTestable(
                    Rule.SSH_HOST_KEY_SIZES, "not every host key was to be had: " + String.join("; ", missing));
        } else {
            findings.none(
                    Rule.SSH_HOST_KEY_SIZES,
                    weak,
                    String.join(
                            ", ", keys.values().stream().map(SshChecks::words).toList()));
        }
    }

    private static boolean isWeak(SshProber.HostKey key) {
        return key.type().equals("ssh-dss") || (key.type().equals("ssh-rsa") && key.bits() < LEAST_RSA);
    }

    private static String words(SshProber.HostKey key) {
        return key.type() + (key.bits() == 0 ? "" : " with " + key.bits() + " bits");
    }
}
