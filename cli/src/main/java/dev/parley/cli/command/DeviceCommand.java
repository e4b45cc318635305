package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.Console;
import dev.parley.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that talks to a device: it has the options for that, opens a session, and does its work with it. */
abstract class DeviceCommand implements Callable<Integer> {
    @Mixin
    final DeviceOptions device = new DeviceOptions();

    @Mixin
    final Talk talk = new Talk();

    @Mixin
    final CommonOptions common;

    DeviceCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public final Integer call() {
        Style asked = common.style();
        Output output = common.output(new Style(asked.json(), asked.color(), asked.stackTraces() || talk.isTraced()));
        talk.with(device, common, output, prepare(output));
        return end(output).status();
    }

    /** Says how it ended, when the session is over: well, unless a command knows better. */
    ExitCode end(Output output) {
        return output.succeed();
    }

    /** Whether it may change something on the device: what nobody knows better of may. */
    boolean changes() {
        return true;
    }

    /** Does its work on a session that somebody else opened, and will close. */
    final void with(Session session, Recorder recorder, Output output) {
        prepare(output).with(session, recorder);
    }

    /**
     * Looks at the arguments while there is no session yet, and says what to do when there is one.
     *
     * @throws dev.parley.error.InputException if the arguments cannot be used
     */
    abstract Talk.Work prepare(Output output);
}
