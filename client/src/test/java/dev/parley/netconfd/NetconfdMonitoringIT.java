package dev.parley.netconfd;

import dev.parley.fixture.NetconfdServer;

/** What netconfd tells about itself over TLS, by stunnel. */
class NetconfdMonitoringIT extends MonitoringContract {
    @Override
    protected Way way(NetconfdServer netconfd) {
        return netconfd::device;
    }
}
