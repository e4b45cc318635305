package dev.parley.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus reads, by the names of series and the values of their labels.
 *
 * @param series of each name, label by label, the values
 */
record Scrape(Map<String, Map<String, Set<String>>> series) {
    /** Labels that are not in what is read: they say where it was read. */
    static final Set<String> GIVEN_BY_PROMETHEUS = Set.of("instance", "job");

    private static final Pattern LINE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    static Scrape of(String text) {
        Map<String, Map<String, Set<String>>> series = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher known = LINE.matcher(line);
            if (known.matches()) {
                Map<String, Set<String>> labels = series.computeIfAbsent(known.group(1), name -> new TreeMap<>());
                if (known.group(2) != null) {
                    Matcher label = LABEL.matcher(known.group(2));
                    while (label.find()) {
                        labels.computeIfAbsent(label.group(1), name -> new TreeSet<>())
                                .add(label.group(2));
                    }
                }
            }
        }
        return new Scrape(series);
    }

    Set<String> names() {
        return series.keySet();
    }

    Set<String> labels(String name) {
        return series.get(name).keySet();
    }

    Set<String> values(String name, String label) {
        return series.get(name).get(label);
    }

    /** The meter behind a series: {@code netconf_open_seconds} for its count, sum, buckets and maximum. */
    static String family(String name) {
        for (String suffix : List.of("_bucket", "_count", "_sum", "_max")) {
            if (name.endsWith("_seconds" + suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
