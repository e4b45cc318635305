package dev.parley.simulator.junit;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.pki.DevicePki;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the device of a test when the first parameter asks for it; JUnit closes it after the test. */
@SuppressWarnings("exports") // JUnit is there for those who use this, and need not be for others
final class SimulatedDeviceResolver implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SimulatedDeviceResolver.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(SimulatedDevice.class)
                && (type == DeviceSimulator.class || type == DevicePki.class || type == Path.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LiveDevice live = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(LiveDevice.class, key -> LiveDevice.start(builder -> builder), LiveDevice.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == DevicePki.class) {
            return live.pki();
        }
        return type == Path.class ? live.directory() : live.device();
    }
}
