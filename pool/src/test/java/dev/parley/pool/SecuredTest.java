package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.SessionInfo;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshFingerprint;
import dev.parley.ssh.SshLogin;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever carries the sessions, the pool is the same; and who somebody is, is part of what a session is. */
@Timeout(60)
class SecuredTest {
    private static final DevicePki PKI = DevicePki.create();

    private static Device device(DeviceSimulator simulator, Credentials who) {
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(TlsIdentity.of(who.key(), who.chain()));
        return Lab.quick(Device.tls("localhost", simulator.port(), tls));
    }

    @Test
    void sessionsOverTlsBelongToWhomTheyWereOpenedAs() {
        Credentials operator = PKI.client();
        Credentials auditor = PKI.issue(Holder.client("auditor"));
        try (Lab lab = Lab.with(PoolSettings.DEFAULT)) {
            DeviceSimulator simulator = lab.simulate(builder -> builder.tls(TlsSettings.of(PKI)));
            Device asOperator = device(simulator, operator);
            Device asAuditor = device(simulator, auditor);
            for (int round = 0; round < 2; round++) {
                long first = lab.pool().use(asOperator, PooledSession::id);
                long second = lab.pool().use(asAuditor, PooledSession::id);
                assertThat(second).isNotEqualTo(first);
                lab.settle();
            }
            assertThat(lab.total().created()).isEqualTo(2);
            assertThat(simulator.sessions()).extracting(SessionInfo::user).doesNotHaveDuplicates();
            // the same by value is the same, wherever it was made
            lab.pool().use(device(simulator, operator), session -> session.send(GetConfig.from(Datastore.RUNNING)));
            assertThat(lab.total().created()).isEqualTo(2);
        }
    }

    @Test
    void sessionsOverSshAreCleanedAndLentAgain() {
        HostKeys keys = HostKeys.generate(HostKeys.Kind.ED25519);
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator simulator = lab.simulate(builder ->
                    builder.ssh(SshSettings.of(keys, SshUser.named("admin").password("secret"))));
            Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.pinned(
                            SshFingerprint.parse(keys.fingerprint(HostKeys.Kind.ED25519))))
                    .as("admin", SshLogin.password("secret"::toCharArray));
            Device device = Lab.quick(SshAccess.device("127.0.0.1", simulator.port(), ssh));

            long first = lab.pool().use(device, session -> {
                session.send(new Lock(Datastore.RUNNING));
                return session.id();
            });
            long second = lab.pool().use(device, session -> {
                session.send(Get.all());
                return session.id();
            });

            assertThat(second).isEqualTo(first);
        }
    }
}
