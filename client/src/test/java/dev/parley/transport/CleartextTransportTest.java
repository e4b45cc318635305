package dev.parley.transport;

import dev.parley.device.Device;
import dev.parley.error.Phase;
import dev.parley.simulator.DeviceSimulator;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Sessions over bare TCP. */
@Tag("any-jdk")
class CleartextTransportTest extends EndingContract {
    @Override
    DeviceSimulator.Builder secured(DeviceSimulator.Builder device) {
        return device.clearText();
    }

    @Override
    Device reach(DeviceSimulator device) {
        return Device.cleartextTcp(device.host(), device.port());
    }

    @Override
    List<Phase> phases() {
        return List.of(Phase.RESOLVE, Phase.CONNECT, Phase.HELLO);
    }
}
