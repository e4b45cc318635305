package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted is what {@code docs/monitoring.md} says, and the other way round. */
@Timeout(120)
@org.junit.jupiter.api.Tag("any-jdk")
class MeterTableTest {
    private static final Path PAGE = Path.of("..", "docs", "monitoring.md");

    /** {@code | `netconf.open` | timer | `transport`, `outcome` | … |}. */
    private static final Pattern ROW =
            Pattern.compile("\\| `(netconf\\.[a-z.]+)` \\| ([a-z]+) \\| ([^|]*)\\| [^|]+ \\|");

    @Test
    @SuppressWarnings("try") // what is open is what matters
    void thePageListsWhatIsRegistered() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Map<String, String> registered = new TreeMap<>();
        try (Day day = Day.in(registry)) {
            for (Meter meter : registry.getMeters()) {
                Set<String> tags = meter.getId().getTags().stream()
                        .map(Tag::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
                String type = meter.getId().getType().name().toLowerCase(Locale.ROOT);
                registered.put(meter.getId().getName(), type + " " + tags);
            }
        }
        assertThat(rows()).isEqualTo(registered);
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> tags = Arrays.stream(row.group(3).split(","))
                        .map(tag -> tag.replace("`", "").strip())
                        .filter(tag -> !tag.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
                rows.put(row.group(1), row.group(2) + " " + tags);
            }
        }
        return rows;
    }
}
