package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.InputException;
import java.util.ArrayList;
import java.util.List;

/** What stood in the way on this machine. */
final class ClientRule implements Rule {
    @Override
    public List<Verdict> judge(Evidence evidence) {
        List<Verdict> found = new ArrayList<>();
        Failure failure = evidence.trouble().orElse(null);
        if (failure == null) {
            return found;
        }
        if (failure.phase() == null || failure.is(InputException.Reason.values())) {
            found.add(Verdict.certain(Fault.SETTINGS_UNUSABLE, failure.message()));
        }
        if (evidence.load().isOutOfFiles() || failure.message().contains("Too many open files")) {
            found.add(Verdict.certain(
                    Fault.FILES_EXHAUSTED,
                    evidence.load().openFiles() + " of " + evidence.load().mostFiles()
                            + " file descriptors were in use"));
        }
        evidence.load().starvation().ifPresent(how -> found.add(Verdict.likely(Fault.CLIENT_STARVED, how)));
        if (!evidence.traffic().isDrained()) {
            found.add(Verdict.certain(Fault.CLIENT_STALLED, evidence.traffic().report()));
        }
        return found;
    }
}
