package dev.parley.doctor;

import dev.parley.doctor.series.AttemptLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Attempts that nobody made: at a device with two addresses, one of which answers late now and then. */
final class Attempts {
    private static final String DEVICE = "pe1.example.net";
    private static final int FAILING = 40;
    private static final int ANYWHERE = 2;

    private Attempts() {}

    /** So many, so far apart; always the same. */
    static List<AttemptLine> some(int count, Duration every) {
        Random chance = new Random(7);
        List<AttemptLine> attempts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean second = chance.nextBoolean();
            boolean failed = chance.nextInt(100) < (second ? FAILING : ANYWHERE);
            double took = failed ? 10_000 + chance.nextDouble() * 30 : 40 + Math.abs(chance.nextGaussian()) * 30;
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("remote", "192.0.2." + (second ? 8 : 7) + " port 6513");
            facts.put("steps", List.of(Map.of("name", "hello", "beganMs", 0.0, "tookMs", took)));
            facts.put("tcp", Map.of("roundTripMs", 10.0 + chance.nextInt(10)));
            attempts.add(new AttemptLine(
                    Instant.parse("2026-11-19T08:00:03Z").plus(every.multipliedBy(i)),
                    DEVICE,
                    failed ? (chance.nextInt(5) == 0 ? "closed-by-peer" : "hello-timeout") : null,
                    failed ? "hello" : null,
                    facts));
        }
        return attempts;
    }
}
