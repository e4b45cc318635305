package dev.parley.simulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test a simulated device of its own, as a parameter: the {@link dev.parley.simulator.DeviceSimulator}, its
 * {@link dev.parley.simulator.pki.DevicePki}, or the {@link java.nio.file.Path} of the directory with the PEM files. Several
 * parameters of one test belong to one device.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulatedDeviceResolver.class)
@SuppressWarnings("exports") // JUnit makes the resolver; nobody else needs it.
public @interface SimulatedDevice {}
