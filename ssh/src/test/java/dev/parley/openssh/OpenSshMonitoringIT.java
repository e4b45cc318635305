package dev.parley.openssh;

import dev.parley.fixture.NetconfdServer;
import dev.parley.netconfd.MonitoringContract;
import org.junit.jupiter.api.Tag;

/** What netconfd tells about itself over the SSH server of OpenSSH. */
@Tag("any-jdk")
class OpenSshMonitoringIT extends MonitoringContract {
    @Override
    protected Way way(NetconfdServer netconfd) {
        return SshdServer.startOrSkip(netconfd);
    }
}
