package dev.parley.openssh;

import dev.parley.device.Device;
import dev.parley.fixture.NetconfdServer;
import dev.parley.netconfd.MonitoringContract;
import org.junit.jupiter.api.AfterAll;

/** What netconfd tells about itself over the SSH server of OpenSSH. */
class OpenSshMonitoringIT extends MonitoringContract {
    private SshdServer sshd;
    private Device device;

    /** Asked for the first time when netconfd has started: then its SSH server starts, too. */
    @Override
    protected Device device(NetconfdServer netconfd) {
        if (sshd == null) {
            sshd = SshdServer.startOrSkip(netconfd);
            device = sshd.device();
        }
        return device;
    }

    @AfterAll
    void stopSshd() {
        if (sshd != null) {
            sshd.close();
        }
    }
}
