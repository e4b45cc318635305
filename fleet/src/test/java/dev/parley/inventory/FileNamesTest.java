package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void plainNamesStayAsTheyAre() {
        assertThat(FileNames.of(List.of("pe1.example.net", "core-2_b")))
                .containsEntry("pe1.example.net", "pe1.example.net")
                .containsEntry("core-2_b", "core-2_b");
    }

    @Test
    void noNameLeadsElsewhere() {
        assertThat(FileNames.of("../../etc/passwd")).isEqualTo("%2E.%2F..%2Fetc%2Fpasswd");
        assertThat(FileNames.of("tls://[2001:db8::1]:6513")).isEqualTo("tls%3A%2F%2F%5B2001%3Adb8%3A%3A1%5D%3A6513");
        assertThat(FileNames.of("")).isEqualTo("%");
        assertThat(FileNames.of("con")).isEqualTo("%con");
        assertThat(FileNames.of("--raw")).as("no option").isEqualTo("%2D-raw");
    }

    @Test
    void namesThatDifferInCapitalsOnlyHaveFilesOfTheirOwn() {
        assertThat(FileNames.of(List.of("PE1", "pe1", "pe2")).values())
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates()
                .contains("pe2");
    }

    @Property(tries = 300)
    void everyNameHasAFileOfItsOwnInTheFolder(@ForAll Set<String> names) {
        List<String> files = List.copyOf(FileNames.of(names).values());

        assertThat(files).allMatch(file -> !file.contains("/") && !file.contains("\\") && !file.startsWith("."));
        assertThat(files.stream().map(file -> file.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()))
                .hasSize(names.size());
        assertThat(files).allMatch(file -> file.length() <= 200);
    }
}
