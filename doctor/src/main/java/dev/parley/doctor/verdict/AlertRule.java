package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import java.util.List;

/** An alert of the server that says nothing about our certificate (RFC 9846 section 6.2). */
final class AlertRule implements Rule {
    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null
                || failure.alert() == null
                || (failure.is(Reason.CLIENT_CERTIFICATE_REFUSED) && !beforeOurs(evidence))
                || !evidence.scheme().equals("tls")) {
            return List.of();
        }
        int alert = failure.alert();
        String seen = "the server sent the TLS alert " + Say.alert(alert) + " " + when(evidence, failure);
        Fault fault = switch (alert) {
            case 0, 90 -> evidence.isSecured() ? Fault.CLOSED_BEFORE_HELLO : Fault.TLS_GIVEN_UP;
            case 10, 22, 47, 50, 109, 110 -> Fault.TLS_MESSAGE_REFUSED;
            case 20, 51 -> Fault.TLS_DATA_ALTERED;
            case 40, 71 -> Fault.TLS_PARAMETERS_REFUSED;
            case 70, 86 -> Fault.TLS_VERSION_REFUSED;
            case 80 -> Fault.TLS_SERVER_ERROR;
            case 112 -> Fault.SERVER_NAME_UNKNOWN;
            case 115 -> Fault.RESUMPTION_REFUSED;
            case 120 -> Fault.ALPN_REFUSED;
            default -> Fault.TLS_OTHER_ALERT;
        };
        return List.of(Verdict.certain(fault, seen));
    }

    /** Whether the server has not seen our certificate yet, so that no alert can mean it. */
    static boolean beforeOurs(Evidence evidence) {
        return !evidence.isSecured() && evidence.tls().serverHello() == null;
    }

    private static String when(Evidence evidence, Failure failure) {
        if (failure.phase() == Phase.HELLO) {
            return "after our side of the handshake was done, in place of its hello";
        }
        return evidence.tls().serverHello() == null ? "in answer to our ClientHello" : "in the middle of the handshake";
    }
}
