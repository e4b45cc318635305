package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hello that came, and cannot be accepted (RFC 6241 section 8.1). */
final class HelloContentRule implements Rule {
    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null || failure.phase() != Phase.HELLO) {
            return List.of();
        }
        Fault fault = faultOf(failure);
        return fault == null ? List.of() : List.of(Verdict.certain(fault, Say.detail(failure)));
    }

    private static @Nullable Fault faultOf(Failure failure) {
        if (failure.is(Reason.SESSION_REFUSED)) {
            return Fault.SESSION_REFUSED;
        }
        if (failure.is(Reason.LIMIT_EXCEEDED)) {
            return Fault.HELLO_TOO_LARGE;
        }
        if (failure.is(Reason.NO_COMMON_BASE)) {
            return failure.is(Circumstance.NO_CAPABILITIES) ? Fault.HELLO_WITHOUT_CAPABILITIES : Fault.NO_COMMON_BASE;
        }
        if (failure.is(Reason.BAD_HELLO)) {
            return failure.is(Circumstance.NO_SESSION_ID) ? Fault.HELLO_SESSION_ID : Fault.HELLO_INVALID;
        }
        return failure.is(Reason.NOT_NETCONF) ? notNetconf(failure) : null;
    }

    private static Fault notNetconf(Failure failure) {
        if (failure.broke(ProtocolException.Reason.DOCTYPE)) {
            return Fault.HELLO_DOCTYPE;
        }
        if (failure.broke(ProtocolException.Reason.ENTITY)) {
            return Fault.HELLO_ENTITY;
        }
        return failure.is(Circumstance.HELLO_IN_CHUNKS) ? Fault.HELLO_CHUNKED : Fault.HELLO_NOT_XML;
    }
}
