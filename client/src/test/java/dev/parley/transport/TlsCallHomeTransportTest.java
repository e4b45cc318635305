package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.device.TlsCalls;
import dev.parley.error.Phase;
import dev.parley.fixture.CallingTransport;
import dev.parley.fixture.WatchedTransport;
import dev.parley.net.NettyTransport;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.util.List;

/** Sessions with devices that call over TLS (RFC 8071). */
class TlsCallHomeTransportTest extends EndingContract {
    private static final DevicePki PKI = DevicePki.create();

    @Override
    DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
        return device.tls(TlsSettings.of(PKI));
    }

    @Override
    Device reach(DeviceSimulator device) {
        Credentials client = PKI.client();
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(TlsIdentity.of(client.key(), client.chain()));
        return CallingTransport.Calling.of(device, new TlsCalls(tls));
    }

    @Override
    WatchedTransport watched() {
        return WatchedTransport.of(new CallingTransport(NettyTransport::new));
    }

    @Override
    List<Phase> phases() {
        return List.of(Phase.SECURE, Phase.HELLO);
    }
}
