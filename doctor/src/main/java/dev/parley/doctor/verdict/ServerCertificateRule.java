package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import java.util.ArrayList;
import java.util.List;

/** The server's certificate is refused by us. */
final class ServerCertificateRule implements Rule {
    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null) {
            return List.of();
        }
        String seen = Say.detail(failure);
        if (failure.is(Reason.CERTIFICATE_EXPIRED)) {
            return dates(evidence, failure, seen);
        }
        if (failure.is(Reason.NAME_MISMATCH)) {
            return List.of(Verdict.certain(
                    failure.is(Circumstance.NO_ALTERNATIVE_NAME)
                            ? Fault.CERTIFICATE_WITHOUT_NAMES
                            : Fault.CERTIFICATE_NAME_MISMATCH,
                    seen));
        }
        if (failure.is(Reason.PIN_MISMATCH)) {
            return List.of(Verdict.certain(Fault.CERTIFICATE_NOT_PINNED, seen));
        }
        if (failure.is(Reason.UNKNOWN_CA)) {
            return authority(failure, seen);
        }
        if (failure.is(Reason.CERTIFICATE_REVOKED)) {
            return List.of(Verdict.certain(Fault.CERTIFICATE_REVOKED, seen));
        }
        return failure.is(Reason.BAD_SERVER_CERTIFICATE)
                ? List.of(Verdict.certain(unusable(failure), seen))
                : List.of();
    }

    private static List<Verdict> authority(Failure failure, String seen) {
        if (failure.is(Circumstance.AUTHORITY_REPLACED)) {
            return List.of(Verdict.certain(Fault.AUTHORITY_REPLACED, seen));
        }
        if (failure.is(Circumstance.SELF_SIGNED)) {
            return List.of(Verdict.certain(Fault.CERTIFICATE_SELF_SIGNED, seen));
        }
        return failure.is(Circumstance.SENT_ALONE)
                ? List.of(
                        Verdict.certain(Fault.AUTHORITY_UNKNOWN, seen),
                        Verdict.possible(
                                Fault.INTERMEDIATE_MISSING, "the server sent its own certificate and no other"))
                : List.of(Verdict.certain(Fault.AUTHORITY_UNKNOWN, seen));
    }

    private static Fault unusable(Failure failure) {
        if (failure.is(Circumstance.NOT_FOR_SERVERS)) {
            return Fault.CERTIFICATE_WRONG_USAGE;
        }
        return switch (String.valueOf(failure.certificate())) {
            case "ALGORITHM_CONSTRAINED" -> Fault.CERTIFICATE_WEAK;
            case "UNDETERMINED_REVOCATION_STATUS" -> Fault.REVOCATION_UNKNOWN;
            default -> Fault.CERTIFICATE_INVALID;
        };
    }

    private static List<Verdict> dates(Evidence evidence, Failure failure, String seen) {
        List<Verdict> found = new ArrayList<>();
        boolean early = "NOT_YET_VALID".equals(failure.certificate());
        CertificateFacts own = evidence.ownCertificate();
        if (own != null && evidence.began().isBefore(own.notBefore())) {
            found.add(Verdict.likely(
                    Fault.CLOCK_WRONG,
                    "our clock says " + evidence.began() + "; by that our own certificate, too, is valid only from "
                            + own.notBefore()));
        } else if (own != null && !early && evidence.began().isAfter(own.notAfter())) {
            found.add(Verdict.possible(
                    Fault.CLOCK_WRONG,
                    "our clock says " + evidence.began() + "; by that our own certificate, too, has expired, at "
                            + own.notAfter()));
        } else if (early) {
            found.add(Verdict.possible(Fault.CLOCK_WRONG, "our clock says " + evidence.began()));
        }
        Fault fault = early ? Fault.CERTIFICATE_NOT_YET_VALID : Fault.CERTIFICATE_EXPIRED;
        boolean doubted = found.stream().anyMatch(verdict -> verdict.confidence() == Confidence.LIKELY);
        found.add(doubted ? Verdict.possible(fault, seen) : Verdict.certain(fault, seen));
        return found;
    }
}
