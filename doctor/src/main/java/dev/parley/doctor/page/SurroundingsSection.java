package dev.parley.doctor.page;

import dev.parley.doctor.evidence.ClientLoad;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.event.TcpState;
import dev.parley.page.DataTable;
import dev.parley.page.Facts;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The network that lay between, and this machine, which may be the one that was slow. */
record SurroundingsSection(Page page, Evidence evidence) {
    void write() {
        page.section("The network", this::network);
        page.section("This machine", this::machine);
    }

    private void network() {
        TcpState first = evidence.tcp();
        TcpState last = evidence.tcpLast();
        Facts.write(page.markup(), facts -> {
            facts.exact("Addresses", evidence.addresses());
            facts.exact("From", evidence.local());
            facts.exact("To", evidence.remote());
            facts.words("Sent", Numbers.count(evidence.bytesSent(), "byte"));
            facts.words("Received", Numbers.count(evidence.bytesReceived(), "byte"));
            facts.words("How far the bytes got", evidence.traffic().report());
            if (first != null && last != null) {
                facts.words("Round trip at first", Numbers.time(first.roundTrip()));
                facts.words(
                        "Round trip at last",
                        Numbers.time(last.roundTrip()) + " ± " + Numbers.time(last.roundTripVariation()));
                facts.words("Segments sent again", Numbers.count(last.retransmitted()));
                facts.words("Not acknowledged", Numbers.count(last.unacknowledged(), "segment"));
                facts.words(
                        "Largest segments",
                        Numbers.count(last.sendMss()) + " bytes out, " + Numbers.count(last.receiveMss()) + " in");
                facts.words("Packets on the path", "up to " + Numbers.count(last.pathMtu(), "byte"));
                facts.words("Congestion window", Numbers.count(last.congestionWindow(), "segment"));
                facts.words("Receive window", Numbers.count(last.receiveSpace(), "byte"));
            }
        });
        if (!evidence.failedAddresses().isEmpty()) {
            DataTable.of("Addresses that could not be connected to", DataTable.exact("Address"), DataTable.words("Why"))
                    .with(evidence.failedAddresses().stream()
                            .map(failed -> List.of(failed.address(), failed.why()))
                            .toList())
                    .write(page.markup());
        }
    }

    private void machine() {
        Markup markup = page.markup();
        ClientLoad load = evidence.load();
        Optional<String> starved = load.starvation();
        if (load.lasted().isZero()) {
            markup.element("p", "How this machine fared meanwhile is not known.");
            return;
        }
        markup.in("div.answer", () -> {
            (starved.isPresent() ? Mark.WARNING : Mark.GOOD).draw(markup);
            markup.element(
                    "p",
                    starved.map(why -> "The client did not have all it needed: " + why + ".")
                            .orElse("The client had all it needed, so what was slow was not this machine."));
        });
        Facts.write(markup, facts -> {
            facts.words("Measured for", Numbers.time(load.lasted()));
            facts.words("Processors used by this process", share(load.processCpu()));
            facts.words("Processors used in all", share(load.machineCpu()));
            facts.words("Garbage collection", Numbers.time(load.collecting()));
            facts.words("Latest task", late(load.worstDelay()));
            facts.words("Session’s thread computed", Numbers.time(load.loopBusy()));
            facts.words("and waited for a processor", Numbers.time(load.loopWaiting()));
            facts.words(
                    "File descriptors",
                    load.openFiles() < 0
                            ? null
                            : Numbers.count(load.openFiles())
                                    + (load.mostFiles() > 0 ? " of " + Numbers.count(load.mostFiles()) : ""));
        });
    }

    private static String late(Duration delay) {
        return Numbers.time(delay) + " behind its time";
    }

    private static @Nullable String share(double share) {
        return share < 0 ? null : Numbers.share(share);
    }
}
