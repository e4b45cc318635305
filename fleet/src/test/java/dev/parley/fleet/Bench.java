package dev.parley.fleet;

import dev.parley.error.Fate;
import dev.parley.inventory.Member;
import dev.parley.inventory.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A job on devices that are nothing but names: what is done is counted. */
final class Bench implements Job<String>, AutoCloseable {
    /** What happens when a step is taken on a device. */
    interface Act {
        CompletableFuture<Answer> on(String device);
    }

    private final List<Step<String>> steps = new ArrayList<>();
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    final ExecutorService world = Executors.newFixedThreadPool(4);
    final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    String digest = "";
    /** What must be there before a step is taken on a device. */
    volatile Function<String, CompletableFuture<?>> reaching = CompletableFuture::completedFuture;
    /** What is said about a device. */
    volatile UnaryOperator<String> visiting = UnaryOperator.identity();

    static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> member("d" + number, Map.of()))
                .toList();
    }

    static Member member(String name, Map<String, String> variables) {
        return new Member(name, List.of(), Set.of("all"), Set.of(), variables, new Place(Path.of("net.yaml"), 1, 1));
    }

    Bench reading(String name, Act act) {
        steps.add(step(name, false, act));
        return this;
    }

    Bench changing(String name, Act act) {
        steps.add(step(name, true, act));
        return this;
    }

    /** On which nothing ever happens but success, a moment later. */
    CompletableFuture<Answer> well(String device) {
        return later(device, each -> Answer.done());
    }

    CompletableFuture<Answer> later(String device, Function<String, Answer> answer) {
        return CompletableFuture.supplyAsync(() -> answer.apply(device), (Executor) world);
    }

    static Answer trouble(Fate fate) {
        return Answer.failed(Trouble.of("trouble", "there was trouble", fate));
    }

    private Step<String> step(String name, boolean changes, Act act) {
        return new Step<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean changes() {
                return changes;
            }

            @Override
            public CompletableFuture<?> prepare(String device) {
                return reaching.apply(device);
            }

            @Override
            public CompletableFuture<Answer> carryOut(String device) {
                taken.computeIfAbsent(name + " " + device, each -> new AtomicInteger())
                        .incrementAndGet();
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                return act.on(device).whenComplete((answer, failure) -> atOnce.decrementAndGet());
            }
        };
    }

    /** How often a step was taken on a device. */
    int taken(String name, String device) {
        AtomicInteger count = taken.get(name + " " + device);
        return count == null ? 0 : count.get();
    }

    /** On how many devices it was worked at once, at most. */
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    @Override
    public String title() {
        return "bench";
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public List<Step<String>> steps() {
        return steps;
    }

    @Override
    public String subject(Member member) {
        return "bench://" + member.name();
    }

    @Override
    public String visit(Member member) {
        return visiting.apply(member.name());
    }

    @Override
    public void giveUp(String device) {
        givenUp.add(device);
    }

    /** The devices that stand so. */
    static List<String> in(FleetSummary summary, Outcome.State state) {
        return summary.outcomes().stream()
                .filter(outcome -> outcome.state() == state)
                .map(outcome -> outcome.member().name())
                .toList();
    }

    Journal journal(Path file, List<Member> members) {
        return Journal.begin(file, JournalHead.of(this, members, List.of()));
    }

    Journal resumed(Path file, List<Member> members) {
        return Journal.resume(file, JournalHead.of(this, members, List.of()));
    }

    FleetSummary run(List<Member> members, Plan plan, @Nullable Journal journal) {
        FleetRun<String> run = FleetRun.of(this, members, plan);
        if (journal == null) {
            return run.run();
        }
        try (journal) {
            return run.with(journal).run();
        }
    }

    @Override
    public void close() {
        world.shutdownNow();
    }
}
