package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.fixture.Logs;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** However much is logged, a password and what is said are not. */
@Timeout(60)
@Isolated
class SshSecretsTest {
    @Test
    void aPasswordDoesNotReachTheLogOfTheLibraryBelow() {
        List<Logger> loggers = List.of(
                Logs.named(SshSession.class.getName()),
                Logs.named(StreamChannel.class.getName()),
                Logs.named("org.apache.sshd"));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        loggers.forEach(logger -> {
            logger.setAdditive(false);
            logger.setLevel(Level.TRACE);
            logger.addAppender(log);
        });
        try (DeviceSimulator device = SshDevice.start();
                WatchedClient client = WatchedClient.create();
                Session session = client.open(SshDevice.at(device, SshDevice.ssh()))) {
            session.send(GetConfig.from(Datastore.RUNNING));
        } finally {
            loggers.forEach(logger -> {
                logger.detachAppender(log);
                logger.setLevel(null);
                logger.setAdditive(true);
            });
        }

        String all = log.list.stream()
                .filter(event -> !event.getLoggerName().contains("simulator"))
                .filter(event -> !event.getFormattedMessage().contains("SshPeer"))
                .map(ILoggingEvent::getFormattedMessage)
                .reduce("", (before, line) -> before + line + "\n")
                .toLowerCase(Locale.ROOT);
        assertThat(all).contains("ssh_msg_userauth_success");
        // the beginning of each line of a packet that is written out
        assertThat(all).doesNotContain("[chunk #");
    }
}
