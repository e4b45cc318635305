package dev.parley.openssh;

import dev.parley.device.Device;
import dev.parley.fixture.NetconfdServer;
import dev.parley.netconfd.NotificationsContract;
import org.junit.jupiter.api.AfterAll;

/** Notifications of netconfd over the SSH server of OpenSSH. */
class OpenSshNotificationsIT extends NotificationsContract {
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
