package dev.parley.simulator.junit;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A simulated device for each test, or for all tests of a class if the field is static. Register it with
 * {@code @RegisterExtension}.
 *
 * <p>The device has TLS with a fresh {@link DevicePki}, whose PEM files lie in a directory of their own until the device is
 * closed.
 */
@SuppressWarnings("exports") // JUnit is there for those who use this, and need not be for others
public final class SimulatedDeviceExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final UnaryOperator<DeviceSimulator.Builder> description;
    private Scope scope = Scope.TEST;
    private @Nullable LiveDevice live;

    /** How long a device lives. */
    private enum Scope {
        TEST,
        CLASS
    }

    private SimulatedDeviceExtension(UnaryOperator<DeviceSimulator.Builder> description) {
        this.description = description;
    }

    /** A device as it is by itself. */
    public static SimulatedDeviceExtension create() {
        return of(builder -> builder);
    }

    /**
     * A device as it is described.
     *
     * @param description adds to a builder that has TLS already
     */
    public static SimulatedDeviceExtension of(UnaryOperator<DeviceSimulator.Builder> description) {
        return new SimulatedDeviceExtension(description);
    }

    /** The device. */
    public DeviceSimulator device() {
        return live().device();
    }

    /** The address that the device listens on. */
    public String host() {
        return device().host();
    }

    /** The port that the device listens on. */
    public int port() {
        return device().port();
    }

    /** The keys and certificates of both sides. */
    public DevicePki pki() {
        return live().pki();
    }

    /** The authority's certificate in PEM: what a client has to trust. */
    public Path authorityFile() {
        return live().directory().resolve(DevicePki.AUTHORITY_FILE);
    }

    /** The client's certificate in PEM. */
    public Path clientFile() {
        return live().directory().resolve(DevicePki.CLIENT_FILE);
    }

    /** The client's key in PEM. */
    public Path clientKeyFile() {
        return live().directory().resolve(DevicePki.CLIENT_KEY_FILE);
    }

    private LiveDevice live() {
        if (live == null) {
            throw new IllegalStateException("the device runs while a test does");
        }
        return live;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        scope = Scope.CLASS;
        live = LiveDevice.start(description);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (scope == Scope.TEST) {
            live = LiveDevice.start(description);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (scope == Scope.TEST) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    private void close() throws IOException {
        if (live != null) {
            live.close();
            live = null;
        }
    }
}
