package dev.parley.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.parley.cli.terminal.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * How much of the library's log is shown, on standard error: warnings in one line each unless more is asked for. Found by
 * Logback itself; a configuration in code starts faster than one in XML.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PARLEY = "dev.parley";
    private static final String ATTEMPTS = "dev.parley.attempt";

    /** MINA's classes and what extends them: they warn of everything that parley reports in its own words. */
    private static final List<String> LIBRARY_OF_SSH =
            List.of("org.apache.sshd", "dev.parley.ssh", "dev.parley.simulator.SshPeer");

    /** Called by Logback. */
    public Logging() {}

    /**
     * Shows more of what parley does: 1 what happens to sessions, 2 and more every step. The lines for {@code parley doctor
     * analyze} are not for people.
     *
     * @param forPeople whether it is shown on a terminal
     */
    static void verbosity(int level, boolean forPeople) {
        if (LoggerFactory.getLogger(PARLEY) instanceof Logger logger) {
            logger.setLevel(level > 1 ? Level.DEBUG : Level.INFO);
            logger.getLoggerContext().getLogger(ATTEMPTS).setLevel(forPeople ? Level.OFF : null);
            LIBRARY_OF_SSH.forEach(
                    name -> logger.getLoggerContext().getLogger(name).setLevel(level > 1 ? Level.DEBUG : Level.OFF));
        }
    }

    /** One harmless line for each event: what peers said may be in it, and in that of other libraries as they said it. */
    static Layout<ILoggingEvent> layout(LoggerContext context) {
        PatternLayout pattern = new PatternLayout();
        pattern.setContext(context);
        pattern.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%nopex");
        pattern.start();
        LayoutBase<ILoggingEvent> line = new LayoutBase<>() {
            @Override
            public String doLayout(ILoggingEvent event) {
                return Printable.line(pattern.doLayout(event)) + System.lineSeparator();
            }
        };
        line.setContext(context);
        line.start();
        return line;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout(context));
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        LIBRARY_OF_SSH.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
