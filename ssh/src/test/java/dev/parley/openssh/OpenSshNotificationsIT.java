package dev.parley.openssh;

import dev.parley.fixture.NetconfdServer;
import dev.parley.netconfd.NotificationsContract;
import org.junit.jupiter.api.Tag;

/** Notifications of netconfd over the SSH server of OpenSSH. */
@Tag("any-jdk")
class OpenSshNotificationsIT extends NotificationsContract {
    @Override
    protected Way way(NetconfdServer netconfd) {
        return SshdServer.startOrSkip(netconfd);
    }
}
