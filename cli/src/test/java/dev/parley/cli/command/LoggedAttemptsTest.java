package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import dev.parley.NetconfClient;
import dev.parley.cli.command.Shell.Result;
import dev.parley.device.Device;
import dev.parley.error.OpenException;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** The log of a program that uses parley, in the layout of {@code -v}, is read again. Alone, because of the levels. */
@Isolated
@Timeout(60)
class LoggedAttemptsTest {
    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(layout.doLayout(event).stripTrailing());
        }
    };
    private final Layout<ILoggingEvent> layout = Logging.layout(logger.getLoggerContext());

    @BeforeEach
    void listen() {
        appender.start();
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void hush() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void attemptsAreFoundInIt() throws IOException {
        FaultPlan plan = FaultPlan.onConnection(3, new Break(Moment.Phase.ACCEPTED, Ending.CLOSE));
        try (TestDevice device = TestDevice.start(folder, description -> description.faults(plan));
                NetconfClient client = NetconfClient.create()) {
            Tls tls = Tls.trusting(TlsTrust.authorities(List.of(device.pki().authority())))
                    .withIdentity(TlsIdentity.of(
                            device.pki().client().key(), device.pki().client().chain()));
            Device pe1 = Device.tls("127.0.0.1", device.simulator().port(), tls).withName("pe1");
            client.open(pe1).close();
            client.open(pe1).close();
            assertThatThrownBy(() -> client.open(pe1)).isInstanceOf(OpenException.class);
        }
        Path log = Files.write(folder.resolve("app.log"), lines);

        Result result = Shell.plain().run("doctor", "analyze", log.toString());

        assertThat(result.out())
                .startsWith("pe1  from ")
                .contains("✗ 1 of 3 (33 %) failed\n")
                .containsPattern("(?m)^  failures    closed-by-peer in secure +1$")
                .containsPattern("(?m)^  went well   half within [0-9.]+ m?s")
                .containsPattern("the last failure: connect to pe1 \\(127\\.0\\.0\\.1:\\d+\\) failed in SECURE");
        assertThat(result.err()).containsPattern("^\\d other lines hold no attempt\\.\n$");
        assertThat(Shell.plain()
                        .run("doctor", "analyze", log.toString(), "--json")
                        .out())
                .contains("\"addresses\":[{")
                .contains("127.0.0.1");
    }
}
