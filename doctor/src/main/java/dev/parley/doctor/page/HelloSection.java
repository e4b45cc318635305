package dev.parley.doctor.page;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.HelloArrival;
import dev.parley.doctor.verdict.NcclientLoop;
import dev.parley.page.DataTable;
import dev.parley.page.Facts;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import dev.parley.page.Strip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the device's hello came, and whether ncclient's loop would have waited for ever for the end of it. */
record HelloSection(Page page, Evidence evidence) {
    private static final int MOST_RECORDS = 40;

    void write() {
        HelloArrival hello = evidence.hello();
        if (hello.began() == null && hello.weSpoke() == null) {
            return;
        }
        page.section("The device’s hello", () -> {
            arrival(hello);
            if (!hello.tail().isEmpty()) {
                page.markup().element("h3", "How it ended");
                page.markup().element("p.quote.exact", hello.tail());
            }
            if (evidence.scheme().equals("tls")) {
                loop(hello);
            }
            if (!evidence.deviations().isEmpty()) {
                deviations();
            }
        });
    }

    private void arrival(HelloArrival hello) {
        Facts.write(page.markup(), facts -> {
            facts.words(
                    "Who spoke first",
                    switch (hello.first()) {
                        case "client" -> "we did";
                        case "server" -> "the device";
                        default -> hello.began() == null ? "we did; the device said nothing" : "not known";
                    });
            facts.words("Ours was sent after", time(hello.weSpoke()));
            facts.words("First byte of it after", time(hello.began()));
            facts.words(
                    "Whole after", hello.began() == null ? "" : hello.ended() == null ? "never" : time(hello.ended()));
            facts.words("Length", Numbers.count(hello.bytes(), "byte"));
            facts.words("Delimiter ]]>]]>", hello.delimited() ? "came" : "did not come");
            facts.words("Pieces at the socket", Numbers.count(hello.pieces()));
            facts.words("Longest pause", hello.pauses().isEmpty() ? "" : Numbers.time(hello.longestPause()));
            if (hello.isWhole()) {
                facts.words("Capabilities", Numbers.count(hello.capabilities()));
                facts.words("Session", hello.sessionId() < 0 ? "" : String.valueOf(hello.sessionId()));
                facts.words("Framing agreed on", hello.framing());
            }
        });
    }

    private static String time(@Nullable Duration time) {
        return time == null ? "" : Numbers.time(time);
    }

    private void loop(HelloArrival hello) {
        Markup markup = page.markup();
        markup.element("h3", "Would ncclient’s loop have stalled here?");
        List<Integer> records = hello.plainRecords();
        if (!hello.isWhole() || records.isEmpty()) {
            answer(Mark.NOTE, "That cannot be said: the records that carried the hello are not known.");
            return;
        }
        NcclientLoop loop = NcclientLoop.of(records);
        answer(loop.stalls() ? Mark.WARNING : Mark.GOOD, (loop.stalls() ? "Yes: " : "No: ") + loop.arithmetic() + ".");
        int bytes = records.stream().mapToInt(each -> each).sum();
        new Strip(
                        "The TLS records of the hello",
                        "Bytes of plain text in each record, in the order in which they came; "
                                + (loop.stalls()
                                        ? Numbers.count(loop.unread(), "byte") + " at the end stay unread."
                                        : "all of them are read."),
                        records,
                        loop.unread(),
                        "0",
                        (loop.stalls() ? Numbers.count(loop.unread()) + " unread of " : "")
                                + Numbers.count(bytes, "byte"))
                .draw(markup);
        table(records, loop.unread()).write(markup);
    }

    private void answer(Mark mark, String words) {
        page.markup().in("div.answer", () -> {
            mark.draw(page.markup());
            page.markup().element("p", words);
        });
    }

    private static DataTable table(List<Integer> records, int unread) {
        List<List<String>> rows = new ArrayList<>();
        int last = records.size();
        for (int i = 0; i < last; i++) {
            if (last <= MOST_RECORDS || i < MOST_RECORDS - 1 || i == last - 1) {
                int left = i == last - 1 ? unread : 0;
                rows.add(List.of(
                        String.valueOf(i + 1),
                        Numbers.count(records.get(i)),
                        Numbers.count(records.get(i) - left),
                        Numbers.count(left)));
            }
        }
        return DataTable.of(
                        "Each read of ncclient takes at most " + NcclientLoop.READ + " bytes of one record"
                                + (last <= MOST_RECORDS ? "" : "; of " + last + " records the first and the last"),
                        DataTable.words("Record"),
                        DataTable.number("Bytes"),
                        DataTable.number("Read"),
                        DataTable.number("Left unread"))
                .with(rows);
    }

    private void deviations() {
        page.markup().element("h3", "Where the device departs from the standard");
        DataTable.of("Departures that were met, in order", DataTable.words("What"), DataTable.exact("What exactly"))
                .with(evidence.deviations().stream()
                        .map(met -> List.of(met.deviation().description(), met.detail()))
                        .toList())
                .write(page.markup());
    }
}
