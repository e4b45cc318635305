package dev.parley.cli.command;

import dev.parley.audit.Audit;
import dev.parley.audit.AuditReport;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Problem;
import dev.parley.error.NetconfException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Many audits, some at once, and of one host never more than one. */
final class AuditRun {
    private final List<Running> audits;
    private final int parallel;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger rules = new AtomicInteger();

    private record Running(Audit audit, CompletableFuture<AuditReport> result) {
        String host() {
            return audit.host().toLowerCase(Locale.ROOT);
        }
    }

    AuditRun(List<Audit> audits, int parallel) {
        this.audits = audits.stream()
                .map(audit -> new Running(audit, new CompletableFuture<>()))
                .toList();
        this.parallel = parallel;
    }

    /** How far it has come. */
    String progress() {
        int total = audits.stream().mapToInt(each -> each.audit().rules()).sum();
        return "auditing: " + done + " of " + audits.size() + " devices, " + rules + " of " + total + " rules";
    }

    /**
     * Carries them out.
     *
     * @param listener told each in their order, as soon as it and those before it are there
     */
    List<AuditOutcome> run(Consumer<AuditOutcome> listener) {
        Collection<List<Running>> byHost = audits.stream()
                .collect(Collectors.groupingBy(Running::host, LinkedHashMap::new, Collectors.toList()))
                .values();
        List<AuditOutcome> outcomes = new ArrayList<>();
        ExecutorService auditors = Executors.newFixedThreadPool(Math.min(parallel, byHost.size()));
        try {
            byHost.forEach(sameHost -> auditors.execute(() -> sameHost.forEach(this::carryOut)));
            for (Running each : audits) {
                AuditOutcome outcome = outcome(each);
                outcomes.add(outcome);
                listener.accept(outcome);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcomes.add(new AuditOutcome(
                    audits.get(outcomes.size()).audit(),
                    null,
                    new Problem(ExitCode.INTERRUPTED, "cancelled", "the audit was interrupted", null, e)));
        } finally {
            auditors.shutdownNow();
        }
        return outcomes;
    }

    private static AuditOutcome outcome(Running each) throws InterruptedException {
        try {
            return new AuditOutcome(each.audit(), each.result().get(), null);
        } catch (ExecutionException e) {
            return new AuditOutcome(
                    each.audit(),
                    null,
                    e.getCause() instanceof NetconfException known ? Problem.of(known) : Problem.internal(e));
        }
    }

    private void carryOut(Running each) {
        try {
            each.result().complete(each.audit().run(finding -> rules.incrementAndGet()));
        } catch (RuntimeException | Error e) {
            // Whoever waits for the result is told.
            each.result().completeExceptionally(e);
        } finally {
            done.incrementAndGet();
        }
    }
}
