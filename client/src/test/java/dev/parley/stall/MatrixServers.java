package dev.parley.stall;

import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.Request;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.pki.DevicePki;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A simulated device for each kind of cell. They answer {@code <fill>} with a reply of any length. */
final class MatrixServers implements AutoCloseable {
    static final String NAMESPACE = "urn:example:stall";

    private final DevicePki pki = DevicePki.create();
    private final DeviceFarm farm = DeviceFarm.open(1);
    private final Map<Cell, DeviceSimulator> servers = new HashMap<>();

    MatrixServers() {
        // the JDK puts no more than 16383 bytes into a record of TLS 1.3
        TlsSettings tls = TlsSettings.of(pki).provider(TlsSettings.Provider.BORINGSSL);
        for (Cell cell : Cell.all()) {
            servers.computeIfAbsent(cell.server(), key -> {
                List<Fault> faults = new ArrayList<>(key.wire());
                faults.add(key.hello());
                return farm.start(DeviceSimulator.builder()
                        .tls(tls)
                        .features()
                        .withoutNotifications()
                        .on(NAMESPACE, "fill", MatrixServers::fill)
                        .faults(FaultPlan.always(faults.toArray(Fault[]::new))));
            });
        }
    }

    /** The request for a reply of so many bytes, without framing. */
    static String request(int bytes) {
        return "<fill xmlns=\"" + NAMESPACE + "\">" + bytes + "</fill>";
    }

    private static Answer fill(Request request) {
        int bytes = Integer.parseInt(request.operation().text());
        String start = "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\""
                + request.messageId() + "\"><x>";
        String end = "</x></rpc-reply>";
        return Answer.verbatim(start + "x".repeat(bytes - start.length() - end.length()) + end);
    }

    DevicePki pki() {
        return pki;
    }

    int port(Cell cell) {
        return servers.get(cell.server()).port();
    }

    @Override
    public void close() {
        farm.close();
    }
}
