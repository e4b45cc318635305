package dev.parley.netconfd;

import dev.parley.fixture.NetconfdServer;

/** Notifications of netconfd over TLS, by stunnel. */
class NetconfdNotificationsIT extends NotificationsContract {
    @Override
    protected Way way(NetconfdServer netconfd) {
        return netconfd::device;
    }
}
