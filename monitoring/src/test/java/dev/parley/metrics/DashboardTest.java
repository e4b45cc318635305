package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What the dashboard and the alerts ask for is there after one of everything has happened, and they leave nothing out. */
@Timeout(120)
@Tag("any-jdk")
class DashboardTest {
    private static final Path FOLDER = Path.of("..", "docs", "grafana");

    private static Scrape scrape;

    @BeforeAll
    @SuppressWarnings("try") // what is open is what matters
    static void liveThroughADay() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        try (Day day = Day.in(registry)) {
            scrape = Scrape.of(registry.scrape());
        }
    }

    @Test
    void everyPanelAsksForWhatThereIs() throws IOException {
        List<String> questions = questionsOfTheDashboard();
        assertThat(questions).hasSizeGreaterThan(25);
        assertThat(questions).allSatisfy(question -> isAnswered(question, scrape));
    }

    @Test
    void everyAlertAsksForWhatThereIs() throws IOException {
        List<String> questions = questionsOfTheAlerts();
        assertThat(questions).hasSizeGreaterThan(5);
        assertThat(questions).allSatisfy(question -> isAnswered(question, scrape));
    }

    @Test
    void noMetricIsWithoutAPanel() throws IOException {
        Set<String> shown = questionsOfTheDashboard().stream()
                .flatMap(question -> Question.of(question).metrics().keySet().stream())
                .map(Scrape::family)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> counted = scrape.names().stream()
                .filter(name -> name.startsWith("netconf_"))
                .map(Scrape::family)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).containsAll(counted);
    }

    /** The names, the labels, and the values that labels are compared with. */
    static void isAnswered(String text, Scrape scrape) {
        Question question = Question.of(text);
        assertThat(question.metrics()).as("metrics in %s", text).isNotEmpty();
        question.metrics().forEach((metric, matchers) -> {
            assertThat(scrape.names()).as(text).contains(metric);
            for (Question.Matcher matcher : matchers) {
                if (!Scrape.GIVEN_BY_PROMETHEUS.contains(matcher.label())) {
                    assertThat(scrape.labels(metric))
                            .as("labels of %s in %s", metric, text)
                            .contains(matcher.label());
                    Predicate<String> holds = matcher.asPredicate();
                    assertThat(scrape.values(metric, matcher.label()))
                            .as("%s of %s in %s", matcher.label(), metric, text)
                            .anyMatch(holds);
                }
            }
            Set<String> there = new TreeSet<>(scrape.labels(metric));
            there.addAll(Scrape.GIVEN_BY_PROMETHEUS);
            assertThat(there).as("labels of %s in %s", metric, text).containsAll(question.groups());
        });
    }

    private static List<String> questionsOfTheDashboard() throws IOException {
        List<String> questions = new ArrayList<>();
        try (InputStream in = Files.newInputStream(FOLDER.resolve("dashboard.json"));
                JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.PROPERTY_NAME
                        && json.currentName().equals("expr")) {
                    questions.add(json.nextStringValue());
                }
            }
        }
        return questions;
    }

    static List<String> questionsOfTheAlerts() throws IOException {
        Object rules = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(FOLDER.resolve("alerts.yaml")));
        return parts(rules, "groups")
                .flatMap(group -> parts(group, "rules"))
                .map(rule -> ((Map<?, ?>) rule).get("expr").toString())
                .toList();
    }

    private static Stream<?> parts(Object of, String name) {
        return ((List<?>) ((Map<?, ?>) of).get(name)).stream();
    }
}
