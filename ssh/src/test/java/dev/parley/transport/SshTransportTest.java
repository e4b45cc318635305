package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.error.Phase;
import dev.parley.fixture.WatchedTransport;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshFingerprint;
import dev.parley.ssh.SshLogin;
import dev.parley.ssh.SshTransportProvider;
import java.util.List;

/** Sessions over SSH. */
class SshTransportTest extends EndingContract {
    private static final HostKeys HOST_KEYS = HostKeys.generate(HostKeys.Kind.ED25519);

    @Override
    DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
        return device.ssh(SshSettings.of(HOST_KEYS, SshUser.named("admin").password("secret")));
    }

    @Override
    Device reach(DeviceSimulator device) {
        Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.pinned(
                        SshFingerprint.parse(HOST_KEYS.fingerprint(HostKeys.Kind.ED25519))))
                .as("admin", SshLogin.password("secret"::toCharArray));
        return SshAccess.device(device.host(), device.port(), ssh);
    }

    @Override
    WatchedTransport watched() {
        return WatchedTransport.of(new SshTransportProvider());
    }

    @Override
    List<Phase> phases() {
        return List.of(Phase.RESOLVE, Phase.CONNECT, Phase.SECURE, Phase.AUTHENTICATE, Phase.HELLO);
    }
}
