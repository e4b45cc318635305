package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.Maker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** From evidence to verdicts: asks every rule, and weighs what they say. */
public final class Judgement {
    private static final List<Rule> RULES = List.of(
            new ClientRule(),
            new NetworkRule(),
            new WrongPortRule(),
            new HandshakeRule(),
            new AlertRule(),
            new ClientCertificateRule(),
            new ServerCertificateRule(),
            new SshRule(),
            new HelloRule(),
            new HelloContentRule(),
            new RequestRule(),
            new PaceRule(),
            new NoteRule());

    /** Faults that a client without a processor sees on devices that have none. */
    private static final Set<Fault> MATTERS_OF_TIME = EnumSet.of(
            Fault.NAME_SERVICE_SILENT,
            Fault.NAME_SERVICE_SLOW,
            Fault.NO_ANSWER,
            Fault.NAGLE_DELAYS,
            Fault.TLS_SILENT,
            Fault.TLS_STALLED,
            Fault.SSH_SILENT,
            Fault.LOGIN_UNANSWERED,
            Fault.HELLO_SILENT,
            Fault.HELLO_UNFINISHED,
            Fault.HELLO_SLOW,
            Fault.REQUEST_UNANSWERED,
            Fault.REPLY_UNFINISHED,
            Fault.CLOSE_UNANSWERED);

    /** What the first bytes on a port say explains everything that came of them. */
    private static final Set<Fault> WRONG_PORT = EnumSet.of(
            Fault.SSH_ON_PORT,
            Fault.HTTP_ON_PORT,
            Fault.TLS_ON_PORT,
            Fault.CLEARTEXT_ON_PORT,
            Fault.OTHER_PROTOCOL_ON_PORT);

    private Judgement() {}

    /**
     * What is wrong, the most certain first; empty if nothing is.
     *
     * @param attempts what was seen: the first attempt as the user asks for it, then those that were made to decide something
     */
    public static List<Verdict> on(List<Evidence> attempts) {
        Evidence first = attempts.get(0);
        List<Verdict> found = on(first);
        ComparisonRule.judge(attempts).ifPresent(decisive -> {
            found.removeIf(
                    verdict -> verdict.fault().gravity() == Gravity.BREAKS && verdict.fault() != Fault.CLIENT_STARVED);
            found.add(decisive);
        });
        found.sort(Comparator.comparing((Verdict verdict) -> verdict.fault().gravity())
                .thenComparing(Verdict::confidence));
        Set<Maker> makers = makers(attempts);
        return found.stream().map(verdict -> verdict.on(makers)).toList();
    }

    /** Whose system it is, by what the device said of itself in any of the attempts: the clearest word counts. */
    private static Set<Maker> makers(List<Evidence> attempts) {
        Set<Maker> makers = EnumSet.noneOf(Maker.class);
        attempts.forEach(attempt -> makers.addAll(attempt.hello().makers()));
        if (makers.isEmpty()) {
            attempts.forEach(attempt -> makers.addAll(Maker.greeting(Say.firstReceived(attempt))));
        }
        if (makers.isEmpty()) {
            attempts.forEach(attempt -> certificate(attempt).ifPresent(one -> makers.addAll(Maker.in(one))));
        }
        return makers;
    }

    private static Optional<CertificateFacts> certificate(Evidence attempt) {
        return Stream.concat(
                        attempt.security() == null
                                ? Stream.empty()
                                : attempt.security().chain().stream().limit(1),
                        attempt.tls().certificates().stream().limit(1))
                .findFirst();
    }

    /** Whether an attempt got further than another, so that what differs between them matters. */
    public static boolean gotFurther(Evidence attempt, Evidence than) {
        return ComparisonRule.progress(attempt) > ComparisonRule.progress(than);
    }

    private static List<Verdict> on(Evidence evidence) {
        List<Verdict> found = new ArrayList<>();
        RULES.forEach(rule -> found.addAll(rule.judge(evidence)));
        if (found.stream().anyMatch(verdict -> WRONG_PORT.contains(verdict.fault()))) {
            found.removeIf(
                    verdict -> verdict.fault().gravity() == Gravity.BREAKS && !WRONG_PORT.contains(verdict.fault()));
        }
        if (found.stream().anyMatch(verdict -> verdict.fault() == Fault.LARGE_PACKETS_LOST)) {
            found.removeIf(verdict -> verdict.fault() == Fault.LARGE_CLIENT_HELLO);
        }
        if (found.stream().anyMatch(verdict -> verdict.fault() == Fault.CONNECTION_DEAD)) {
            // whoever hears nothing says nothing
            found.removeIf(Judgement::isMatterOfTime);
        }
        boolean named = found.stream().anyMatch(verdict -> verdict.fault().gravity() == Gravity.BREAKS);
        Optional<Failure> trouble = evidence.trouble();
        if (trouble.isPresent() && !named) {
            found.add(Verdict.certain(Fault.UNEXPLAINED, trouble.get().message()));
        }
        if (found.stream().noneMatch(Judgement::isMatterOfTime)) {
            // a busy client is told what is certain, too
            found.removeIf(verdict -> verdict.fault() == Fault.CLIENT_STARVED);
        }
        if (found.stream().anyMatch(verdict -> verdict.fault() == Fault.CLIENT_STARVED)) {
            found.replaceAll(verdict ->
                    isMatterOfTime(verdict) ? verdict.weakened("but this machine was too busy to be sure") : verdict);
        }
        return found;
    }

    private static boolean isMatterOfTime(Verdict verdict) {
        return MATTERS_OF_TIME.contains(verdict.fault()) || verdict.fault() == Fault.UNEXPLAINED;
    }
}
