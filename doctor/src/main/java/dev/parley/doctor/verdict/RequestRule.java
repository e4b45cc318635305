package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Exchange;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException.Reason;
import dev.parley.message.Deviation;
import java.util.List;

/** The session came up, and the harmless request has no good end. */
final class RequestRule implements Rule {
    private static final String ACCESS_DENIED = "access-denied";

    @Override
    public List<Verdict> judge(Evidence evidence) {
        Exchange request = evidence.request();
        if (request == null || request.failure() == null) {
            return List.of();
        }
        Failure failure = request.failure();
        String seen = "the request " + request.name() + ": " + failure.message();
        if (failure.rpcErrorTag() != null) {
            return List.of(Verdict.certain(
                    failure.rpcErrorTag().equals(ACCESS_DENIED) ? Fault.ACCESS_DENIED : Fault.REQUEST_REFUSED, seen));
        }
        if (failure.broke(ProtocolException.Reason.BAD_CHUNK)) {
            return List.of(Verdict.certain(Fault.FRAMING_MISMATCH, seen));
        }
        if (failure.is(Reason.DEADLINE)) {
            return List.of(unanswered(evidence, request, seen));
        }
        if (failure.is(Reason.SESSION_LOST, Reason.SESSION_CLOSED) && isEnd(failure)) {
            return List.of(
                    Verdict.certain(request.received() > 0 ? Fault.REPLY_CUT_OFF : Fault.CLOSED_ON_REQUEST, seen));
        }
        return List.of(Verdict.certain(Fault.REPLY_INVALID, seen));
    }

    /** Whether the connection ended, and not the session for what came over it. */
    private static boolean isEnd(Failure failure) {
        return failure.broken() == null || failure.broke(ProtocolException.Reason.TRUNCATED);
    }

    private static Verdict unanswered(Evidence evidence, Exchange request, String seen) {
        boolean stray = evidence.deviations().stream().anyMatch(met -> met.deviation() == Deviation.UNKNOWN_REPLY);
        if (stray) {
            return Verdict.certain(Fault.REPLY_TO_NOBODY, seen + "; a reply came that answers no request of ours");
        }
        return request.received() > 0
                ? Verdict.certain(
                        Fault.REPLY_UNFINISHED, seen + "; " + Say.count(request.received(), "byte") + " had come")
                : Verdict.certain(Fault.REQUEST_UNANSWERED, seen + "; not a byte had come");
    }
}
