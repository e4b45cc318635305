package dev.parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColorTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void aTerminalIsColoredAndAPipeIsNot() {
        assertThat(ColorMode.AUTO.paint(true, XTERM)).isEqualTo(Paint.ANSI);
        assertThat(ColorMode.AUTO.paint(false, XTERM)).isEqualTo(Paint.NONE);
    }

    @Test
    void noColorAndDumbTerminalsAreHonoured() {
        assertThat(ColorMode.AUTO.paint(true, Map.of("NO_COLOR", "1"))).isEqualTo(Paint.NONE);
        assertThat(ColorMode.AUTO.paint(true, Map.of("NO_COLOR", ""))).isEqualTo(Paint.ANSI);
        assertThat(ColorMode.AUTO.paint(true, Map.of("TERM", "dumb"))).isEqualTo(Paint.NONE);
    }

    @Test
    void whoAsksForColorsGetsThem() {
        assertThat(ColorMode.ALWAYS.paint(false, Map.of("NO_COLOR", "1"))).isEqualTo(Paint.ANSI);
        assertThat(ColorMode.NEVER.paint(true, XTERM)).isEqualTo(Paint.NONE);
    }

    @Test
    void textFromElsewhereLosesWhatSteersATerminal() {
        assertThat(Printable.text("a\u001b[2J\u009b\u202eb\tc\nd")).isEqualTo("a\\u001b[2J\\u009b\\u202eb\tc\nd");
        assertThat(Printable.text("Zürich 😀")).isEqualTo("Zürich 😀");
    }
}
