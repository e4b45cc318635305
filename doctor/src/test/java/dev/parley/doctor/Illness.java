package dev.parley.doctor;

import dev.parley.device.Device;
import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.verdict.Fault;
import java.util.function.Function;

/**
 * A fault that is put into a device, a network or a client, and what the doctor must call it.
 *
 * @param name what is done
 * @param fault what it must be called, or null for a device that is well
 * @param seen what must stand in the evidence for it
 * @param device makes the device
 * @param load how the client's machine fares
 */
record Illness(String name, Fault fault, String seen, Function<Lab, Device> device, ClientLoad load) {
    static Illness of(String name, Fault fault, String seen, Function<Lab, Device> device) {
        return new Illness(name, fault, seen, device, ClientLoad.UNKNOWN);
    }

    static Illness of(String name, Fault fault, Function<Lab, Device> device) {
        return of(name, fault, "", device);
    }

    /** A device that is well, however strange it is. */
    static Illness none(String name, Function<Lab, Device> device) {
        return of(name, null, "", device);
    }

    Illness load(ClientLoad other) {
        return new Illness(name, fault, seen, device, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
