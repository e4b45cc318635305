package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.AddressFailure;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.event.TcpState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Names, addresses, and whether packets get through. */
final class NetworkRule implements Rule {
    private static final Duration SLOW = Duration.ofSeconds(1);
    /** Beyond this a segment is a large packet; every path takes smaller ones (RFC 8200 section 5). */
    private static final long LARGE_SEGMENT = 1_220;
    /** So many times in a row are no chance: at a loss of a tenth, one time in a thousand. */
    private static final long MANY_RETRIES = 3;

    @Override
    public List<Verdict> judge(Evidence evidence) {
        List<Verdict> found = new ArrayList<>();
        evidence.trouble().ifPresent(failure -> unreachable(evidence, failure, found));
        evidence.step(Phase.RESOLVE).ifPresent(step -> {
            if (!step.failed() && isName(evidence) && step.took().compareTo(SLOW) > 0) {
                found.add(Verdict.certain(
                        Fault.NAME_SERVICE_SLOW, "the name service took " + Say.time(step.took()) + " to answer"));
            }
        });
        if (evidence.remote() != null && !evidence.failedAddresses().isEmpty()) {
            found.add(Verdict.certain(
                    Fault.ADDRESS_FAILING,
                    failed(evidence.failedAddresses()) + "; the connection was made to " + evidence.remote()));
        }
        loss(evidence, found);
        return found;
    }

    /** Whether there was a name to look up: an address stands for itself. */
    private static boolean isName(Evidence evidence) {
        return evidence.addresses().stream()
                .noneMatch(address -> evidence.target().startsWith(address)
                        || evidence.target().startsWith("[" + address));
    }

    private static void unreachable(Evidence evidence, Failure failure, List<Verdict> found) {
        String said = Say.detail(failure);
        if (failure.is(Reason.UNKNOWN_HOST)) {
            found.add(Verdict.certain(Fault.NAME_UNKNOWN, said));
        } else if (failure.is(Reason.RESOLVE_TIMEOUT)) {
            found.add(Verdict.certain(Fault.NAME_SERVICE_SILENT, said));
        } else if (failure.is(Reason.CONNECTION_REFUSED)) {
            found.add(Verdict.certain(Fault.PORT_CLOSED, said));
        } else if (failure.is(Reason.UNREACHABLE)) {
            found.add(Verdict.certain(Fault.NO_ROUTE, said));
        } else if (failure.is(Reason.CONNECT_TIMEOUT)) {
            found.add(Verdict.certain(
                    Fault.NO_ANSWER,
                    said + "; tried " + Say.count(evidence.addresses().size(), "address") + ": "
                            + String.join(", ", evidence.addresses())));
        } else if (failure.phase() == Phase.CONNECT && failure.is(Reason.CLOSED_BY_PEER)) {
            // whether the end is seen now or when TLS has begun is chance, and says no more
            found.add(Verdict.likely(Fault.CLOSED_ON_ACCEPT, said));
        }
    }

    private static String failed(List<AddressFailure> failures) {
        return failures.stream()
                .map(failure -> failure.address() + " failed (" + failure.why() + ")")
                .collect(Collectors.joining(", "));
    }

    private static void loss(Evidence evidence, List<Verdict> found) {
        TcpState first = evidence.tcp();
        TcpState last = evidence.tcpLast();
        if (first == null || last == null || last.retransmitted() == 0) {
            return;
        }
        String seen = Say.count(last.retransmitted(), "segment") + " had to be sent again in "
                + Say.count(evidence.bytesSent(), "byte") + ", at a round trip of " + Say.time(last.roundTrip());
        if (isStuck(evidence) && endsLarge(evidence)) {
            found.add(Verdict.likely(Fault.LARGE_PACKETS_LOST, seen + "; " + unacknowledged(evidence)));
        } else if (isStuck(evidence) && last.retries() >= MANY_RETRIES) {
            found.add(Verdict.certain(
                    Fault.CONNECTION_DEAD,
                    seen + ", the last of them " + last.retries() + " times in a row; " + unacknowledged(evidence)));
        } else if (evidence.trouble().isPresent()) {
            found.add(Verdict.possible(Fault.PACKET_LOSS, seen));
        } else if (last.retransmitted() > 1) {
            // a single one may be the system's probe of the tail, to which nothing was lost (RFC 8985 section 7)
            found.add(Verdict.likely(Fault.PACKET_LOSS, seen));
        }
    }

    /** Whether segments were sent again and again, and were still under way in the end. */
    static boolean isStuck(Evidence evidence) {
        TcpState last = evidence.tcpLast();
        return last != null
                && last.retransmitted() > 0
                && last.unacknowledged() > 0
                && evidence.trouble().isPresent();
    }

    /** What of ours never arrived, as far as the system knows. */
    static String unacknowledged(Evidence evidence) {
        TcpState last = Objects.requireNonNull(evidence.tcpLast());
        return Say.count(last.unacknowledged(), "segment") + " of up to " + last.sendMss()
                + " bytes were never acknowledged, path MTU " + last.pathMtu();
    }

    /** Whether what we said last does not fit into a small packet: what is never acknowledged is the end of what we said. */
    private static boolean endsLarge(Evidence evidence) {
        return evidence.pieces().stream()
                .filter(Evidence.Piece::outbound)
                .reduce((first, last) -> last)
                .map(piece -> piece.length() > LARGE_SEGMENT)
                .orElse(false);
    }
}
