package dev.parley.doctor.series;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.verdict.Judgement;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.pattern.Trial;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a series, as it stands in a journal: the facts of its {@link Evidence}, and what was true around it.
 * Immutable.
 *
 * @param at when it began
 * @param device the device's name
 * @param failure the kind of failure, such as {@code hello-timeout}, or null if all went well
 * @param phase in which phase it failed, or null
 * @param facts all of it in plain values, as JSON has them
 */
public record AttemptLine(
        Instant at,
        String device,
        @Nullable String failure,
        @Nullable String phase,
        Map<String, @Nullable Object> facts) {
    private static final String VERDICTS = "verdicts";
    private static final String STEPS = "steps";
    private static final String RECORDS = "plainRecords";
    private static final String[] CHOICE = {"version", "suite", "resumed"};

    /** From here on, and before 1970, no clock has seen an attempt, and times would not fit into a number. */
    private static final Instant YEAR_10_000 = Instant.parse("+10000-01-01T00:00:00Z");

    /** What answers questions of a report as it is, however large the rest; the parts of the others are named where they are kept. */
    private static final List<String> WHOLE = List.of("scheme", "remote", "addresses", Factors.AROUND, VERDICTS);

    /**
     * Of an attempt that was made.
     *
     * @param evidence what was seen
     * @param around what was true around it, in plain values
     */
    static AttemptLine of(Evidence evidence, Map<String, @Nullable Object> around) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(evidence.facts());
        facts.put(Factors.AROUND, around);
        Evidence.Failure failure = evidence.trouble().orElse(null);
        if (failure != null) {
            facts.put(VERDICTS, Verdicts.facts(Judgement.on(List.of(evidence))));
        }
        return new AttemptLine(
                evidence.began(),
                evidence.device(),
                failure == null ? null : failure.code(),
                failure == null || failure.phase() == null
                        ? null
                        : String.valueOf(failure.phase()).toLowerCase(Locale.ROOT),
                facts);
    }

    /** Of the facts that a journal holds; empty if they are not those of an attempt. */
    static Optional<AttemptLine> read(Map<String, @Nullable Object> facts) {
        if (!(facts.get("began") instanceof String began) || !(facts.get("device") instanceof String device)) {
            return Optional.empty();
        }
        Facts read = new Facts(facts);
        Facts failure = failureIn(read).orElse(null);
        try {
            Instant at = Instant.parse(began);
            if (at.isBefore(Instant.EPOCH) || !at.isBefore(YEAR_10_000)) {
                return Optional.empty();
            }
            return Optional.of(new AttemptLine(
                    at,
                    device,
                    failure == null ? null : failure.text("code").orElse("failed"),
                    failure == null ? null : failure.text("phase").orElse(null),
                    facts));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether it failed. */
    public boolean failed() {
        return failure != null;
    }

    /** How long it took, in milliseconds, as far as the facts say. */
    public double millis() {
        double end = 0;
        if (facts.get(STEPS) instanceof List<?> steps) {
            for (Object each : steps) {
                if (each instanceof Map<?, ?> step) {
                    Facts read = Facts.of(step);
                    double stop = read.number("beganMs").orElse(0.0)
                            + read.number("tookMs").orElse(0.0);
                    end = Double.isFinite(stop) ? Math.max(end, stop) : end;
                }
            }
        }
        return end;
    }

    /**
     * The address that it went to, in digits and without the port; if nothing answered there, too. Empty if it did not come
     * so far, or if several did not answer.
     */
    public Optional<String> address() {
        Facts all = new Facts(facts);
        return all.text("remote").map(AttemptLine::host).or(() -> onlyOf(facts.get("addresses")));
    }

    private static Optional<String> onlyOf(@Nullable Object addresses) {
        return addresses instanceof List<?> list && list.size() == 1 && list.get(0) instanceof String only
                ? Optional.of(only)
                : Optional.empty();
    }

    /** What the library said of the failure; empty without one. */
    public Optional<String> message() {
        return failureIn(new Facts(facts)).flatMap(failure -> failure.text("message"));
    }

    /** The gravest of what the doctor says of the failure; empty if nothing, or if the verdict is of a newer version. */
    public Optional<Verdict> verdict() {
        return Verdicts.first(facts.get(VERDICTS));
    }

    /** The attempt as the search for patterns sees it: no factor that a failure itself brings about is among them. */
    public Trial trial() {
        return Factors.of(this);
    }

    /**
     * The same without the facts that a {@link SeriesReport} has no use for, so that many lines fit into memory: a tenth is left of
     * most.
     */
    public AttemptLine essential() {
        Facts all = new Facts(facts);
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        WHOLE.forEach(name -> all.copy(name, kept));
        all.in("tls").ifPresent(tls -> {
            Map<String, @Nullable Object> hellos = new LinkedHashMap<>();
            tls.in("clientHello").ifPresent(hello -> hellos.put("clientHello", hello.only("resuming", "length")));
            tls.in("serverHello").ifPresent(hello -> hellos.put("serverHello", hello.only(CHOICE)));
            kept.put("tls", hellos);
        });
        all.in("security").ifPresent(security -> kept.put("security", security.only(CHOICE)));
        all.in("tcp").ifPresent(tcp -> kept.put("tcp", tcp.only("roundTripMs", "retransmitted")));
        all.in("hello").ifPresent(hello -> {
            Map<String, @Nullable Object> brief = hello.only("framing", "bytes");
            // of the records the largest and the last are asked for
            hello.numbers(RECORDS)
                    .reduce(Math::max)
                    .ifPresent(largest -> brief.put(
                            RECORDS,
                            List.of(
                                    largest,
                                    hello.numbers(RECORDS)
                                            .reduce((first, last) -> last)
                                            .orElse(largest))));
            kept.put("hello", brief);
        });
        failureIn(all).ifPresent(failed -> kept.put("failure", failed.only("message")));
        kept.put(STEPS, List.of(Map.of("tookMs", millis())));
        return new AttemptLine(at, device, failure, phase, kept);
    }

    private static Optional<Facts> failureIn(Facts facts) {
        return facts.in("failure").or(() -> facts.in("request").flatMap(request -> request.in("failure")));
    }

    /** The address without the port, which says nothing about an attempt. */
    private static String host(String address) {
        int port = address.indexOf(" port ");
        return port < 0 ? address : address.substring(0, port);
    }
}
