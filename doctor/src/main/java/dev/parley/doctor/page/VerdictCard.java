package dev.parley.doctor.page;

import dev.parley.doctor.verdict.Confidence;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.doctor.verdict.Remedy;
import dev.parley.doctor.verdict.Verdict;
import dev.parley.page.Card;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One verdict: what was seen, what it means, how sure that is, and what to do, place by place. */
record VerdictCard(Markup markup, Verdict verdict) {
    /**
     * Writes it.
     *
     * @param explains what it is a verdict on, or empty if that is plain
     */
    void write(String explains) {
        boolean breaks = verdict.fault().gravity() == Gravity.BREAKS;
        Mark mark = breaks ? Mark.BAD : Mark.WARNING;
        Card.write(markup, mark, verdict.fault().title(), card -> {
            markup.in("div.labels", () -> {
                mark.label(markup, breaks ? "no session, or no answer" : "works, at a cost");
                markup.element("span.label.plain", sure(verdict.confidence()));
                markup.element("span.soft.exact", verdict.fault().code());
            });
            markup.in("dl.says", () -> {
                card.says("What it explains", explains);
                card.says("What was seen", verdict.seen());
                card.says("What it means", verdict.means());
            });
            remedies();
        });
    }

    private void remedies() {
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

    private static String sure(Confidence confidence) {
        return switch (confidence) {
            case CERTAIN -> "certain: that is what happened";
            case LIKELY -> "likely: anything else would be unusual";
            case POSSIBLE -> "possible: other things would fit, too";
        };
    }
}
