package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.device.Device;

/** A command that works on a device with connections of its own, and may do so on one that somebody else has described. */
interface WholeVisit {
    /**
     * Looks at its options while there is no device yet.
     *
     * @throws dev.parley.error.InputException if they make no sense on a device that somebody else describes
     */
    void check();

    /** Does its work on a device; nothing is changed there. */
    ExitCode on(Device device, Output output);
}
