package dev.parley.simulator.junit;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A running device with its PKI, and a directory with the PEM files of that, gone when it is closed. */
final class LiveDevice implements AutoCloseable {
    private final DevicePki pki;
    private final DeviceSimulator device;
    private final Path directory;

    private LiveDevice(DevicePki pki, DeviceSimulator device, Path directory) {
        this.pki = pki;
        this.device = device;
        this.directory = directory;
    }

    /** A device with TLS, unless the description says otherwise. */
    static LiveDevice start(UnaryOperator<DeviceSimulator.Builder> description) {
        DevicePki pki = DevicePki.create();
        DeviceSimulator device = description
                .apply(DeviceSimulator.builder().tls(TlsSettings.of(pki)))
                .start();
        try {
            Path directory = Files.createTempDirectory("parley-device");
            pki.writeTo(directory);
            return new LiveDevice(pki, device, directory);
        } catch (IOException e) {
            device.close();
            throw new UncheckedIOException("the device's PEM files cannot be written", e);
        }
    }

    DevicePki pki() {
        return pki;
    }

    DeviceSimulator device() {
        return device;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        device.close();
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
