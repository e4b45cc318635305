package dev.parley.doctor.page;

import dev.parley.doctor.Diagnosis;
import dev.parley.doctor.evidence.Evidence.Exchange;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.page.Card;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import java.util.List;

/** What is wrong, the gravest first, and what is good to know. */
record Verdicts(Markup markup, Diagnosis diagnosis) {
    void write() {
        if (diagnosis.isHealthy()) {
            healthy();
        }
        diagnosis.verdicts().stream()
                .filter(verdict -> verdict.fault().gravity() != Gravity.NOTABLE)
                .forEach(verdict -> new VerdictCard(markup, verdict).write(""));
        List<Verdict> notes = diagnosis.of(Gravity.NOTABLE);
        if (!notes.isEmpty()) {
            markup.element("h3", "Worth knowing");
            markup.in("ul.notes", () -> notes.forEach(this::note));
        }
    }

    private void healthy() {
        Exchange request = diagnosis.first().request();
        String answered = request == null
                ? ""
                : "a " + request.name() + " was answered in " + Numbers.time(request.took()) + ", ";
        Card.write(
                markup,
                Mark.GOOD,
                "Nothing is wrong",
                card -> markup.element("p", "The session came up, " + answered + "and nothing stood in its way."));
    }

    private void note(Verdict verdict) {
        markup.in("li", () -> {
            Mark.NOTE.draw(markup);
            markup.in("div", () -> {
                markup.element("strong", verdict.fault().title());
                markup.element("p", verdict.seen());
                markup.element("p.soft", verdict.means());
            });
        });
    }
}
