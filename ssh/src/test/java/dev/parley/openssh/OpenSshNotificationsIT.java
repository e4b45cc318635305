package dev.parley.openssh;

import dev.parley.fixture.NetconfdServer;
import dev.parley.netconfd.NotificationsContract;

/** Notifications of netconfd over the SSH server of OpenSSH. */
class OpenSshNotificationsIT extends NotificationsContract {
    @Override
    protected Way way(NetconfdServer netconfd) {
        return SshdServer.startOrSkip(netconfd);
    }
}
