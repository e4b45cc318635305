package dev.parley.doctor.series;

import dev.parley.doctor.evidence.Evidence;
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
    /** Where the facts say what was true around the attempt. */
    private static final String AROUND = "series";

    private static final String AT_ONCE = "attemptsAtOnce";
    private static final String SINCE = "secondsSinceLast";

    /**
     * Of an attempt that was made.
     *
     * @param evidence what was seen
     * @param atOnce how many attempts of the series were under way when it began, itself among them
     * @param secondsSinceLast how long before it the last attempt had ended, or negative for the first
     */
    static AttemptLine of(Evidence evidence, int atOnce, double secondsSinceLast) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(evidence.facts());
        Map<String, @Nullable Object> around = new LinkedHashMap<>();
        around.put(AT_ONCE, atOnce);
        if (secondsSinceLast >= 0) {
            around.put(SINCE, secondsSinceLast);
        }
        facts.put(AROUND, around);
        Evidence.Failure failure = evidence.trouble().orElse(null);
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
        Facts failure = read.in("failure")
                .or(() -> read.in("request").flatMap(request -> request.in("failure")))
                .orElse(null);
        try {
            return Optional.of(new AttemptLine(
                    Instant.parse(began),
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
        if (facts.get("steps") instanceof List<?> steps) {
            for (Object each : steps) {
                if (each instanceof Map<?, ?> step) {
                    Facts read = Facts.of(step);
                    end = Math.max(
                            end,
                            read.number("beganMs").orElse(0.0)
                                    + read.number("tookMs").orElse(0.0));
                }
            }
        }
        return end;
    }

    /** The attempt as the search for patterns sees it: no factor that a failure itself brings about is among them. */
    public Trial trial() {
        Facts all = new Facts(facts);
        Map<String, String> kinds = new LinkedHashMap<>();
        Map<String, Double> measures = new LinkedHashMap<>();
        all.text("remote").map(AttemptLine::host).ifPresent(host -> kinds.put("address", host));
        all.text("scheme").ifPresent(scheme -> kinds.put("transport", scheme));
        kinds.put("device", device);
        all.in("security").ifPresent(security -> {
            security.text("version").ifPresent(version -> kinds.put("TLS version", version));
            security.text("suite").ifPresent(suite -> kinds.put("cipher suite", suite));
        });
        all.in("tls").flatMap(tls -> tls.in("clientHello")).ifPresent(offer -> {
            offer.flag("resuming").ifPresent(resuming -> kinds.put("resumption", resuming ? "offered" : "not offered"));
            offer.number("bytes").ifPresent(bytes -> measures.put("bytes of the ClientHello", bytes));
        });
        all.in("hello").ifPresent(hello -> {
            records(hello, measures);
            hello.text("framing").ifPresent(framing -> kinds.put("framing", framing));
        });
        all.in("tcp")
                .ifPresent(tcp ->
                        tcp.number("roundTripMs").ifPresent(time -> measures.put("round trip at first in ms", time)));
        all.in("tcpLast")
                .ifPresent(tcp ->
                        tcp.number("retransmitted").ifPresent(count -> measures.put("retransmitted segments", count)));
        all.in("load").ifPresent(load -> {
            load.number("machineCpu")
                    .filter(share -> share >= 0)
                    .ifPresent(share -> measures.put("load of this machine in %", Math.rint(share * 100)));
            load.number("worstDelayMs").ifPresent(delay -> measures.put("worst delay of this client in ms", delay));
            load.number("collectingMs").ifPresent(time -> measures.put("garbage collection in ms", time));
        });
        all.in(AROUND).ifPresent(around -> {
            around.number(AT_ONCE).ifPresent(count -> measures.put("attempts at once", count));
            around.number(SINCE).ifPresent(time -> measures.put("seconds since the attempt before", time));
        });
        return new Trial(at, failed(), kinds, measures);
    }

    /** Of a hello that is not whole, the records that came say nothing about those that were to come. */
    private static void records(Facts hello, Map<String, Double> measures) {
        if (hello.text("framing").isEmpty()) {
            return;
        }
        hello.number("bytes").ifPresent(bytes -> measures.put("bytes of the hello", bytes));
        hello.numbers("plainRecords")
                .reduce((first, last) -> last)
                .ifPresent(last -> measures.put("last TLS record of the hello in bytes", last));
    }

    /** The address without the port, which says nothing about an attempt. */
    private static String host(String address) {
        int port = address.indexOf(" port ");
        return port < 0 ? address : address.substring(0, port);
    }
}
