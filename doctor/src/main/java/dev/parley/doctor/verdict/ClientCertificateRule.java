package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import java.util.List;

/**
 * The server asked for our certificate, and does not let us in. In TLS 1.3 this shows in the capability exchange, because our
 * side of the handshake is done by then; in TLS 1.2 the alert is often lost, because the server closes while we still write.
 */
final class ClientCertificateRule implements Rule {
    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null || !failure.is(Reason.CLIENT_CERTIFICATE_REFUSED) || AlertRule.beforeOurs(evidence)) {
            return List.of();
        }
        CertificateFacts own = evidence.ownCertificate();
        String seen = seen(failure);
        if (own == null) {
            return List.of(
                    Verdict.certain(Fault.CLIENT_CERTIFICATE_MISSING, seen + "; no client certificate is configured"));
        }
        if (failure.is(Circumstance.OTHER_KIND_OF_KEY)) {
            return List.of(Verdict.certain(Fault.CLIENT_CERTIFICATE_OTHER_KIND, seen + "; our key is " + own.key()));
        }
        if (own.notAfter().isBefore(evidence.began())) {
            return List.of(Verdict.certain(
                    Fault.CLIENT_CERTIFICATE_EXPIRED,
                    seen + "; our certificate " + own.subject() + " expired at " + own.notAfter()));
        }
        return byAlert(failure, own, seen);
    }

    private static List<Verdict> byAlert(Failure failure, CertificateFacts own, String seen) {
        Integer alert = failure.alert();
        if (alert == null) {
            return List.of(
                    Verdict.likely(Fault.CLIENT_CERTIFICATE_REFUSED, seen),
                    Verdict.possible(Fault.CLIENT_NOT_MAPPED, seen + "; " + Identity.of(own)));
        }
        return switch (alert) {
            case 44 -> List.of(Verdict.certain(Fault.CLIENT_CERTIFICATE_REVOKED, seen));
            case 45 ->
                List.of(Verdict.certain(
                        Fault.CLIENT_CERTIFICATE_EXPIRED,
                        seen + "; by our clock ours is valid until " + own.notAfter()
                                + ", so another one of the chain has expired, or the clock of the device is wrong"));
            case 48 ->
                List.of(Verdict.certain(Fault.CLIENT_AUTHORITY_UNKNOWN, seen + "; ours was issued by " + own.issuer()));
            case 49 -> List.of(Verdict.certain(Fault.CLIENT_NOT_PERMITTED, seen + "; " + Identity.of(own)));
            case 116 ->
                List.of(Verdict.likely(
                        Fault.CLIENT_CERTIFICATE_MISSING, seen + ", although ours was sent: " + own.subject()));
            default ->
                List.of(
                        Verdict.certain(Fault.CLIENT_CERTIFICATE_REFUSED, seen + "; ours is " + own.subject()),
                        Verdict.possible(
                                Fault.CLIENT_NOT_MAPPED, "some servers say so when no user fits; " + Identity.of(own)));
        };
    }

    private static String seen(Failure failure) {
        String when = failure.phase() == Phase.HELLO ? "after our side of the handshake was done" : "in the handshake";
        return failure.alert() == null
                ? "the server asked for a client certificate and then closed without an alert, " + when
                : "the server sent the TLS alert " + Say.alert(failure.alert()) + " " + when;
    }
}
