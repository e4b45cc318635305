package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which device, and how it is reached: the same for every command that talks to one. */
final class DeviceOptions implements OptionGroup {
    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            description = "A name from the file of devices, or a URL such as ssh://admin@pe1 or tls://pe1.example.net.")
    private String target;

    @Mixin
    private final ReachOptions reach = new ReachOptions();

    @Override
    public String heading() {
        return "Device";
    }

    /** What the device was called on the command line. */
    String target() {
        return target;
    }

    /**
     * The device, with what the file says about it.
     *
     * @throws dev.parley.error.InputException if it is not known, or something about it cannot be used
     */
    Device device(Output output) {
        if (target.isBlank()) {
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "the device has no name",
                    "give its name in the file of devices, or a URL such as ssh://admin@pe1",
                    null);
        }
        return reach.devices(output).find(target).toDevice(target, reach.said(), KnownDevices.surroundings(output));
    }

    /** Whether anything is said about how the device is reached. */
    boolean saysHow() {
        return reach.saysHow();
    }

    /** A flag that is not given leaves the decision to the file. */
    static @Nullable Boolean ifSet(boolean flag) {
        return flag ? Boolean.TRUE : null;
    }
}
