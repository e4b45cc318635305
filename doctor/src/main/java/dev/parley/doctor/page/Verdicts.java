package dev.parley.doctor.page;

import dev.parley.doctor.Diagnosis;
import dev.parley.doctor.evidence.Evidence.Exchange;
import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Remedy;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong: what was seen, what it means, how sure that is, and what to do, place by place. */
record Verdicts(Markup markup, Diagnosis diagnosis) {
    void write() {
        if (diagnosis.isHealthy()) {
            healthy();
        }
        diagnosis.verdicts().stream()
                .filter(verdict -> verdict.fault().gravity() != Gravity.NOTABLE)
                .forEach(this::verdict);
        List<Verdict> notes = diagnosis.of(Gravity.NOTABLE);
        if (!notes.isEmpty()) {
            markup.element("h3", "Worth knowing");
            markup.in("ul.notes", () -> notes.forEach(this::note));
        }
    }

    private void healthy() {
        Exchange request = diagnosis.first().request();
        markup.in("article.card.good", () -> {
            head(Mark.GOOD, "Nothing is wrong");
            markup.element(
                    "p",
                    "The session came up, "
                            + (request == null
                                    ? ""
                                    : "a " + request.name() + " was answered in " + Numbers.time(request.took()) + ", ")
                            + "and nothing stood in its way.");
        });
    }

    private void verdict(Verdict verdict) {
        boolean breaks = verdict.fault().gravity() == Gravity.BREAKS;
        Mark mark = breaks ? Mark.BAD : Mark.WARNING;
        markup.in("article.card." + mark.kind(), () -> {
            head(mark, verdict.fault().title());
            markup.in("div.labels", () -> {
                mark.label(markup, breaks ? "no session, or no answer" : "works, at a cost");
                markup.element("span.label.plain", sure(verdict.confidence()));
                markup.element("span.soft.exact", verdict.fault().code());
            });
            markup.in("dl.says", () -> {
                says("What was seen", verdict.seen());
                says("What it means", verdict.means());
            });
            remedies(verdict);
        });
    }

    private void head(Mark mark, String title) {
        markup.in("div.head", () -> {
            mark.draw(markup);
            markup.element("h3", title);
        });
    }

    private void says(String what, String words) {
        markup.in("div", () -> {
            markup.element("dt", what);
            markup.element("dd", words);
        });
    }

    private void remedies(Verdict verdict) {
        Map<String, List<String>> places = verdict.remedies().stream()
                .collect(Collectors.groupingBy(
                        Remedy::where, LinkedHashMap::new, Collectors.mapping(Remedy::text, Collectors.toList())));
        if (places.isEmpty()) {
            return;
        }
        markup.in(
                "div.places",
                () -> places.forEach((where, what) -> markup.in("div", () -> {
                    markup.element("h4", place(where));
                    markup.in("ul", () -> what.forEach(each -> markup.element("li", each)));
                })));
    }

    private static String place(String where) {
        return switch (where) {
            case "client" -> "What to do on the client";
            case "network" -> "What to do in the network";
            case "device" -> "What to do on the device";
            default -> "What to do on " + where;
        };
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

    private static String sure(Confidence confidence) {
        return switch (confidence) {
            case CERTAIN -> "certain: nothing else explains it";
            case LIKELY -> "likely: anything else would be unusual";
            case POSSIBLE -> "possible: other things would fit, too";
        };
    }
}
