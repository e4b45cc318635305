package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    @Test
    void theDemonstrationEndsWell() {
        Result result = Shell.plain().run("demo");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("A device\n", "Opening a session\n", "Reading\n", "Changing\n", "Being refused\n")
                .contains("record 1       1 byte ", "record 4   4,096 bytes")
                .containsPattern("After\\s+the\\s+last\\s+time\\s+[\\d,]+\\s+bytes\\s+are\\s+left")
                .contains("<location>Zürich, rack 4</location>")
                .contains("✓ commit ", "In running now: eth1 enabled true.")
                .contains("data-missing", "fate of the request: rejected")
                .doesNotContain("\u001b");
    }

    @Test
    void itIsInColorOnATerminalAndAnObjectForPrograms() {
        assertThat(Shell.onTerminal().run("demo").out()).contains("\u001b[1mReading\u001b[0m");
        assertThat(Shell.plain().run("demo", "--json").out())
                .contains("\"helloRecords\":[1,12,700,4096,", "\"eth1Enabled\":\"true\",\"refused\":\"data-missing\"");
    }

    @Test
    void readingOnceLeavesBehindWhatTheLastRecordHeldMoreThanTheBuffer() {
        assertThat(Records.of(10_000, List.of(1, 4_096, 16_384)).sizes()).containsExactly(1, 4_096, 5_903);
        assertThat(Records.of(10_000, List.of(1, 4_096, 16_384)).leftBehind(4_096))
                .isEqualTo(1_807);
        assertThat(Records.of(5_000, List.of(4_096, 16)).leftBehind(4_096)).isZero();
        assertThat(Records.of(5_159, List.of(16_384)).leftBehind(4_096)).isEqualTo(1_063);
    }
}
