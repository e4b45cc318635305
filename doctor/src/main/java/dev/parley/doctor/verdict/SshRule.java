package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SSH, from its greeting to the started subsystem (RFC 4253, 4252, 4254, 6242). */
final class SshRule implements Rule {
    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null || !evidence.scheme().equals("ssh")) {
            return List.of();
        }
        Fault fault = certain(failure);
        if (fault != null) {
            return List.of(Verdict.certain(fault, Say.detail(failure)));
        }
        boolean before = failure.phase() == Phase.SECURE || failure.phase() == Phase.AUTHENTICATE;
        if (!before) {
            return List.of();
        }
        return failure.is(Reason.CLOSED_BY_PEER) && evidence.bytesReceived() == 0
                ? List.of(Verdict.likely(Fault.CLOSED_ON_ACCEPT, Say.detail(failure)))
                : List.of(Verdict.likely(Fault.SSH_CLOSED, Say.detail(failure)));
    }

    private static @Nullable Fault certain(Failure failure) {
        if (failure.is(Reason.NOT_SSH)) {
            return Fault.NOT_SSH;
        }
        if (failure.is(Reason.HANDSHAKE_TIMEOUT)) {
            return Fault.SSH_SILENT;
        }
        if (failure.is(Reason.NO_COMMON_SSH)) {
            return Fault.SSH_ALGORITHMS_REFUSED;
        }
        if (failure.is(Reason.HOST_KEY_UNKNOWN)) {
            return Fault.HOST_KEY_UNKNOWN;
        }
        if (failure.is(Reason.HOST_KEY_CHANGED)) {
            return Fault.HOST_KEY_CHANGED;
        }
        if (failure.is(Reason.HOST_KEY_REVOKED)) {
            return Fault.HOST_KEY_REVOKED;
        }
        if (failure.is(Reason.AUTHENTICATION_REFUSED)) {
            return Fault.LOGIN_REFUSED;
        }
        if (failure.is(Reason.AUTHENTICATION_TIMEOUT)) {
            return Fault.LOGIN_UNANSWERED;
        }
        return failure.is(Reason.SUBSYSTEM_REFUSED) ? Fault.SUBSYSTEM_REFUSED : null;
    }
}
