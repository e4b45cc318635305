package dev.parley.doctor.series;

import dev.parley.pattern.Trial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What of an attempt may have to do with whether it fails: kinds and measures for the search for patterns. Only what was
 * settled before the failure, or apart from it, is a factor. What a failure itself brings about would go together with
 * failures always and say nothing: how long an attempt took, and with it all that adds up meanwhile, such as this machine's
 * own load during it; that is taken from the time before.
 */
final class Factors {
    /** Where the facts say what was true around the attempt. */
    static final String AROUND = "series";

    static final String AT_ONCE = "attemptsAtOnce";
    static final String SINCE = "secondsSinceLast";
    static final String MACHINE = "machineCpuBefore";
    static final String DELAY = "worstDelayBeforeMs";
    static final String COLLECTING = "collectingBeforeMs";

    private final AttemptLine line;
    private final Facts all;
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, Double> measures = new LinkedHashMap<>();

    private Factors(AttemptLine line) {
        this.line = line;
        this.all = new Facts(line.facts());
    }

    /** The attempt, as the search sees it. */
    static Trial of(AttemptLine line) {
        Factors factors = new Factors(line);
        factors.gather();
        return new Trial(line.at(), line.failed(), factors.kinds, factors.measures);
    }

    private void gather() {
        kinds.put("device", line.device());
        line.address().ifPresent(address -> kinds.put("address", address));
        all.text("scheme").ifPresent(scheme -> kinds.put("transport", scheme));
        security();
        hello();
        // both as first measured: a long wait has more segments sent again, and brings them about
        all.in("tcp").ifPresent(tcp -> {
            tcp.number("roundTripMs").ifPresent(time -> measures.put("round trip at first in ms", time));
            tcp.number("retransmitted").ifPresent(count -> measures.put("segments sent again at first", count));
        });
        all.in(AROUND).ifPresent(this::around);
    }

    private void security() {
        all.in("tls").flatMap(tls -> tls.in("clientHello")).ifPresent(offer -> {
            offer.flag("resuming").ifPresent(resuming -> kinds.put("resumption", resuming ? "offered" : "not offered"));
            offer.number("length").ifPresent(bytes -> measures.put("bytes of the ClientHello", bytes));
        });
        // the server's choice is on the wire before anything in the handshake can fail
        all.in("tls").flatMap(tls -> tls.in("serverHello")).ifPresent(this::choice);
        all.in("security").ifPresent(this::choice);
    }

    private void choice(Facts chosen) {
        chosen.text("version").ifPresent(version -> kinds.put("TLS version", version.replace("TLSv", "TLS ")));
        chosen.text("suite").ifPresent(suite -> kinds.put("cipher suite", suite));
        chosen.flag("resumed").ifPresent(resumed -> {
            if (chosen.text("version").isPresent()) {
                kinds.put("handshake", resumed ? "resumed" : "full");
            }
        });
    }

    /** Of a hello that is not whole, what came of it says nothing about what was to come. */
    private void hello() {
        Facts hello = all.in("hello").orElse(null);
        if (hello == null || hello.text("framing").isEmpty()) {
            return;
        }
        hello.text("framing").ifPresent(framing -> kinds.put("framing", framing));
        hello.number("bytes").ifPresent(bytes -> measures.put("bytes of the hello", bytes));
        hello.numbers("plainRecords")
                .reduce((first, last) -> last)
                .ifPresent(last -> measures.put("last TLS record of the hello in bytes", last));
        hello.numbers("plainRecords")
                .reduce(Math::max)
                .ifPresent(largest -> measures.put("largest TLS record of the hello in bytes", largest));
    }

    private void around(Facts around) {
        around.number(AT_ONCE).ifPresent(count -> measures.put("attempts at once", count));
        around.number(SINCE).ifPresent(time -> measures.put("seconds since the attempt before", time));
        around.number(MACHINE)
                .filter(share -> share >= 0 && share <= 1)
                .ifPresent(share -> measures.put("load of this machine before in %", Math.rint(share * 100)));
        around.number(DELAY).ifPresent(delay -> measures.put("worst delay of this client before in ms", delay));
        around.number(COLLECTING).ifPresent(time -> measures.put("garbage collection before in ms", time));
    }
}
