package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule has a server somewhere in these tests that breaks it, and an assertion that the audit says so. */
class PlantedFaultsTest {
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "parley", "audit");
    /** What says that rules are found broken; what follows in the same statement are the rules. */
    private static final Pattern ASSERTED = Pattern.compile(
            "(?s)\\bexpect\\(|assertThat\\(anyway\\).*\\.contains|AuditedServer\\.broken\\(.*\\.contains(Exactly|\\()");

    private static final Pattern DENIED = Pattern.compile("(?s)\\.doesNotContain\\([^)]*\\)");
    private static final Pattern RULE = Pattern.compile("\\bRule\\.([A-Z0-9_]+)\\b");

    @Test
    void noRuleWithoutAFaultThatBreaksIt() throws IOException {
        Set<Rule> missing = EnumSet.allOf(Rule.class);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(name -> name.toString().matches(".*(Test|IT)\\.java"))
                    .toList()) {
                missing.removeAll(assertedIn(Files.readString(file)));
            }
        }
        assertThat(missing).as("rules that no test finds broken").isEmpty();
    }

    @Test
    void whatIsDeniedOrOnlyMentionedDoesNotCount() {
        assertThat(assertedIn("""
                expect(good().compressing(1), Rule.COMPRESSION);
                assertThat(AuditedServer.broken(report)).contains(Rule.TLS_1_0).doesNotContain(Rule.TLS_1_1);
                report.finding(Rule.ALPN);
                """)).containsExactlyInAnyOrder(Rule.COMPRESSION, Rule.TLS_1_0);
    }

    private static Set<Rule> assertedIn(String source) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (String statement : List.of(source.split(";", -1))) {
            if (ASSERTED.matcher(statement).find()) {
                Matcher rule = RULE.matcher(DENIED.matcher(statement).replaceAll(""));
                while (rule.find()) {
                    rules.add(Rule.valueOf(rule.group(1)));
                }
            }
        }
        return rules;
    }
}
