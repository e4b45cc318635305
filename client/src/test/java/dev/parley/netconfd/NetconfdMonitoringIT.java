package dev.parley.netconfd;

import dev.parley.device.Device;
import dev.parley.fixture.NetconfdServer;

/** What netconfd tells about itself over TLS, by stunnel. */
class NetconfdMonitoringIT extends MonitoringContract {
    @Override
    protected Device device(NetconfdServer netconfd) {
        return netconfd.device();
    }
}
