package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.HelloArrival;
import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A hello that does not come, or not to its end. */
final class HelloRule implements Rule {
    private static final Pattern LAST_TAG = Pattern.compile("</([\\w.-]+:)?hello>(\\s|\\\\n|\\\\r)*$");
    private static final Duration STILL_COMING = Duration.ofMillis(50);

    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        if (failure == null || failure.phase() != Phase.HELLO || failure.alert() != null) {
            return List.of();
        }
        if (failure.is(Reason.HELLO_TIMEOUT)) {
            return List.of(evidence.isHelloBegun() ? unfinished(evidence, failure) : silent(evidence));
        }
        if (failure.is(Reason.CLOSED_BY_PEER, Reason.FAILED)) {
            return evidence.isHelloBegun() ? List.of(cutOff(evidence, failure)) : closed(evidence, failure);
        }
        return List.of();
    }

    private static Verdict silent(Evidence evidence) {
        return Verdict.certain(
                Fault.HELLO_SILENT,
                "the connection stood" + (evidence.isSecured() ? " and was secured" : "")
                        + ", our hello was handed to it, and not a byte of the device's came in "
                        + evidence.step(Phase.HELLO)
                                .map(step -> Say.time(step.took()))
                                .orElse("time"));
    }

    private static Verdict unfinished(Evidence evidence, Failure failure) {
        HelloArrival hello = evidence.hello();
        String came = Say.count(hello.bytes(), "byte") + " of the hello came in "
                + Say.count(hello.pieces(), "piece") + ", the last "
                + Say.time(evidence.traffic().sinceLastByte()) + " before the time was up";
        String seen =
                came + (hello.bytes() > 0 ? "; the end of it is \"" + hello.tail() + "\"" : "") + inRecord(evidence);
        if (failure.is(Circumstance.HELLO_IN_CHUNKS)) {
            return Verdict.certain(Fault.HELLO_CHUNKED, seen);
        }
        if (LAST_TAG.matcher(hello.tail()).find()) {
            return Verdict.certain(Fault.HELLO_WITHOUT_DELIMITER, seen);
        }
        return stillComing(evidence)
                ? Verdict.certain(Fault.HELLO_SLOW, came + "; the longest pause was " + Say.time(hello.longestPause()))
                : Verdict.certain(Fault.HELLO_UNFINISHED, seen);
    }

    /** A record can be read only when all of it is there. */
    private static String inRecord(Evidence evidence) {
        long unfinished = evidence.tls().unfinished();
        return unfinished > 0
                ? "; " + Say.count(unfinished, "byte") + " more are those of a TLS record whose end never came"
                : "";
    }

    /** Whether the silence at the end is no longer than the pauses before it. */
    private static boolean stillComing(Evidence evidence) {
        Duration silence = evidence.traffic().sinceLastByte();
        return evidence.hello().pieces() > 2
                && silence.compareTo(
                                evidence.hello().longestPause().multipliedBy(2).plus(STILL_COMING))
                        <= 0;
    }

    private static Verdict cutOff(Evidence evidence, Failure failure) {
        boolean lastTag = LAST_TAG.matcher(evidence.hello().tail()).find();
        return Verdict.certain(
                lastTag ? Fault.HELLO_WITHOUT_DELIMITER : Fault.HELLO_CUT_OFF,
                Say.count(evidence.hello().bytes(), "byte") + " of the hello had come: " + Say.detail(failure)
                        + inRecord(evidence));
    }

    private static List<Verdict> closed(Evidence evidence, Failure failure) {
        String seen = Say.detail(failure);
        CertificateFacts own = evidence.ownCertificate();
        boolean shown = evidence.security() != null
                && ("SENT".equals(evidence.security().clientCertificate())
                        || evidence.security().resumed());
        if (own != null && shown) {
            return List.of(
                    Verdict.likely(Fault.CLIENT_NOT_MAPPED, seen + "; " + Identity.of(own)),
                    Verdict.possible(Fault.SESSION_LIMIT, "a device without a session to spare does the same"));
        }
        return List.of(
                Verdict.certain(Fault.CLOSED_BEFORE_HELLO, seen),
                Verdict.possible(Fault.SESSION_LIMIT, "a device without a session to spare does the same"));
    }
}
