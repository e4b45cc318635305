package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.operation.Ok;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command asks of a device one after the other, each told when it is done. */
final class Steps {
    /** Cleaning up is worth a moment, not another whole timeout. */
    private static final Duration FOR_CLEANING_UP = Duration.ofSeconds(3);

    private final Session session;
    private final Output output;
    private final boolean forced;
    private final String margin;
    private final List<Map<String, @Nullable Object>> done = new ArrayList<>();

    Steps(Session session, Output output, boolean forced) {
        this(session, output, forced, "");
    }

    /** With white space in front of each line. */
    Steps(Session session, Output output, boolean forced, String margin) {
        this.session = session;
        this.output = output;
        this.forced = forced;
        this.margin = margin;
        output.fact("steps", done);
    }

    /**
     * Takes a step.
     *
     * @throws NetconfException if it fails
     */
    void take(String name, Operation<Ok> operation) {
        Request<Ok> request = forced ? operation.force() : Request.of(operation);
        long began = System.nanoTime();
        try {
            Ok answer = session.send(request);
            tell(name, began, null);
            output.warnings(answer.warnings());
        } catch (NetconfException e) {
            tell(name, began, e);
            throw e;
        }
    }

    /** Undoes something after a failure; if that fails too, the end of the session has to do. */
    void undo(String name, Operation<Ok> operation) {
        if (!session.isOpen()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        long began = System.nanoTime();
        try {
            session.send(operation.within(FOR_CLEANING_UP));
            tell(name, began, null);
        } catch (NetconfException e) {
            tell(name, began, e);
            output.warning(e.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String name, long began, @Nullable NetconfException failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        step.put("step", name);
        step.put("ok", failure == null);
        step.put("tookMs", took);
        done.add(step);
        String mark =
                failure == null ? output.paint().success("✓") : output.paint().error("✗");
        output.line(margin
                + String.format(Locale.ROOT, "%s %-20s  ", mark, name)
                + output.paint().faint(Durations.text(took)));
    }
}
