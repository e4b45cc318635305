package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.TlsWire;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A TLS handshake that came to no end, or to a bad one without an alert. */
final class HandshakeRule implements Rule {
    /** What fits into one segment on nearly every path. */
    private static final int ONE_SEGMENT = 1_380;

    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null
                || failure.phase() != Phase.SECURE
                || failure.alert() != null
                || !evidence.scheme().equals("tls")) {
            return List.of();
        }
        if (failure.is(Reason.HANDSHAKE_TIMEOUT)) {
            return evidence.bytesReceived() == 0 ? silent(evidence) : stalled(evidence);
        }
        if (failure.is(Reason.CLOSED_BY_PEER)) {
            return closed(evidence, failure);
        }
        if (failure.is(Reason.NO_COMMON_TLS)) {
            return List.of(Verdict.certain(Fault.TLS_VERSION_REFUSED, Say.detail(failure)));
        }
        return failure.is(Reason.HANDSHAKE_FAILED, Reason.FAILED)
                ? List.of(Verdict.certain(Fault.TLS_BROKEN, Say.detail(failure)))
                : List.of();
    }

    private static List<Verdict> silent(Evidence evidence) {
        List<Verdict> found = new ArrayList<>();
        found.add(Verdict.certain(
                Fault.TLS_SILENT,
                "the connection stands, " + offer(evidence.tls()) + ", and not a byte came back in "
                        + evidence.step(Phase.SECURE)
                                .map(step -> Say.time(step.took()))
                                .orElse("time")));
        if (evidence.tls().clientHello() != null && evidence.tls().clientHello().length() > ONE_SEGMENT) {
            found.add(Verdict.possible(
                    Fault.LARGE_CLIENT_HELLO,
                    offer(evidence.tls()) + ", which is more than one segment; nothing came back"));
        }
        return found;
    }

    private static List<Verdict> stalled(Evidence evidence) {
        TlsWire tls = evidence.tls();
        String came = tls.messages().stream()
                .filter(message -> !message.outbound())
                .map(TlsWire.Message::name)
                .collect(Collectors.joining(", "));
        return List.of(Verdict.certain(
                Fault.TLS_STALLED,
                Say.count(evidence.bytesReceived(), "byte") + " in " + Say.count(tls.receivedRecords(), "whole record")
                        + " came from the server" + (came.isEmpty() ? "" : " (" + came + ")")
                        + ", then nothing more"));
    }

    private static List<Verdict> closed(Evidence evidence, Failure failure) {
        if (evidence.bytesReceived() > 0) {
            return List.of(Verdict.certain(
                    Fault.TLS_CLOSED,
                    Say.detail(failure) + ", after " + Say.count(evidence.bytesReceived(), "byte") + " of its own"));
        }
        String seen = Say.detail(failure) + ", before a byte of its own";
        return List.of(Verdict.likely(Fault.CLOSED_ON_ACCEPT, seen), Verdict.possible(Fault.TLS_CLOSED, seen));
    }

    private static String offer(TlsWire tls) {
        return tls.clientHello() == null
                ? "our ClientHello was sent"
                : "our ClientHello of " + Say.count(tls.clientHello().length(), "byte") + " was sent (groups "
                        + String.join(", ", tls.clientHello().groups()) + ")";
    }
}
