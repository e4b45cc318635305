package dev.parley.doctor.page;

import dev.parley.doctor.Diagnosis;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.page.DataTable;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.time.Duration;
import java.util.List;

/** The attempts that were made to decide between explanations. */
record Others(Page page, Diagnosis diagnosis) {
    void write() {
        List<Evidence> all = diagnosis.attempts();
        if (all.size() < 2) {
            return;
        }
        page.section("What was tried besides", () -> {
            page.markup()
                    .element(
                            "p",
                            "An attempt is repeated in another way only where that decides between two explanations.");
            DataTable.of(
                            "All attempts, in order",
                            DataTable.words("Attempt"),
                            DataTable.terse("Result"),
                            DataTable.number("Took"),
                            DataTable.words("What came of it"))
                    .with(all.stream().map(Others::row).toList())
                    .write(page.markup());
        });
    }

    private static List<String> row(Evidence attempt) {
        Duration took = attempt.steps().stream()
                .map(step -> step.began().plus(step.took()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return List.of(
                attempt.variation().words(),
                attempt.isWell() ? "✓ succeeded" : "✗ failed",
                Numbers.time(took),
                attempt.trouble().map(Evidence.Failure::message).orElse("a session, and an answer"));
    }
}
