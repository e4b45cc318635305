package dev.parley.cli.command;

import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Several sample devices with the same keys, and the inventory that lists them: d0, d1 and so on, by turns in the sites a and b. */
final class TestFleet implements AutoCloseable {
    private final DeviceFarm farm = DeviceFarm.open(1);
    private final List<DeviceSimulator> devices = new ArrayList<>();
    private final Path folder;

    private TestFleet(Path folder) {
        this.folder = folder;
    }

    static TestFleet start(Path folder, int count) throws IOException {
        return start(folder, count, (number, device) -> device);
    }

    static TestFleet start(
            Path folder, int count, BiFunction<Integer, DeviceSimulator.Builder, DeviceSimulator.Builder> more)
            throws IOException {
        TestFleet fleet = new TestFleet(folder);
        DevicePki pki = DevicePki.create();
        pki.writeTo(folder);
        TlsSettings settings = TlsSettings.of(pki);
        StringBuilder inventory = new StringBuilder("defaults: {ca: " + DevicePki.AUTHORITY_FILE + ", cert: "
                + DevicePki.CLIENT_FILE + ", key: " + DevicePki.CLIENT_KEY_FILE + ", timeout: 20s}\ndevices:\n");
        for (int i = 0; i < count; i++) {
            DeviceSimulator device =
                    fleet.farm.start(more.apply(i, SampleDevice.describe().tls(settings)));
            fleet.devices.add(device);
            inventory
                    .append("  d" + i + ": {url: 'tls://127.0.0.1:" + device.port() + "', groups: [")
                    .append(i == 0 ? "core" : "edge")
                    .append("], vars: {site: ")
                    .append(i % 2 == 0 ? "a" : "b")
                    .append("}}\n");
        }
        Files.writeString(fleet.inventory(), inventory.toString());
        return fleet;
    }

    Path inventory() {
        return folder.resolve("net.yaml");
    }

    DeviceSimulator device(int number) {
        return devices.get(number);
    }

    String[] command(String... more) {
        List<String> all = new ArrayList<>(List.of("fleet", "-i", inventory().toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        farm.close();
    }
}
