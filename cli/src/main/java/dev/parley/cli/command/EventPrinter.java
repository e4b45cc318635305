package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.notification.Notification;
import dev.parley.session.StreamItem;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Prints what comes of a subscription, as it comes, until enough has come. One thread at a time; any may end it. */
final class EventPrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private final Output output;
    private final WatchFormat format;
    private final long most;
    private final ZoneId zone;
    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private long events;
    private long lost;

    /**
     * @param most how many notifications are enough
     * @param zone whose time is shown
     */
    EventPrinter(Output output, WatchFormat format, long most, ZoneId zone) {
        this.output = output;
        this.format = format;
        this.most = most;
        this.zone = zone;
    }

    /** Is completed when no more is wanted. */
    CompletableFuture<Void> enough() {
        return enough;
    }

    /** Says that it has begun, to who may wait long for the first one. */
    void begin(String device, String stream) {
        if (output.console().terminal().err()) {
            output.note(output.errPaint()
                    .faint("listening to stream " + Printable.line(stream) + " of " + Printable.line(device)
                            + "; Ctrl-C ends it"));
        }
    }

    /** Prints one item. */
    synchronized void print(StreamItem item) {
        if (enough.isDone()) {
            return;
        }
        if (item instanceof StreamItem.Event event) {
            print(event.notification());
            events++;
        } else if (item instanceof StreamItem.ReplayComplete complete) {
            aside("replay-complete", Map.of(), time(complete.time()) + "replay complete");
        } else if (item instanceof StreamItem.Lost gap) {
            lost += gap.notifications();
            warn(
                    "lost",
                    Map.of("notifications", gap.notifications()),
                    gap.notifications() + " notifications were lost: they came faster than they could be printed");
        } else if (item instanceof StreamItem.Unreadable unreadable) {
            warn(
                    "unreadable",
                    facts(unreadable),
                    "a notification of " + unreadable.bytes() + " bytes cannot be read: "
                            + unreadable.why().getMessage());
        } else if (item instanceof StreamItem.Interrupted interrupted) {
            warn("interrupted", facts(interrupted), interrupted.toString());
        } else if (item instanceof StreamItem.Resumed resumed) {
            resumed(resumed);
        }
        if (events == most || output.isBroken()) {
            enough.complete(null);
        }
    }

    private static Map<String, ?> facts(StreamItem.Unreadable unreadable) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("message", unreadable.why().getMessage());
        facts.put("bytes", unreadable.bytes());
        return facts;
    }

    private static Map<String, ?> facts(StreamItem.Interrupted interrupted) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("code", interrupted.failure().code());
        facts.put("message", interrupted.failure().getMessage());
        facts.put("attempt", interrupted.attempt());
        facts.put("retryInMs", interrupted.retryIn());
        return facts;
    }

    private void resumed(StreamItem.Resumed resumed) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("from", resumed.from());
        facts.put("seamless", resumed.continuity() == StreamItem.Continuity.SEAMLESS);
        facts.put("message", resumed.remark());
        if (resumed.continuity() == StreamItem.Continuity.SEAMLESS) {
            aside("resumed", facts, resumed.toString());
        } else {
            warn("resumed", facts, resumed.toString());
        }
    }

    private void print(Notification notification) {
        switch (format) {
            case LINE -> output.line(line(notification));
            case XML -> output.xml(notification.envelope().toString(), null);
            case JSON -> output.record(facts(notification));
        }
    }

    private String line(Notification notification) {
        Paint paint = output.paint();
        String name = notification.event().getLocalPart();
        String said = EventWords.of(notification);
        String time = notification.time().map(this::shown).orElse("--:--:--.---");
        int room = output.console().terminal().out()
                ? output.console().terminal().columns() - time.length() - name.length() - 4
                : Integer.MAX_VALUE;
        String fitting = said.length() > room ? said.substring(0, Math.max(0, room - 1)) + "…" : said;
        return paint.faint(time) + "  " + paint.name(Printable.line(name))
                + (said.isEmpty() ? "" : "  " + Printable.line(fitting));
    }

    /** The time where somebody reads it; with the date unless it is today's. */
    private String shown(OffsetDateTime time) {
        ZonedDateTime here = time.atZoneSameInstant(zone);
        return here.format(here.toLocalDate().equals(LocalDate.now(zone)) ? TIME : DAY);
    }

    private String time(@Nullable OffsetDateTime time) {
        return time == null ? "" : shown(time) + "  ";
    }

    private static Map<String, @Nullable Object> facts(Notification notification) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("type", "event");
        facts.put("time", notification.time().orElse(null));
        facts.put("event", notification.event().getLocalPart());
        facts.put("namespace", notification.event().getNamespaceURI());
        facts.put("summary", EventWords.of(notification));
        facts.put("xml", notification.content().toString());
        return facts;
    }

    private void aside(String type, Map<String, ?> facts, String words) {
        tell(type, facts);
        output.note(output.errPaint().faint(Printable.line(words)));
    }

    private void warn(String type, Map<String, ?> facts, String words) {
        tell(type, facts);
        output.note(output.errPaint().warning("warning:") + " " + Printable.line(words));
    }

    private void tell(String type, Map<String, ?> facts) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("type", type);
        all.putAll(facts);
        output.record(all);
    }

    /** Prints no more: what is being printed is printed to its end, what comes behind is not. */
    synchronized void end() {
        enough.complete(null);
    }

    /** Says how many there were. */
    synchronized void sum() {
        output.fact("notifications", events);
        output.fact("lost", lost);
        output.note(output.errPaint()
                .faint(events
                        + (events == 1 ? " notification" : " notifications")
                        + (lost == 0 ? "" : ", and " + lost + " were lost")));
    }
}
