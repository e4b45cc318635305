package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.error.Phase;
import dev.parley.fixture.CallingTransport;
import dev.parley.fixture.WatchedTransport;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.ssh.Ssh;
import dev.parley.ssh.SshCalls;
import dev.parley.ssh.SshLogin;
import dev.parley.ssh.SshTransportProvider;
import java.util.List;

/** Sessions with devices that call over SSH (RFC 8071). */
class SshCallHomeTransportTest extends EndingContract {
    private static final HostKeys HOST_KEYS = HostKeys.generate(HostKeys.Kind.ED25519);

    @Override
    DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
        return device.ssh(SshSettings.of(HOST_KEYS, SshUser.named("admin").password("secret")));
    }

    @Override
    Device reach(DeviceSimulator device) {
        Ssh ssh = Ssh.trusting(dev.parley.ssh.HostKeys.knownHosts())
                .as("admin", SshLogin.password("secret"::toCharArray));
        return CallingTransport.Calling.of(device, new SshCalls(ssh));
    }

    @Override
    WatchedTransport watched() {
        return WatchedTransport.of(new CallingTransport(new SshTransportProvider()));
    }

    @Override
    List<Phase> phases() {
        return List.of(Phase.SECURE, Phase.AUTHENTICATE, Phase.HELLO);
    }
}
