package dev.parley.doctor.page;

import dev.parley.doctor.Diagnosis;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.verdict.Gravity;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.util.Locale;

/**
 * A diagnosis as one page of HTML that loads nothing and runs nothing: the verdicts, the steps along the time, and the
 * evidence. Whatever a device said stands in it as text. The bytes that passed are not in it.
 */
public final class HtmlDiagnosis {
    private HtmlDiagnosis() {}

    /** The page of that diagnosis, whole, to be written in UTF-8. */
    public static String of(Diagnosis diagnosis) {
        Evidence first = diagnosis.first();
        return Page.of("Diagnosis of a NETCONF session", title(diagnosis), page -> about(page, first), page -> {
            page.section("Verdict", () -> new Verdicts(page.markup(), diagnosis).write());
            page.section("Step by step", () -> new Steps(page.markup(), first).write());
            new HelloSection(page, first).write();
            new SecuritySection(page, first).write();
            new SurroundingsSection(page, first).write();
            new Others(page, diagnosis).write();
        });
    }

    /** What a reader must know if nothing else is read. */
    private static String title(Diagnosis diagnosis) {
        String device = diagnosis.first().device();
        if (diagnosis.of(Gravity.BREAKS).isEmpty()
                && diagnosis.of(Gravity.HINDERS).isEmpty()) {
            return device + ": nothing is wrong";
        }
        String fault = diagnosis.verdicts().get(0).fault().title();
        return device + ": " + fault.substring(0, 1).toLowerCase(Locale.ROOT) + fault.substring(1);
    }

    private static void about(Page page, Evidence first) {
        Markup markup = page.markup();
        markup.in("p.about", () -> {
            markup.element("span.exact", first.scheme() + "://" + first.target());
            markup.element(
                    "time",
                    Page.moment(first.began()),
                    "datetime",
                    first.began().toString());
            markup.element(
                    "span",
                    first.trouble()
                            .map(failure -> "failed after " + Numbers.time(failure.after()))
                            .orElse("a session came up and was answered"));
        });
    }
}
