package dev.parley.tls;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What JSSE leaves out of a ClientHello beyond versions and suites: groups that the policy does not name, and
 * signatures with SHA-1 (RFC 9155) or by DSA. Before JDK 20 there is no other way to say so for one engine. The
 * restrictions of the platform hold as well.
 */
final class Constraints implements AlgorithmConstraints {
    private static final Pattern GROUP =
            Pattern.compile("secp\\w+|sect\\w+|ffdhe\\d+|x25519|x448|\\w*mlkem\\d+", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNFIT_SIGNATURE =
            Pattern.compile(".*(SHA1|SHA224).*|DSA(_.*)?|.*WITHDSA", Pattern.CASE_INSENSITIVE);

    private final Set<String> groups;

    // JSSE asks about a hundred times in each handshake, always by the same few names.
    private final Map<String, Boolean> decisions = new ConcurrentHashMap<>();

    Constraints(TlsPolicy policy) {
        this.groups = policy.groups().stream()
                .map(group -> group.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean decide(String algorithm) {
        return GROUP.matcher(algorithm).matches()
                ? groups.contains(algorithm.toLowerCase(Locale.ROOT))
                : !UNFIT_SIGNATURE.matcher(algorithm).matches();
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return decisions.computeIfAbsent(algorithm, this::decide);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return permits(primitives, algorithm, parameters);
    }
}
