package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Style;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.Printable;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.error.NetconfException;
import dev.parley.notification.CreateSubscription;
import dev.parley.notification.EventStream;
import dev.parley.notification.GetStreams;
import dev.parley.operation.Filter;
import dev.parley.operation.Ok;
import dev.parley.operation.Request;
import dev.parley.session.Backlog;
import dev.parley.session.Backoff;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        header = "Print notifications as they come.",
        description = {
            "Subscribes to an event stream and prints what the device notifies of, until Ctrl-C, the time in --until or the"
                    + " number in --count. When the connection is lost, it is opened again, and what happened meanwhile is"
                    + " replayed where the device keeps it; standard error says what may be missing."
        },
        footer = {
            "@|bold Examples|@",
            "  parley watch pe1",
            "  parley watch pe1 --since 1h --until now",
            "  parley watch pe1 --stream audit --format json | jq .event",
            "  parley watch pe1 --filter '<link-down xmlns=\"urn:example:links\"/>'",
            "  parley watch pe1 --streams"
        })
final class WatchCommand implements Callable<Integer> {
    @Option(names = "--stream", paramLabel = "NAME", description = "The event stream. Default: the device's, NETCONF.")
    private @Nullable String stream;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Replay from then on: so long ago (1h, 2d), 17:00, 2026-11-20T17:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "End then: so long from now (10m), 17:00, 2026-11-20T17:00:00Z.")
    private @Nullable String until;

    @Option(names = "--streams", description = "List the event streams of the device, and end.")
    private boolean listStreams;

    @Option(names = "--no-reconnect", description = "End when the connection is lost.")
    private boolean once;

    @Mixin
    private final FilterOptions selection = new FilterOptions();

    @Option(
            names = "--format",
            paramLabel = "FORM",
            converter = Words.OfWatchFormat.class,
            completionCandidates = Words.OfWatchFormat.class,
            description = "${COMPLETION-CANDIDATES}. Default: line; json with --json.")
    private @Nullable WatchFormat format;

    @Option(names = "--count", paramLabel = "N", description = "End after so many notifications.")
    private @Nullable Long count;

    @Mixin
    private final RequestOptions sending = new RequestOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final Talk talk = new Talk();

    @Mixin
    private final MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private final CommonOptions common;

    private boolean interrupted;

    WatchCommand(Console console) {
        common = new CommonOptions(console);
    }

    /** What to subscribe to, and when to stop if the device is not told. */
    private record Wanted(Request<Ok> request, @Nullable Duration patience) {}

    @Override
    public Integer call() {
        Style asked = common.style();
        boolean json = asked.json() || (format == WatchFormat.JSON && !listStreams);
        Output output = common.output(new Style(json, asked.color(), asked.stackTraces() || talk.isTraced()));
        if (listStreams) {
            talk.with(device, common, output, (session, recorder) -> list(session.send(new GetStreams()), output));
        } else {
            WatchFormat form = json ? WatchFormat.JSON : format == null ? WatchFormat.LINE : format;
            check(form);
            Wanted wanted = wanted(output);
            EventPrinter printer =
                    new EventPrinter(output, form, count == null ? Long.MAX_VALUE : count, ZoneId.systemDefault());
            try (Measuring measuring = metrics.open(output)) {
                talk.visit(device, common, output, measuring.listeners(), (client, target, recorder) -> {
                    measuring.watch(client);
                    watch(client, target, wanted, printer);
                });
            }
            printer.sum();
        }
        ExitCode exit = output.succeed();
        return (interrupted && exit == ExitCode.OK ? ExitCode.INTERRUPTED : exit).status();
    }

    private void check(WatchFormat form) {
        if (form == WatchFormat.JSON && format != null && format != WatchFormat.JSON) {
            throw InputException.of(Reason.BAD_SETTING, "--json and --format are two ways to say it; give one");
        }
        if (count != null && count < 1) {
            throw InputException.of(Reason.BAD_VALUE, "--count is 1 or more, not " + count);
        }
    }

    /** Without --since it is parley that stops: a device that replays nothing would refuse a stop time. */
    private Wanted wanted(Output output) {
        Moments moments = Moments.ofThisMachine();
        Instant now = moments.now().toInstant();
        Instant start = since == null ? null : moments.past("--since", since);
        Instant stop = until == null ? null : moments.future("--until", until);
        if (start != null && start.isAfter(now)) {
            throw new InputException(
                    Reason.BAD_VALUE, "--since " + since + " is in the future", "leave it out for what comes", null);
        }
        if (stop != null && start == null && stop.isBefore(now)) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "--until " + until + " is in the past",
                    "--since says from when on to replay",
                    null);
        }
        Filter filter = selection.filter(new Input(output.console()));
        CreateSubscription wanted = new CreateSubscription(stream, filter, start, start == null ? null : stop);
        Duration patience = start == null && stop != null ? Duration.between(now, stop) : null;
        return new Wanted(sending.request(wanted), patience);
    }

    private void watch(NetconfClient client, Device target, Wanted wanted, EventPrinter printer) {
        if (!once) {
            try (NotificationStream events = client.watch(target, wanted.request(), Backlog.DEFAULT, Backoff.DEFAULT)) {
                follow(target, events, wanted, printer);
            }
            return;
        }
        try (Session session = client.open(target);
                NotificationStream events = session.subscribe(wanted.request(), Backlog.DEFAULT)) {
            follow(target, events, wanted, printer);
        }
    }

    /** Waits until it is over for one reason or another. */
    private void follow(Device target, NotificationStream events, Wanted wanted, EventPrinter printer) {
        printer.begin(target.name(), events.subscription().streamName());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        CompletableFuture<Void> printed = events.consume(printer::print);
        ends.add(printed);
        ends.add(printer.enough());
        if (wanted.patience() != null) {
            ends.add(new CompletableFuture<Void>()
                    .completeOnTimeout(null, wanted.patience().toMillis(), TimeUnit.MILLISECONDS));
        }
        try {
            CompletableFuture.anyOf(ends.toArray(CompletableFuture<?>[]::new)).get();
        } catch (InterruptedException e) {
            // Ctrl-C is how it ends; the session is closed in order behind this
            interrupted = true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetconfException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            // what waits to be printed is wanted no more, and nothing is printed behind the summary
            printed.cancel(false);
            printer.end();
        }
    }

    private static void list(List<EventStream> streams, Output output) {
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        for (EventStream offered : streams) {
            Map<String, @Nullable Object> fact = new LinkedHashMap<>();
            fact.put("name", offered.name());
            fact.put("description", offered.description());
            fact.put("replaySupport", offered.replaySupport());
            fact.put("replayLogCreationTime", offered.replayLogCreationTime());
            fact.put("replayLogAgedTime", offered.replayLogAgedTime());
            facts.add(fact);
            String replay = !offered.replaySupport()
                    ? "no replay"
                    : offered.replayLogCreationTime() == null
                            ? "replay"
                            : "replay since " + offered.replayLogCreationTime();
            output.line(
                    output.paint().name(Printable.line(offered.name())) + "  " + Printable.line(offered.description())
                            + "  " + output.paint().faint(replay));
        }
        output.fact("streams", facts);
    }
}
