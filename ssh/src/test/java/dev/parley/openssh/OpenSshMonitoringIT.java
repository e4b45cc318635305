package dev.parley.openssh;

import dev.parley.fixture.NetconfdServer;
import dev.parley.netconfd.MonitoringContract;

/** What netconfd tells about itself over the SSH server of OpenSSH. */
class OpenSshMonitoringIT extends MonitoringContract {
    @Override
    protected Way way(NetconfdServer netconfd) {
        return SshdServer.startOrSkip(netconfd);
    }
}
