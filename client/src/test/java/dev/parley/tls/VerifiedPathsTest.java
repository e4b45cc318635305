package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.TestCertificates.Leaf;
import dev.parley.tls.VerifiedPaths.Verified;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of servers that were accepted, and for how long. */
class VerifiedPathsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Leaf SERVER = TestCertificates.authority("Root").server("pe1.example");

    private static Verified path(Instant from, Instant until) {
        return new Verified(SERVER.certificate(), from, until);
    }

    @Test
    void aPathIsKnownWithinItsTimeOnly() {
        VerifiedPaths paths = new VerifiedPaths();
        Verified path = path(NOW, NOW.plusSeconds(60));
        paths.add(SERVER.chain(), path);

        assertThat(paths.in(SERVER.chain(), NOW)).isSameAs(path);
        assertThat(paths.in(SERVER.chain(), NOW.plusSeconds(59))).isSameAs(path);
        assertThat(paths.in(SERVER.chain(), NOW.plusSeconds(60))).isNull();
        assertThat(paths.in(SERVER.chain(), NOW.minusSeconds(1))).isNull();
    }

    @Test
    void onlyTheSameCertificatesInTheSameOrderAreTheSame() {
        Leaf other = TestCertificates.authority("Root").server("pe1.example");
        X509Certificate first = SERVER.certificate();
        X509Certificate second = other.certificate();
        VerifiedPaths paths = new VerifiedPaths();
        paths.add(List.of(first, second), path(NOW, NOW.plusSeconds(60)));

        assertThat(paths.in(List.of(first, second), NOW)).isNotNull();
        assertThat(paths.in(List.of(second, first), NOW)).isNull();
        assertThat(paths.in(List.of(first), NOW)).isNull();
        assertThat(paths.in(List.of(first, second, second), NOW)).isNull();
    }

    @Test
    void theOneThatWasNotSeenForLongestIsForgotten() {
        X509Certificate one = SERVER.certificate();
        VerifiedPaths paths = new VerifiedPaths();
        List<X509Certificate> sent = new ArrayList<>();
        for (int i = 0; i < 1_025; i++) {
            sent.add(one);
            paths.add(sent, path(NOW, NOW.plusSeconds(60)));
            assertThat(paths.in(List.of(one), NOW)).isNotNull();
        }

        assertThat(paths.in(List.of(one, one), NOW)).isNull();
        assertThat(paths.in(List.of(one, one, one), NOW)).isNotNull();
    }
}
