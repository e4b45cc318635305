package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/**
 * Lets a device that has one thread, and no faults on later connections, come to the end of what it was doing: by asking it
 * something on another connection.
 */
final class Barrier {
    private Barrier() {}

    static void pass(DeviceSimulator device) throws IOException {
        for (int round = 0; round < 2; round++) {
            try (RawClient other = RawClient.tcp(device)) {
                assertThat(other.readHello()).contains("session-id");
            }
        }
    }
}
