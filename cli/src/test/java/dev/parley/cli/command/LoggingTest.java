package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

/** What {@code -v} and {@code -vv} print, of libraries too that log what peers say as they said it. */
class LoggingTest {
    private static String logged(String message) {
        LoggerContext context = new LoggerContext();
        return Logging.layout(context)
                .doLayout(new LoggingEvent(
                        LoggingTest.class.getName(), context.getLogger("any"), Level.DEBUG, message, null, null));
    }

    @Test
    void anEventIsOneLine() {
        assertThat(logged("it begins\r\n12:00:00.000 INFO  forged"))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} DEBUG it begins 12:00:00\\.000 INFO  forged\\R");
    }

    @Test
    void itSteersNoTerminal() {
        assertThat(logged("server SSH-2.0-x\u001b]0;PWNED\u0007 \u009b2J \u202e"))
                .endsWith("server SSH-2.0-x\\u001b]0;PWNED\\u0007 \\u009b2J \\u202e" + System.lineSeparator());
    }
}
