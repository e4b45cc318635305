package dev.parley.fleet;

import dev.parley.fleet.FleetListener.Stop;
import dev.parley.fleet.Outcome.State;
import dev.parley.inventory.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A job on a fleet: in waves and within limits, each device on its own.
 *
 * <pre>{@code
 * Job<?> job = SessionJob.of("save", client, devices::of)
 *         .reading("get-config", session -> session.sendAsync(GetConfig.from(Datastore.RUNNING).toFile(file)));
 * try (Journal journal = Journal.begin(Path.of("run.jsonl"), JournalHead.of(job, members, List.of()))) {
 *     FleetSummary summary = FleetRun.of(job, members, Plan.DEFAULT).with(journal).run();
 * }
 * }</pre>
 *
 * <p>A device is reported when what came of it is in the journal. A run that is stopped lets work that is under way come to an end,
 * for {@link #GRACE}; what is left then is given up, and reported for what it is.
 *
 * @param <V> what the job holds of a device
 */
public final class FleetRun<V> {
    /** How long work that is under way may go on when a run is stopped by {@link #stop}. */
    public static final Duration GRACE = Duration.ofSeconds(3);

    /** How long it may take to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How often it is looked whether somebody is in a hurry. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Of several reasons to end a run the last of these in this order is the one that it ends for. */
    private static final List<Stop> BY_WEIGHT = List.of(Stop.FAILURES, Stop.UNWRITABLE, Stop.ASKED);

    private static final int THREADS = 4;

    private final Job<V> job;
    private final List<Member> members;
    private final Plan plan;
    private @Nullable Journal journal;
    private ResultKeeper keeper = ResultKeeper.NONE;
    private FleetListener listener = FleetListener.NONE;

    private final long start = System.nanoTime();
    private final AtomicBoolean carriedOut = new AtomicBoolean();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, this::thread);
    private final Turn.Context context = new RunContext();
    private final Teller teller = new Teller(() -> listener, this::schedule);
    private final Occupancy occupancy;

    /** How it stands with devices, without their answers: only who listens has those. */
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    private final Set<Turn<V>> running = new LinkedHashSet<>();
    private final Deque<Member> waiting = new ArrayDeque<>();
    private List<List<Member>> waves = List.of();
    private int wave;
    private int before;
    private int failedInWave;
    private @Nullable Stop stop;

    private FleetRun(Job<V> job, List<Member> members, Plan plan) {
        this.job = job;
        this.members = List.copyOf(members);
        this.plan = plan;
        this.occupancy = new Occupancy(plan.shares(), this.members);
        Set<String> names = new HashSet<>();
        this.members.forEach(member -> {
            if (!names.add(member.name())) {
                throw new IllegalArgumentException(
                        "device " + member.name() + " is there twice, and everything would be done twice on it");
            }
        });
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "parley-fleet-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A run of a job on these devices.
     *
     * @throws IllegalArgumentException if two of them have the same name
     */
    public static <V> FleetRun<V> of(Job<V> job, List<Member> members, Plan plan) {
        return new FleetRun<>(job, members, plan);
    }

    /** Keeps a journal, which the caller closes; what a resumed one says is done is not done again. */
    public FleetRun<V> with(Journal kept) {
        journal = kept;
        return this;
    }

    /** Lets somebody keep results. */
    public FleetRun<V> with(ResultKeeper some) {
        keeper = some;
        return this;
    }

    /** Tells somebody how it goes. */
    public FleetRun<V> with(FleetListener somebody) {
        listener = somebody;
        return this;
    }

    /**
     * Does it, once, and returns when it is over. An interrupt stops the run, as {@link #stop} does, and leaves the thread interrupted.
     *
     * @throws IllegalStateException if it was carried out before
     */
    public FleetSummary run() {
        if (carriedOut.getAndSet(true)) {
            throw new IllegalStateException("this run was carried out before; to do it again, begin another one");
        }
        boolean interrupted = false;
        try {
            begin();
            try {
                await(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            }
            if (isAsked()) {
                interrupted |= end();
            }
        } finally {
            executor.shutdown();
            teller.end();
        }
        interrupted |= awaitTelling();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        teller.rethrow();
        return summary();
    }

    /** What was found out is told before the run is over, unless somebody is in a hurry and nobody listens. */
    private boolean awaitTelling() {
        boolean interrupted = false;
        while (true) {
            try {
                boolean hurry = isAsked();
                if (teller.await(hurry ? PATIENCE : LOOK) || hurry) {
                    return interrupted;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            }
        }
    }

    /** Begins nothing further, on any device; may be called by any thread. */
    public void stop() {
        stop(Stop.ASKED);
    }

    private synchronized void stop(Stop why) {
        if (stop == null || BY_WEIGHT.indexOf(why) > BY_WEIGHT.indexOf(stop)) {
            stop = why;
            waiting.clear();
            teller.tell(each -> each.stops(why));
            notifyAll();
        }
    }

    private synchronized boolean isAsked() {
        return stop == Stop.ASKED;
    }

    /** Whether a step may be begun on a device: where too much has failed, only those come to their end that are under way. */
    private synchronized boolean goesOn(boolean underWay) {
        return stop == null || stop == Stop.FAILURES && underWay;
    }

    private synchronized FleetSummary summary() {
        List<Outcome> all = members.stream().map(this::outcome).toList();
        return new FleetSummary(all, stop, Duration.ofNanos(System.nanoTime() - start));
    }

    private Outcome outcome(Member member) {
        Outcome known = outcomes.get(member.name());
        return known == null ? remainder().notBegun(member) : known;
    }

    private Remainder remainder() {
        return new Remainder(job, plan, journal);
    }

    /** How far it is. */
    public synchronized Snapshot snapshot() {
        int failed = 0;
        int unknown = 0;
        for (Outcome outcome : outcomes.values()) {
            failed += outcome.state() == State.FAILED ? 1 : 0;
            unknown += outcome.state() == State.UNKNOWN ? 1 : 0;
        }
        return new Snapshot(
                members.size(),
                outcomes.size(),
                before,
                failed,
                unknown,
                running.size(),
                Math.min(wave, waves.size()),
                waves.size(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private synchronized void begin() {
        for (Member member : members) {
            Outcome known = remainder().settled(member);
            if (known != null) {
                before++;
                outcomes.put(member.name(), known);
                teller.tellEnd(known);
            }
        }
        waves = plan.waves().of(members);
        schedule();
    }

    /** Begins as much as there is room for. */
    private synchronized void schedule() {
        while (stop == null && waiting.isEmpty() && running.isEmpty() && wave < waves.size()) {
            enter(waves.get(wave++));
        }
        Iterator<Member> queue = waiting.iterator();
        while (stop == null && queue.hasNext() && running.size() < plan.parallel() && !teller.isBehind()) {
            Member member = queue.next();
            if (occupancy.hasRoom(member)) {
                queue.remove();
                start(member);
            }
        }
        notifyAll();
    }

    /** A wave begins, or goes on: what a journal says has failed in it has failed, and may be too much. */
    private void enter(List<Member> next) {
        failedInWave = 0;
        for (Member member : next) {
            Outcome known = outcomes.get(member.name());
            if (known == null) {
                waiting.add(member);
            } else {
                count(known);
            }
        }
        if (!waiting.isEmpty()) {
            int number = wave;
            teller.tell(each -> each.wave(number, waves.size(), next.size()));
        }
    }

    private void count(Outcome outcome) {
        if (outcome.state() == State.FAILED || outcome.state() == State.UNKNOWN) {
            failedInWave++;
            if (plan.stopAt().isReached(failedInWave, waves.get(wave - 1).size())) {
                stop(Stop.FAILURES);
            }
        }
    }

    private void start(Member member) {
        Turn<V> turn = new Turn<>(job, member, remainder().done(member), context);
        running.add(turn);
        occupancy.enter(member);
        teller.tell(each -> each.begins(member));
        var unused = turn.go().thenAccept(outcome -> over(turn, outcome));
    }

    private synchronized void over(Turn<V> turn, Outcome outcome) {
        running.remove(turn);
        occupancy.leave(turn.member());
        outcomes.put(turn.member().name(), outcome.withoutAnswers());
        teller.tellEnd(outcome);
        count(outcome);
        schedule();
    }

    private synchronized void await(long limitNanos) throws InterruptedException {
        long end = System.nanoTime() + limitNanos;
        while (!isOver()) {
            if (limitNanos == Long.MAX_VALUE) {
                if (stop == Stop.ASKED) {
                    return;
                }
                wait();
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
    }

    private boolean isOver() {
        return running.isEmpty() && (stop != null || (waiting.isEmpty() && wave >= waves.size()));
    }

    /** Lets what is under way come to its end, gives the rest up, and says so of what does not even end then. */
    private boolean end() {
        boolean interrupted = Thread.interrupted();
        interrupted |= awaitAll(GRACE);
        turns().forEach(Turn::giveUp);
        interrupted |= awaitAll(PATIENCE);
        turns().forEach(Turn::abandon);
        return interrupted;
    }

    private boolean awaitAll(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (true) {
            try {
                await(Math.max(0, end - System.nanoTime()));
                return interrupted;
            } catch (InterruptedException e) {
                // pressed again: it ends within the limit anyway
                interrupted = true;
            }
        }
    }

    private synchronized List<Turn<V>> turns() {
        return new ArrayList<>(running);
    }

    /** What turns have of this run. */
    private final class RunContext implements Turn.Context {
        @Override
        public @Nullable Journal journal() {
            return journal;
        }

        @Override
        public ResultKeeper keeper() {
            return keeper;
        }

        @Override
        public Executor executor() {
            return executor;
        }

        @Override
        public boolean goesOn(boolean underWay) {
            return FleetRun.this.goesOn(underWay);
        }

        @Override
        public void unwritable() {
            stop(Stop.UNWRITABLE);
        }
    }
}
