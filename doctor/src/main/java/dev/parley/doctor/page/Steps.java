package dev.parley.doctor.page;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Step;
import dev.parley.doctor.evidence.HelloArrival;
import dev.parley.doctor.evidence.TlsRecord;
import dev.parley.doctor.evidence.TlsWire;
import dev.parley.page.DataTable;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Waterfall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was done, along the time, and the same in a table. */
record Steps(Markup markup, Evidence evidence) {
    private static final String REQUEST = "Request";

    void write() {
        if (evidence.steps().isEmpty()) {
            markup.element(
                    "p",
                    "Nothing was sent: "
                            + evidence.trouble().map(Evidence.Failure::message).orElse("it was not come to that")
                            + ".");
            return;
        }
        List<Waterfall.Row> rows = new ArrayList<>();
        evidence.steps().forEach(step -> rows.add(bar(step)));
        TlsWire tls = evidence.tls();
        if (!tls.sent().isEmpty() || !tls.received().isEmpty()) {
            rows.add(new Waterfall.Moments(
                    "TLS records",
                    "↑ " + Numbers.count(tls.sentRecords()) + " sent   ↓ " + Numbers.count(tls.receivedRecords())
                            + " received",
                    moments(tls.sent()),
                    moments(tls.received())));
        }
        new Waterfall("The steps of the attempt along the time", description(), rows).draw(markup);
        evidence.trouble().ifPresent(failure -> markup.element("p.quote.exact", failure.message()));
        DataTable.of(
                        "The steps with their times, counted from the beginning of the attempt",
                        DataTable.words("Step"),
                        DataTable.number("Began after"),
                        DataTable.number("Took"),
                        DataTable.terse("Result"),
                        DataTable.exact("What came of it"))
                .with(evidence.steps().stream()
                        .map(step -> List.of(
                                name(step),
                                Numbers.time(step.began()),
                                Numbers.time(step.took()),
                                step.failed() ? "✗ failed" : "✓ done",
                                step.detail()))
                        .toList())
                .write(markup);
    }

    private Waterfall.Step bar(Step step) {
        HelloArrival hello = evidence.hello();
        List<Double> core = List.of();
        Duration came = hello.began();
        if (step.name().equals("hello") && came != null) {
            Duration whole = hello.ended();
            Duration last = hello.pauses().stream().reduce(came, Duration::plus);
            core = List.of(millis(came), millis(whole == null ? last : whole));
        }
        return new Waterfall.Step(
                step.failed() ? "✗ " + phase(step) + " failed" : phase(step),
                Numbers.time(step.took()),
                millis(step.began()),
                millis(step.began().plus(step.took())),
                step.failed(),
                step.failed() && evidence.hello().bytes() == 0 ? List.of() : core);
    }

    private String name(Step step) {
        String phase = phase(step);
        return phase.equals(REQUEST) ? REQUEST + ": " + step.name() : phase;
    }

    private String phase(Step step) {
        return switch (step.name()) {
            case "resolve" -> "Name";
            case "connect" -> "Connection";
            case "secure" -> evidence.scheme().equals("ssh") ? "Key exchange" : "TLS handshake";
            case "authenticate" -> "Login";
            case "hello" -> "Hello";
            case "close" -> "Close";
            default -> REQUEST;
        };
    }

    private String description() {
        return evidence.steps().size()
                + " steps: "
                + evidence.steps().stream()
                        .map(step ->
                                name(step) + (step.failed() ? " failed after " : " took ") + Numbers.time(step.took()))
                        .collect(Collectors.joining("; "))
                + ". The numbers are in the table below.";
    }

    private static List<Double> moments(List<TlsRecord> records) {
        return records.stream().map(record -> millis(record.at())).toList();
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
