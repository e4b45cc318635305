package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What does no harm here, and is good to know. */
final class NoteRule implements Rule {
    private static final Duration SOON = Duration.ofDays(30);
    private static final int SHOWN = 5;

    @Override
    public List<Verdict> judge(Evidence evidence) {
        List<Verdict> found = new ArrayList<>();
        if (!evidence.deviations().isEmpty()) {
            found.add(Verdict.certain(
                    Fault.DEVIATIONS,
                    evidence.deviations().stream()
                            .map(met -> met.deviation().description() + " (" + met.detail() + ")")
                            .distinct()
                            .limit(SHOWN)
                            .collect(Collectors.joining("; "))));
        }
        if (evidence.isEstablished() && "end-of-message".equals(evidence.hello().framing())) {
            found.add(Verdict.certain(Fault.ONLY_BASE_1_0, "end-of-message framing was agreed on"));
        }
        Security security = evidence.security();
        if (security != null && evidence.scheme().equals("tls")) {
            secured(evidence, security, found);
        }
        evidence.step("close")
                .filter(step -> step.failed() && evidence.isWell())
                .ifPresent(step -> found.add(Verdict.certain(
                        Fault.CLOSE_UNANSWERED,
                        "the session ended " + Say.time(step.took())
                                + " after close-session was sent, without an answer" + " to it")));
        return found;
    }

    private static void secured(Evidence evidence, Security security, List<Verdict> found) {
        NcclientLoop loop = NcclientLoop.of(evidence.hello().plainRecords());
        if (evidence.hello().isWhole() && loop.stalls()) {
            found.add(Verdict.likely(Fault.NCCLIENT_STALL, loop.arithmetic()));
        }
        if (evidence.isEstablished() && !security.resumed() && "NOT_ASKED".equals(security.clientCertificate())) {
            found.add(Verdict.certain(
                    Fault.CLIENT_CERTIFICATE_NOT_ASKED, "a full handshake without a CertificateRequest"));
        }
        for (CertificateFacts certificate : security.chain()) {
            if (certificate.notAfter().isBefore(evidence.began().plus(SOON))) {
                found.add(Verdict.certain(
                        Fault.CERTIFICATE_EXPIRES_SOON,
                        "the certificate " + certificate.subject() + " expires at " + certificate.notAfter()));
            }
        }
    }
}
