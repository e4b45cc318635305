package dev.parley.tls;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who carries out TLS. */
public enum TlsProvider {
    /** BoringSSL where it is present and able to do what the policy and the key ask for, the JDK otherwise. */
    AUTO,
    /** The TLS of the Java platform (JSSE). */
    JDK,
    /**
     * BoringSSL through netty-tcnative: less CPU time for each session. It is an optional dependency. Its ClientHello
     * names {@code rsa_pkcs1_sha1} as the last of the signature algorithms, which RFC 9155 forbids for TLS 1.2 and Netty
     * has no switch for.
     */
    BORINGSSL;

    private static final int FIRST_JDK_WITH_POST_QUANTUM = 27;

    /** One of the two that there are. */
    TlsProvider resolve(TlsPolicy policy, Optional<Credentials> credentials) {
        List<String> beyondBoringSsl = beyondBoringSsl(policy, credentials);
        TlsProvider chosen = switch (this) {
            case JDK -> JDK;
            case AUTO -> BoringSsl.isAvailable() && beyondBoringSsl.isEmpty() ? BORINGSSL : JDK;
            case BORINGSSL -> {
                if (!BoringSsl.isAvailable()) {
                    throw refused(
                            "BoringSSL is not there: " + BoringSsl.whyNotAvailable(),
                            "add io.netty:netty-tcnative-boringssl-static with the classifier of the platform,"
                                    + " or use the provider AUTO");
                }
                if (!beyondBoringSsl.isEmpty()) {
                    throw refused(
                            "BoringSSL is not able " + String.join(" and ", beyondBoringSsl),
                            "use the provider JDK or AUTO");
                }
                yield BORINGSSL;
            }
        };
        int jdk = Runtime.version().feature();
        if (chosen == JDK && policy.postQuantum() && jdk < FIRST_JDK_WITH_POST_QUANTUM) {
            throw refused(
                    TlsPolicy.POST_QUANTUM + " is not known to the JDK " + jdk,
                    "it needs BoringSSL, or JDK " + FIRST_JDK_WITH_POST_QUANTUM);
        }
        return chosen;
    }

    private static List<String> beyondBoringSsl(TlsPolicy policy, Optional<Credentials> credentials) {
        List<String> beyond = new ArrayList<>();
        if (policy.narrowsTls13()) {
            beyond.add("to offer only some cipher suites of TLS 1.3");
        }
        credentials.map(Credentials::key).ifPresent(key -> {
            if (!key.getAlgorithm().equals("RSA") && !key.getAlgorithm().equals("EC")) {
                beyond.add("to use a key of " + key.getAlgorithm());
            } else if (key.getEncoded() == null) {
                beyond.add("to use a key that does not leave its token");
            }
        });
        return beyond;
    }

    private static InputException refused(String message, @Nullable String advice) {
        return new InputException(Reason.BAD_SETTING, message, advice, null);
    }
}
