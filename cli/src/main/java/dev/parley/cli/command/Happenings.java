package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceSimulator;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to a simulated device, as it happens.
 *
 * @param device the device
 * @param output where it is told
 */
record Happenings(DeviceSimulator device, Output output) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** Says how the device is reached, and tells of everything from now on. */
    void introduce(Lab lab, List<String> faults, @Nullable String share) {
        Paint paint = output.paint();
        output.fact("url", lab.url(device));
        output.fact("devices", lab.devices().toAbsolutePath());
        output.fact("faults", faults);
        if (share != null) {
            output.fact("faultShare", share);
        }
        output.line("A simulated device listens on " + paint.strong(lab.url(device)) + ". Talk to it with");
        output.line("");
        String parley = output.console().program();
        output.line("  " + parley + " hello " + Lab.NAME + " --config " + lab.devices());
        output.line("  " + parley + " get-config " + Lab.NAME + " --config " + lab.devices());
        output.line("");
        output.line(paint.faint(lab.hint()));
        if (!faults.isEmpty()) {
            output.line("It suffers " + paint.warning(String.join(", ", faults))
                    + (share == null ? "." : " on " + share + " of the connections, by chance."));
        }
        output.line("Ctrl-C ends it.");
        output.line("");
        output.publish();
        device.listen(this::tell);
    }

    private void tell(DeviceEvent event) {
        Paint paint = output.paint();
        String time = paint.faint(LocalTime.now(ZoneId.systemDefault()).format(CLOCK));
        String connection = paint.name("#" + event.connection());
        output.line(time + " " + connection + " " + Printable.line(words(event)));
    }

    private static String words(DeviceEvent event) {
        if (event instanceof DeviceEvent.Accepted) {
            return "connected";
        } else if (event instanceof DeviceEvent.Secured secured) {
            String user = secured.user().isEmpty() ? "nobody that is known" : secured.user();
            return "secured: " + user + ", " + secured.protocol() + ", " + secured.cipherSuite();
        } else if (event instanceof DeviceEvent.Opened opened) {
            return "session " + opened.sessionId() + " is open, base " + (opened.base11() ? "1.1" : "1.0");
        } else if (event instanceof DeviceEvent.Requested requested) {
            return requested.request().name();
        } else if (event instanceof DeviceEvent.Ended ended) {
            return "gone: " + ended.reason();
        }
        return event.toString();
    }
}
