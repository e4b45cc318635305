package dev.parley.cli.command;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Schema;
import dev.parley.simulator.notification.NotificationSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A simulated device with a little of everything: two interfaces, a name, a place with an umlaut; it notifies of what happens to it. */
final class SampleDevice {
    static final String SYSTEM = "urn:ietf:params:xml:ns:yang:ietf-system";
    static final String INTERFACES = "urn:ietf:params:xml:ns:yang:ietf-interfaces";

    private SampleDevice() {}

    /** The device, to be secured and started; whatever else it is told, it keeps lists by their usual keys. */
    static DeviceSimulator.Builder describe() {
        return DeviceSimulator.builder()
                .schema(schema())
                .running(running())
                .notifications(NotificationSettings.usual().withServerEvents());
    }

    /** Interfaces as their model has them, and lists of anything else by name or id. */
    private static Schema schema() {
        return Schema.builder()
                .prefix("if", INTERFACES)
                .prefix("sys", SYSTEM)
                .list("/if:interfaces/if:interface", "name")
                .leaf("/if:interfaces/if:interface/if:enabled", "true")
                .entriesKeyedBy("name", "id")
                .build();
    }

    private static DataTree running() {
        try (InputStream xml = resource("sample.xml")) {
            return DataTree.load(xml);
        } catch (IOException e) {
            throw new IllegalStateException("the sample configuration is not readable", e);
        }
    }

    /** The modules that a router announces: enough to fill several TLS records. */
    static List<String> modules() {
        try (InputStream lines = resource("modules.txt")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the list of modules is not readable", e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(SampleDevice.class.getResourceAsStream(name), name);
    }
}
