package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pauses of the length that delayed acknowledgements have, again and again between small pieces. */
final class PaceRule implements Rule {
    private static final int SMALL = 1_000;
    private static final int ENOUGH = 4;
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final List<Band> BANDS = List.of(new Band(38, 46), new Band(198, 212));

    /** The lengths of a pause that a system's timer for acknowledgements makes: 40 ms on Linux, 200 ms on others. */
    private record Band(long from, long to) {
        boolean holds(Duration pause) {
            return pause.toMillis() >= from && pause.toMillis() <= to;
        }
    }

    @Override
    public List<Verdict> judge(Evidence evidence) {
        List<Duration> pauses = pauses(evidence);
        for (Band band : BANDS) {
            long fitting = pauses.stream().filter(band::holds).count();
            if (fitting >= ENOUGH && fitting * 10 >= pauses.size() * 9L) {
                return List.of(Verdict.likely(
                        Fault.NAGLE_DELAYS,
                        fitting + " of " + Say.count(pauses.size(), "pause") + " between small pieces were "
                                + band.from() + " to " + band.to() + " ms long"));
            }
        }
        return List.of();
    }

    private static List<Duration> pauses(Evidence evidence) {
        List<Duration> pauses = new ArrayList<>();
        Piece before = null;
        for (Piece piece : evidence.pieces()) {
            if (piece.outbound()) {
                // what comes next is an answer, and not the next piece
                before = null;
                continue;
            }
            if (before != null && before.length() < SMALL) {
                Duration pause = piece.at().minus(before.at());
                if (pause.compareTo(SHORT) > 0) {
                    pauses.add(pause);
                }
            }
            before = piece;
        }
        return pauses;
    }
}
