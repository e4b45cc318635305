package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Problem;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.Secrets;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.fleet.Answer;
import dev.parley.fleet.Job;
import dev.parley.fleet.Step;
import dev.parley.fleet.Trouble;
import dev.parley.inventory.Member;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parley's own commands, one after the other, on each device of a fleet. */
final class ErrandJob implements Job<ErrandVisit>, SessionListener {
    /** What an answer has as its facts. */
    static final String OPERATION = "operation";

    static final String OUT = "out";
    static final String ERR = "err";
    static final String EXIT = "exit";
    static final String TOOK = "took";

    /** What leaves a device as it was, or what is undone when the session ends. */
    private static final Set<String> HARMLESS =
            Set.of("lock", "unlock", "get", "get-config", "validate", "discard-changes", "close-session");

    private final List<Errand> errands;
    private final List<Step<ErrandVisit>> steps;
    private final FleetDevices devices;
    private final Executor workers;
    private final byte[] input;
    /** The sessions on which something was answered that may have changed the device. */
    private final Set<SessionKey> touched = ConcurrentHashMap.newKeySet();

    private @Nullable NetconfClient client;

    /**
     * @param errands the commands
     * @param devices how devices are reached
     * @param workers what may block
     * @param input what stands at the commands' standard input
     */
    ErrandJob(List<Errand> errands, FleetDevices devices, Executor workers, byte[] input) {
        this.errands = List.copyOf(errands);
        this.devices = devices;
        this.workers = workers;
        this.input = input.clone();
        this.steps =
                this.errands.stream().<Step<ErrandVisit>>map(ErrandStep::new).toList();
    }

    /** Opens sessions with that, which has this as its listener. */
    void use(NetconfClient opener) {
        client = opener;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.RequestEnded ended
                && ended.failure() == null
                && !HARMLESS.contains(ended.operation())) {
            touched.add(session);
        } else if (event instanceof SessionEvent.Closed) {
            touched.remove(session);
        }
    }

    /** The commands as they were typed, without what a name calls secret in them. */
    @Override
    public String title() {
        return String.join(
                " --then ",
                errands.stream()
                        .map(errand -> Secrets.hiddenIn(String.join(" ", errand.words())))
                        .toList());
    }

    /** The words, and what stands in the files that they name for all devices. */
    @Override
    public String digest() {
        StringBuilder all = new StringBuilder();
        for (Errand errand : errands) {
            errand.words().forEach(word -> all.append(word).append('\0'));
            NamedFile.in(errand.words())
                    .forEach(file -> all.append(file.digest()).append('\0'));
        }
        all.append(NamedFile.digest(input));
        return NamedFile.digest(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Step<ErrandVisit>> steps() {
        return steps;
    }

    @Override
    public String subject(Member member) {
        String files = errands.stream()
                .flatMap(errand -> ownFiles(errand, member).stream())
                .map(NamedFile::toString)
                .collect(Collectors.joining(", "));
        return devices.subject(member) + (files.isEmpty() ? "" : " with " + files);
    }

    /** The files that are for this device and not for all. */
    private static List<NamedFile> ownFiles(Errand errand, Member member) {
        return NamedFile.in(errand.words(), word -> errand.own(word, member.name()));
    }

    @Override
    public ErrandVisit visit(Member member) {
        NetconfClient opener = client;
        if (opener == null) {
            throw new IllegalStateException("nothing opens sessions");
        }
        return new ErrandVisit(opener, devices.of(member), workers);
    }

    @Override
    public CompletableFuture<?> leave(ErrandVisit visit) {
        return visit.close();
    }

    @Override
    public void giveUp(ErrandVisit visit) {
        visit.giveUp();
    }

    /** One of the commands. */
    private final class ErrandStep implements Step<ErrandVisit> {
        private final Errand errand;
        private final boolean onSession;
        private final boolean changes;

        ErrandStep(Errand errand) {
            this.errand = errand;
            this.onSession = errand.isOnSession();
            this.changes = errand.changes();
        }

        @Override
        public String name() {
            return errand.name();
        }

        @Override
        public boolean changes() {
            return changes;
        }

        @Override
        public CompletableFuture<?> prepare(ErrandVisit visit) {
            return onSession ? visit.open() : CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Answer> carryOut(ErrandVisit visit) {
            if (onSession) {
                touched.remove(visit.session().key());
            }
            return visit.work(() -> {
                long began = System.nanoTime();
                Errand.Outcome outcome = onSession ? errand.on(visit.session()) : errand.on(visit.device());
                boolean touching = onSession && touched.contains(visit.session().key());
                return answer(outcome, touching, Duration.ofNanos(System.nanoTime() - began));
            });
        }

        private Answer answer(Errand.Outcome outcome, boolean touching, Duration took) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put(OPERATION, errand.name());
            facts.put(OUT, outcome.out());
            facts.put(ERR, outcome.err());
            facts.put(EXIT, outcome.exit());
            facts.put(TOOK, took);
            boolean done = outcome.exit() == ExitCode.OK || outcome.exit() == ExitCode.FINDINGS;
            return new Answer(done ? null : trouble(outcome, touching), facts);
        }

        private Trouble trouble(Errand.Outcome outcome, boolean touching) {
            Problem problem = outcome.problem();
            if (problem == null) {
                return Trouble.of(word(outcome.exit()), outcome.exit().meaning(), Fate.UNKNOWN);
            }
            Trouble full = Trouble.of(problem.cause());
            Fate fate = problem.cause() instanceof NetconfException known ? known.fate() : Fate.UNKNOWN;
            // of several requests the one that was not sent says nothing of those before it
            boolean half = fate == Fate.NOT_SENT && touching;
            return new Trouble(
                    problem.code(), problem.message(), problem.advice(), half ? Fate.UNKNOWN : fate, full.full());
        }

        private static String word(ExitCode exit) {
            return exit.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether a command found something that is wrong with a device that is otherwise done. */
    static boolean isFinding(Answer answer) {
        return answer.facts().get(EXIT) == ExitCode.FINDINGS;
    }

    /** The commands in words, split at what separates them. */
    static List<List<String>> split(List<String> words) {
        List<List<String>> commands = new ArrayList<>();
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.equals("--then")) {
                commands.add(command);
                command = new ArrayList<>();
            } else {
                command.add(word);
            }
        }
        commands.add(command);
        return commands;
    }
}
