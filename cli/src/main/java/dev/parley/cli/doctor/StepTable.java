package dev.parley.cli.doctor;

import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.cli.terminal.Prose;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Security;
import dev.parley.doctor.evidence.Evidence.Step;
import dev.parley.doctor.evidence.HelloArrival;
import dev.parley.doctor.evidence.TlsWire;
import dev.parley.doctor.verdict.NcclientLoop;
import dev.parley.event.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The steps of one attempt: a mark, the time, and what was seen in each.
 *
 * @param evidence what was seen
 * @param paint how it is coloured
 * @param columns how many characters fit into a line
 */
record StepTable(Evidence evidence, Paint paint, int columns) {
    private static final int NAMES = 12;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Step step : evidence.steps()) {
            boolean request = evidence.request() != null
                    && step.name().equals(evidence.request().name());
            String name = request ? "request" : step.name();
            String mark = step.failed() ? paint.error("✗") : paint.success("✓");
            List<String> details = details(step, request);
            String begin = "  " + mark + " " + paint.name(padded(name, NAMES))
                    + String.format(Locale.ROOT, "%9s", time(step.took())) + "  ";
            String indent = " ".repeat(2 + 2 + NAMES + 9 + 2);
            for (String detail : details) {
                lines.addAll(Prose.lines(begin, paint.faint(Printable.line(detail)), columns, indent));
                begin = indent;
            }
            if (details.isEmpty()) {
                lines.add(begin.stripTrailing());
            }
        }
        if (evidence.steps().isEmpty()) {
            lines.add("  " + paint.error("✗") + " nothing was sent");
        }
        return lines;
    }

    private List<String> details(Step step, boolean request) {
        List<String> details = new ArrayList<>();
        if (request) {
            details.add(step.name() + ": " + step.detail());
            return details;
        }
        switch (step.name()) {
            case "connect" -> connect(step, details);
            case "secure" -> secure(step, details);
            case "hello" -> hello(step, details);
            default -> details.add(step.detail());
        }
        return details;
    }

    private void connect(Step step, List<String> details) {
        String remote = evidence.remote();
        details.add(step.failed() || remote == null ? step.detail() : remote);
        evidence.failedAddresses().forEach(failed -> details.add(failed.address() + ": " + failed.why()));
        TcpState tcp = evidence.tcpLast();
        if (tcp != null) {
            details.add("round trip " + time(tcp.roundTrip()) + ", segments of " + tcp.sendMss() + " bytes, "
                    + (tcp.retransmitted() == 0 ? "none" : String.valueOf(tcp.retransmitted())) + " sent again");
        }
    }

    private void secure(Step step, List<String> details) {
        Security security = evidence.security();
        if (security == null) {
            details.add(step.detail());
        } else {
            details.add(security.summary() + (security.group() == null ? "" : ", " + security.group()));
            security.chain().stream()
                    .limit(1)
                    .forEach(own -> details.add(own.subject() + ", " + own.key() + ", valid until " + own.notAfter()));
            if (security.clientCertificate() != null) {
                details.add(
                        switch (security.clientCertificate()) {
                            case "SENT" -> "our certificate was asked for and sent";
                            case "NONE" -> "our certificate was asked for, and there is none";
                            case "OTHER_KIND" -> "a certificate with another kind of key was asked for";
                            default ->
                                security.resumed()
                                        ? "resumed, so no certificate was asked for"
                                        : "no certificate was" + " asked for";
                        });
            }
        }
        TlsWire.Offer offer = evidence.tls().clientHello();
        if (offer != null) {
            details.add("ClientHello of " + offer.length() + " bytes" + (offer.resuming() ? ", to resume" : "") + "; "
                    + evidence.tls().receivedRecords() + " records came in all"
                    + (evidence.tls().retryGroup() == null
                            ? ""
                            : "; the server asked for " + evidence.tls().retryGroup()));
        }
    }

    private void hello(Step step, List<String> details) {
        details.add(step.detail());
        HelloArrival hello = evidence.hello();
        Duration began = hello.began();
        if (began != null) {
            details.add(hello.bytes() + " bytes in " + hello.pieces() + (hello.pieces() == 1 ? " piece" : " pieces")
                    + (hello.plainRecords().isEmpty()
                            ? ""
                            : " and " + hello.plainRecords().size()
                                    + (hello.plainRecords().size() == 1 ? " TLS record" : " TLS records"))
                    + ", the longest pause " + time(hello.longestPause())
                    + (hello.first().equals("unknown") ? "" : "; the " + hello.first() + " spoke first"));
        }
        if (hello.isWhole() && !hello.plainRecords().isEmpty()) {
            NcclientLoop loop = NcclientLoop.of(hello.plainRecords());
            if (!loop.stalls()) {
                details.add("ncclient would not stall here: " + loop.arithmetic());
            }
        }
    }

    /** With one decimal where it matters: {@code 0.4 ms}, {@code 12 ms}, {@code 1.3 s}. */
    static String time(Duration took) {
        double millis = took.toNanos() / 1e6;
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 1_000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
