package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.CallHome;
import dev.parley.device.Inventory;
import dev.parley.pool.SessionPool;
import dev.parley.session.CallHomeListener;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.standing.StandingSessions;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Prometheus sees no increase in a series that begins with it: what an alert counts has to be there, with 0, before it happens
 * for the first time.
 */
@Timeout(120)
@Tag("any-jdk")
class AlertTest {
    /** A quantile of what was measured: it needs many requests, and the first of each operation makes no difference to it. */
    private static final String OF_WHAT_WAS_MEASURED = "netconf_requests_seconds_bucket";

    private static Scrape before;
    private static Scrape after;

    @BeforeAll
    @SuppressWarnings("try") // what is open is what matters
    static void readBeforeAndAfterADay() {
        before = Scrape.of(atTheBeginning());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Day day = Day.in(registry)) {
            after = Scrape.of(registry.scrape());
        }
    }

    private static String atTheBeginning() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NetconfMetrics metrics = NetconfMetrics.of(registry);
        PoolMetrics poolMetrics = PoolMetrics.of(registry, "day");
        StandingMetrics standingMetrics = StandingMetrics.of(registry, "day");
        DevicePki pki = DevicePki.create();
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(pki.authority())))
                .withIdentity(TlsIdentity.of(pki.client().key(), pki.client().chain()));
        try (NetconfClient client =
                        NetconfClient.builder().eventLoops(1).listener(metrics).build();
                SessionPool pool =
                        SessionPool.builder(client).listener(poolMetrics).build();
                StandingSessions standing = StandingSessions.builder(client)
                        .listener(standingMetrics)
                        .build();
                CallHomeListener listener = client.listen(
                        CallHome.tls(tls, Inventory.of(Map.of())).on("127.0.0.1", 0), session -> session.close())) {
            poolMetrics.watch(pool);
            standingMetrics.watch(standing);
            metrics.watch("tls", listener);
            return registry.scrape();
        }
    }

    private static List<String> questions() throws IOException {
        List<String> questions = DashboardTest.questionsOfTheAlerts().stream()
                .filter(question -> !question.contains(OF_WHAT_WAS_MEASURED))
                .toList();
        assertThat(questions).hasSizeGreaterThan(6);
        return questions;
    }

    @Test
    void whatAnAlertAsksForIsThereBeforeAnythingHappens() throws IOException {
        assertThat(questions()).allSatisfy(question -> DashboardTest.isAnswered(question, before));
    }

    @Test
    void nothingThatAnAlertCountsBeginsLater() throws IOException {
        for (String text : questions()) {
            Question.of(text).metrics().forEach((metric, matchers) -> {
                for (Question.Matcher matcher : matchers) {
                    assertThat(matching(before, metric, matcher))
                            .as("%s of %s", matcher.label(), metric)
                            .containsAll(matching(after, metric, matcher));
                }
            });
        }
    }

    private static Set<String> matching(Scrape scrape, String metric, Question.Matcher matcher) {
        Predicate<String> holds = matcher.asPredicate();
        return scrape.values(metric, matcher.label()).stream()
                .filter(holds)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
