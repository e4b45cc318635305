package dev.parley.capture;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionListener;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Simulated devices, and what is said to them. */
final class Conversations {
    static final DevicePki PKI = DevicePki.create();

    private static final String CONFIGURATION = IntStream.range(0, 60)
            .mapToObj(i -> "<interface><name>eth" + i + "</name><description>line &amp; place " + i
                    + ", äöü</description></interface>")
            .collect(Collectors.joining("", "<interfaces xmlns='urn:example:interfaces'>", "</interfaces>"));

    private Conversations() {}

    static DeviceSimulator.Builder device() {
        return DeviceSimulator.builder().running(CONFIGURATION);
    }

    static DeviceSimulator secured(TlsSettings.Version version) {
        return device().tls(TlsSettings.of(PKI).versions(version)).start();
    }

    static Tls tls() {
        return Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
                .withIdentity(TlsIdentity.of(PKI.client().key(), PKI.client().chain()));
    }

    /** A session with a read, a change that holds a secret, and an error, watched by a listener. */
    static void have(Device device, SessionListener listener) {
        try (NetconfClient client =
                        NetconfClient.builder().listener(listener).eventLoops(1).build();
                Session session = client.open(device)) {
            session.send(GetConfig.from(Datastore.RUNNING));
            session.send(EditConfig.of(
                    Datastore.CANDIDATE,
                    "<user xmlns='urn:example:system'><name>me</name><password>geheim</password></user>"));
            try {
                session.send(Rpc.of("<no-such-thing xmlns='urn:example:system'/>"));
            } catch (RpcErrorException e) {
                // that is what the conversation is about
            }
        }
    }
}
