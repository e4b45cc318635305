package dev.parley.cli.command;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The sample device with its keys in a folder, and the arguments by which a command reaches it. */
final class TestDevice implements AutoCloseable {
    private final DeviceSimulator simulator;
    private final DevicePki pki;
    private final Path folder;

    private TestDevice(DeviceSimulator simulator, DevicePki pki, Path folder) {
        this.simulator = simulator;
        this.pki = pki;
        this.folder = folder;
    }

    static TestDevice start(Path folder) throws IOException {
        return start(folder, description -> description);
    }

    static TestDevice start(Path folder, UnaryOperator<DeviceSimulator.Builder> more) throws IOException {
        DevicePki pki = DevicePki.create();
        pki.writeTo(folder);
        return start(pki, folder, more);
    }

    /** One with the same keys on the same port, as after power has come back. */
    TestDevice startAgain(UnaryOperator<DeviceSimulator.Builder> more) {
        return start(pki, folder, description -> more.apply(description.port(simulator.port())));
    }

    private static TestDevice start(DevicePki pki, Path folder, UnaryOperator<DeviceSimulator.Builder> more) {
        DeviceSimulator simulator =
                more.apply(SampleDevice.describe().tls(TlsSettings.of(pki))).start();
        return new TestDevice(simulator, pki, folder);
    }

    static TestDevice suffering(Path folder, Fault... faults) throws IOException {
        return start(folder, description -> description.faults(FaultPlan.always(faults)));
    }

    DeviceSimulator simulator() {
        return simulator;
    }

    DevicePki pki() {
        return pki;
    }

    String url() {
        return "tls://127.0.0.1:" + simulator.port();
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    String ca() {
        return file(DevicePki.AUTHORITY_FILE);
    }

    /** A command for this device: its name, the device, further arguments, and how it is reached. */
    String[] command(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(name, url()));
        all.addAll(List.of(arguments));
        all.addAll(
                List.of("--ca", ca(), "--cert", file(DevicePki.CLIENT_FILE), "--key", file(DevicePki.CLIENT_KEY_FILE)));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
