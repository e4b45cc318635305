package dev.parley.cli.command;

import dev.parley.cli.command.SchemaOutcome.State;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.terminal.Bytes;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.ProgressBar;
import dev.parley.error.Durations;
import dev.parley.error.Fate;
import dev.parley.error.RequestException;
import dev.parley.error.RequestException.Reason;
import dev.parley.error.RpcErrorException;
import dev.parley.monitoring.SchemaCatalog;
import dev.parley.monitoring.YangHeader;
import dev.parley.monitoring.YangHeader.Kind;
import dev.parley.monitoring.YangLibrary.Conformance;
import dev.parley.operation.Request;
import dev.parley.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the modules of a device into a folder, several requests under way at once on the one session. What is there
 * already is left alone, and each file is there when it is whole, so whatever interrupts this, the next time goes on. What
 * a module includes or imports is asked for too where the device does not tell of it.
 *
 * <p>One thread asks and notes what came; the files are written by the client's own threads.
 */
final class SchemaDownload {
    private final Session session;
    private final Output output;
    private final SchemaFolder folder;
    private final Existing existing;
    private final RequestOptions requests;
    private final String contentId;
    private final Map<String, String> notes;
    private final Deque<SchemaCatalog.Entry> waiting;
    private final Set<String> known = new HashSet<>();
    private final Map<SchemaCatalog.Entry, CompletableFuture<Path>> underWay = new HashMap<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final List<SchemaOutcome> outcomes = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final long began = System.nanoTime();
    private volatile int total;
    private volatile int done;

    /** What becomes of modules that are there already. */
    enum Existing {
        /** They stay as they are. */
        KEPT,
        /** They are fetched again. */
        REPLACED
    }

    /** What came of a request. */
    private record Arrival(
            SchemaCatalog.Entry module, @Nullable Throwable failure) {}

    SchemaDownload(
            Session session,
            SchemaListing listing,
            SchemaFolder folder,
            Existing existing,
            RequestOptions requests,
            Output output) {
        this.session = session;
        this.output = output;
        this.folder = folder;
        this.existing = existing;
        this.requests = requests;
        this.contentId = listing.library().contentId();
        this.notes = folder.notes();
        this.waiting = new ArrayDeque<>(listing.catalog().entries());
        this.total = waiting.size();
        this.waiting.forEach(module -> known.add(module.name()));
    }

    /** How far it is, for the status line. */
    String progress() {
        long bytes = received.get();
        return session.device().name() + ": " + ProgressBar.text(done, total) + " modules, " + Bytes.text(bytes) + ", "
                + Bytes.rate(bytes, System.nanoTime() - began);
    }

    /**
     * Fetches what is not there, and tells what became of each module.
     *
     * @return what is left to complain about, or null
     */
    @Nullable
    Problem run(int parallel) {
        try {
            while (!waiting.isEmpty() || !underWay.isEmpty()) {
                while (!waiting.isEmpty() && underWay.size() < parallel) {
                    ask(waiting.remove());
                }
                if (!underWay.isEmpty()) {
                    take(arrivals.take());
                }
            }
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            String message = "interrupted after " + done + " of " + total + " modules";
            return new Problem(ExitCode.INTERRUPTED, "cancelled", message, goesOn(), e);
        } catch (RequestException e) {
            giveUp();
            boolean repeatable = e.fate() == Fate.UNKNOWN && e.reason() != Reason.BODY_FAILED;
            return repeatable ? Problem.of(e).advising(goesOn()) : Problem.of(e);
        }
        tell();
        return shortfall();
    }

    private String goesOn() {
        return "what is in " + folder.path() + " is whole; the same command goes on from there";
    }

    private void ask(SchemaCatalog.Entry module) {
        Path file = folder.file(module).orElse(null);
        if (file == null) {
            settle(SchemaOutcome.missing(module, "no module may be called so, and it was not asked for"));
            return;
        }
        if (existing == Existing.KEPT && folder.has(module, contentId, notes)) {
            settle(new SchemaOutcome(module, State.KEPT, file, SchemaFolder.size(file), ""));
            want(file);
            return;
        }
        long[] before = {0};
        Request<Path> request = module.get().toFile(file, written -> {
            received.addAndGet(written - before[0]);
            before[0] = written;
        });
        CompletableFuture<Path> future = session.sendAsync(requests.isForced() ? request.force() : request);
        underWay.put(module, future);
        var unused = future.whenComplete((path, failure) -> arrivals.add(new Arrival(module, failure)));
    }

    /** Notes what came; only what says something about this one module lets the others go on. */
    private void take(Arrival arrival) {
        SchemaCatalog.Entry module = arrival.module;
        underWay.remove(module);
        Throwable failure = arrival.failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : arrival.failure;
        if (failure == null) {
            fetched(module, folder.file(module).orElseThrow());
        } else if (failure instanceof RpcErrorException refused) {
            settle(SchemaOutcome.missing(module, refused.first().toString()));
        } else if (failure instanceof RequestException bad && bad.reason() == Reason.BAD_REPLY) {
            Throwable why = bad.getCause() == null ? bad : bad.getCause();
            settle(SchemaOutcome.missing(module, String.valueOf(why.getMessage())));
        } else if (failure instanceof RequestException lost) {
            throw lost;
        } else {
            throw new IllegalStateException("get-schema failed in a way that nobody thought of", failure);
        }
    }

    private void fetched(SchemaCatalog.Entry module, Path file) {
        if (module.revision().isEmpty()) {
            notes.put(module.name(), contentId);
            folder.note(notes);
        }
        SchemaOutcome outcome = new SchemaOutcome(module, State.FETCHED, file, SchemaFolder.size(file), "");
        settle(outcome);
        want(file);
        if (!output.console().terminal().err()) {
            output.note(output.errPaint().success("✓") + " " + file.getFileName() + ": " + Bytes.text(outcome.bytes()));
        }
    }

    /** Asks for what the module in a file needs, and nobody has told of. */
    private void want(Path file) {
        SchemaFolder.header(file).ifPresent(header -> {
            String whole = header.kind() == Kind.SUBMODULE ? header.belongsTo() : header.name();
            for (YangHeader.Reference part : header.includes()) {
                want(new SchemaCatalog.Entry(part.name(), part.revision(), Kind.SUBMODULE, "", whole, null));
            }
            for (YangHeader.Reference other : header.imports()) {
                want(new SchemaCatalog.Entry(other.name(), other.revision(), Kind.MODULE, "", "", Conformance.IMPORT));
            }
        });
    }

    private void want(SchemaCatalog.Entry module) {
        if (known.add(module.name())) {
            waiting.add(module);
            total = outcomes.size() + underWay.size() + waiting.size();
        }
    }

    private void settle(SchemaOutcome outcome) {
        outcomes.add(outcome);
        done = outcomes.size();
    }

    /** Lets go of what is under way, and tells what there is so far. */
    private void giveUp() {
        underWay.values().forEach(future -> future.cancel(false));
        tell();
    }

    private List<SchemaOutcome> all(State state) {
        return outcomes.stream().filter(outcome -> outcome.state() == state).toList();
    }

    private void tell() {
        // they came as the device and the threads that read pleased
        outcomes.sort(Comparator.comparing(outcome -> outcome.module().label()));
        List<SchemaOutcome> fetched = all(State.FETCHED);
        int kept = all(State.KEPT).size();
        List<SchemaOutcome> missing = all(State.MISSING);
        output.fact("folder", folder.path().toAbsolutePath());
        output.fact("fetched", fetched.size());
        output.fact("kept", kept);
        output.fact("missing", missing.size());
        output.fact("modules", outcomes.stream().map(SchemaOutcome::facts).toList());
        for (SchemaOutcome outcome : missing) {
            String line = outcome.module().label() + ": " + outcome.reason();
            output.note(output.errPaint().error("✗") + " " + Printable.line(line));
        }
        if (total == 0) {
            output.note("The device tells of no modules.");
        } else if (fetched.size() + kept > 0) {
            summarize(fetched, kept);
        }
    }

    private void summarize(List<SchemaOutcome> fetched, int kept) {
        int there = fetched.size() + kept;
        String count = there < total
                ? there + " of " + count(total)
                : output.errPaint().success("✓") + " " + count(there);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        long bytes = fetched.stream().mapToLong(SchemaOutcome::bytes).sum();
        String news = fetched.isEmpty()
                ? "nothing was fetched"
                : "fetched " + fetched.size() + ", " + Bytes.text(bytes) + " in " + Durations.text(took);
        String old = kept == 0 ? "" : "; " + kept + (kept == 1 ? " was" : " were") + " there already";
        output.note(count + " in " + folder.path() + ": " + news + old);
    }

    private static String count(int modules) {
        return modules == 1 ? "1 module" : modules + " modules";
    }

    private @Nullable Problem shortfall() {
        int missing = all(State.MISSING).size();
        if (missing == 0) {
            return null;
        }
        String message = session.device().name() + " does not give " + count(missing) + " that it announces or needs";
        return new Problem(
                ExitCode.INCOMPLETE,
                "incomplete",
                message,
                "look for " + (missing == 1 ? "it" : "them") + " where the vendor publishes its models",
                new IllegalStateException(message));
    }
}
