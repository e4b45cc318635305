package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.report.Trace;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.event.SessionListener;
import dev.parley.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command talks to its device, and what is shown of that: opens the session, does the work, closes it again. */
final class Talk implements OptionGroup {
    private static final Duration SOON = Duration.ofDays(14);

    @Option(names = "--timeline", description = "Show how long each step took.")
    private boolean timeline;

    private boolean timelineIfAttempted;

    @Option(
            names = "--trace",
            description = "Show every message but replies that go to a file, without the secrets in it.")
    private boolean trace;

    @Mixin
    private final EvidenceOptions evidence = new EvidenceOptions();

    /** What a command does with an open session. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void with(Session session, Recorder recorder);
    }

    /** What a command does with a device, over as many sessions as it likes. */
    @FunctionalInterface
    interface Visit {
        /** Does it. */
        void with(NetconfClient client, Device device, Recorder recorder);
    }

    @Override
    public String heading() {
        return "Diagnosis";
    }

    /** Shows the timeline although nobody asked, unless the device was never tried. */
    void showTimeline() {
        timelineIfAttempted = true;
    }

    boolean isTraced() {
        return trace;
    }

    /**
     * Opens a session, does the work with it, and closes it.
     *
     * @throws dev.parley.error.NetconfException if there is no session, or the work fails
     */
    void with(DeviceOptions options, CommonOptions common, Output output, Work work) {
        visit(options, common, output, (client, device, recorder) -> {
            Session session = client.open(device);
            try {
                work.with(session, recorder);
            } finally {
                close(session, recorder, output);
            }
        });
    }

    /**
     * Has a client for the device, and does with it what is to be done.
     *
     * @throws dev.parley.error.NetconfException if that fails
     */
    void visit(DeviceOptions options, CommonOptions common, Output output, Visit visit) {
        visit(options, common, output, List.of(), visit);
    }

    /** The same with others who are told what happens. */
    void visit(DeviceOptions options, CommonOptions common, Output output, List<SessionListener> others, Visit visit) {
        Device device = options.device(output);
        output.fact("device", device.name());
        readIdentity(device, output);
        Recorder recorder = new Recorder(device.name());
        try (EvidenceFiles kept = evidence.open(output);
                StatusLine status = StatusLine.show(output.console(), output.errPaint(), recorder::waitingFor)) {
            output.giveWayTo(status);
            try (NetconfClient client = client(recorder, kept, others, common, output)) {
                visit.with(client, kept.readable(device), recorder);
            } finally {
                output.giveWayTo(null);
            }
        } catch (InputException e) {
            timelineIfAttempted = false;
            throw e;
        } finally {
            if (timeline || timelineIfAttempted) {
                output.timeline(recorder.waterfall());
            }
        }
    }

    private NetconfClient client(
            Recorder recorder, EvidenceFiles kept, List<SessionListener> others, CommonOptions common, Output output) {
        NetconfClient.Builder builder = NetconfClient.builder().eventLoops(1).listener(recorder);
        others.forEach(builder::listener);
        kept.listenTo(builder);
        if (trace) {
            builder.listener(new Trace(output));
        }
        if (common.verbosity() == 0) {
            builder.withoutLogging();
        } else {
            Logging.verbosity(common.verbosity(), output.console().terminal().err());
        }
        return builder.build();
    }

    /** Says goodbye also when Ctrl-C was pressed, because that is what leaves nothing behind on the device. */
    private static void close(Session session, Recorder recorder, Output output) {
        boolean interrupted = Thread.interrupted();
        recorder.closing();
        try {
            session.close();
        } catch (IllegalStateException e) {
            // The result is there, and the connection is torn down with the client.
            output.warning(String.valueOf(e.getMessage()));
        }
        recorder.closed();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads certificate and key before the clock of the opening runs, because somebody may have to type a passphrase. */
    static void readIdentity(Device device, Output output) {
        if (!(device.access() instanceof TlsAccess access)) {
            return;
        }
        Instant end = access.tls().identity().notAfter().orElse(null);
        if (end == null) {
            return;
        }
        Duration left = Duration.between(Instant.now(), end);
        if (left.isNegative()) {
            output.warning("our certificate " + access.tls().identity() + " expired at " + end);
        } else if (left.compareTo(SOON) < 0) {
            output.warning("our certificate " + access.tls().identity() + " expires at " + end);
        }
    }
}
