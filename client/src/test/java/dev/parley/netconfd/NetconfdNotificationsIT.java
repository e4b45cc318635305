package dev.parley.netconfd;

import dev.parley.device.Device;
import dev.parley.fixture.NetconfdServer;

/** Notifications of netconfd over TLS, by stunnel. */
class NetconfdNotificationsIT extends NotificationsContract {
    @Override
    protected Device device(NetconfdServer netconfd) {
        return netconfd.device();
    }
}
