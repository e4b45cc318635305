package dev.parley.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.Holder;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of client certificates in files. */
class IdentitiesTest {
    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final Identities identities = new Identities(() -> now);

    private TlsIdentity identity() {
        return TlsIdentity.pem(folder.resolve("me.crt"), folder.resolve("me.key"));
    }

    private void hold(Credentials who) throws IOException {
        Files.writeString(folder.resolve("me.crt"), who.chainPem());
        Files.writeString(
                folder.resolve("me.key"),
                ReloadTest.pem("PRIVATE KEY", who.key().getEncoded()));
    }

    private boolean isRenewed() {
        return identities.isRenewed(identity(), identities.look(identity()).certificates());
    }

    @Test
    void newFilesAreNewsToTheWatchmanThoughAnAttemptReadThemFirst() throws IOException {
        Device device = Device.tls("pe1", Tls.trusting(TlsTrust.system()).withIdentity(identity()));
        hold(Lab.PKI.client());
        identities.usable(device);
        hold(Lab.PKI.issue(Holder.client("auditor")));
        identities.usable(device);

        assertThat(isRenewed()).isTrue();
        assertThat(isRenewed()).isFalse();
    }

    @Test
    void whatAPoolHasUsedLatelyIsNotForgotten() throws IOException {
        Device device = Device.tls("pe1", Tls.trusting(TlsTrust.system()).withIdentity(identity()));
        hold(Lab.PKI.client());
        identities.usable(device);
        Files.writeString(folder.resolve("me.crt"), "half");

        identities.retain(Set.of());
        assertThat(identityOf(identities.usable(device)).certificates())
                .isEqualTo(Lab.PKI.client().chain());

        now = now.plus(Duration.ofDays(2));
        identities.retain(Set.of());
        assertThat(identities.usable(device)).isEqualTo(device);
    }

    private static TlsIdentity identityOf(Device device) {
        return ((TlsAccess) device.access()).tls().identity();
    }
}
