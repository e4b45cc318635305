package dev.parley.tls;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What JSSE leaves out of a ClientHello beyond protocols and suites: groups that the policy does not name, and
 * signatures with SHA-1 (RFC 9155). Before JDK 20 there is no other way to say so for one engine. The platform's own
 * restrictions hold as well.
 */
record Constraints(TlsPolicy policy) implements AlgorithmConstraints {
    private static final Pattern GROUP =
            Pattern.compile("secp\\w+|sect\\w+|ffdhe\\d+|x25519|x448|\\w*mlkem\\d+", Pattern.CASE_INSENSITIVE);

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        if (GROUP.matcher(algorithm).matches()) {
            return policy.groups().stream().anyMatch(algorithm::equalsIgnoreCase);
        }
        String name = algorithm.toUpperCase(Locale.ROOT);
        return !primitives.contains(CryptoPrimitive.SIGNATURE) || !(name.contains("SHA1") || name.contains("SHA224"));
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
