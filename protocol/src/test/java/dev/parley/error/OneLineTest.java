package dev.parley.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a peer says stays on one line of a message. */
class OneLineTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain  text,plain  text",
                "Grün 東京,Grün 東京",
                "'one\ntwo',one two",
                "'one \r\n\t two',one two",
                "'a\u2028b\u0085c',a b c",
                "'\u001b[2Jgone',\\u001b[2Jgone",
                "'\u009b2J\u007f\u0000',\\u009b2J\\u007f\\u0000",
                "'\u202egnp',\\u202egnp",
            })
    void isOneLineWithoutControls(String text, String line) {
        assertThat(OneLine.of(text)).isEqualTo(line);
    }

    @Property
    void holdsNoControl(@ForAll String text) {
        String line = OneLine.of(text);
        assertThat(line.chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(OneLine.of(line)).isEqualTo(line);
    }

    @Test
    void isCutShort() {
        assertThat(OneLine.of("x".repeat(4_000))).hasSize(4_000);
        assertThat(OneLine.of("x".repeat(4_001))).hasSize(4_001).endsWith("x…");
        assertThat(OneLine.of("\n".repeat(4_001))).isEqualTo(" …");
    }

    @Test
    void theWordsOfADeviceCannotBeginALineOfTheirOwn() {
        RpcError error =
                RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "no\n12:00 INFO all is well\u001b[0m");

        assertThat(new RpcErrorException("get on pe1", List.of(error)))
                .hasMessageContaining("no 12:00 INFO all is well\\u001b[0m");
        assertThat(error.message()).contains("\n12:00").contains("\u001b");
    }
}
