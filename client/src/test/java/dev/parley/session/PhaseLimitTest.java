package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.NetconfClient;
import dev.parley.device.Access;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.net.NetLoops;
import dev.parley.net.NettyTransport;
import dev.parley.transport.Attempt;
import dev.parley.transport.LinkLoop;
import dev.parley.transport.Transport;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever reads that something was not done in time is told which limit that was, and how much of it was left. */
@Timeout(60)
class PhaseLimitTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Timeouts timeouts(Duration total, Duration secure) {
        return new Timeouts(total, LONG, LONG, secure, LONG, LONG, LONG, Duration.ofSeconds(1));
    }

    /** Connects after a while, or never, and comes no further. */
    private static final class Slow implements Transport {
        private final NetLoops loops = new NetLoops(1);
        private final NettyTransport theirs = new NettyTransport(loops);
        private final Duration connecting;

        Slow(Duration connecting) {
            this.connecting = connecting;
        }

        @Override
        public boolean serves(Access access) {
            return true;
        }

        @Override
        public LinkLoop newLoop() {
            return theirs.newLoop();
        }

        @Override
        public void open(Device device, Attempt attempt) {
            attempt.begin(Phase.CONNECT);
            attempt.loop()
                    .schedule(
                            () -> {
                                if (!attempt.isOver()) {
                                    attempt.end(Phase.CONNECT, "there");
                                    attempt.begin(Phase.SECURE);
                                }
                            },
                            connecting);
        }

        @Override
        public void close() {
            loops.closeThen(theirs::close);
        }
    }

    private static OpenException failure(Duration connecting, Timeouts timeouts) {
        try (NetconfClient client = NetconfClient.builder()
                .eventLoops(1)
                .withoutLogging()
                .transport(new Slow(connecting))
                .build()) {
            Device device = Device.cleartextTcp("127.0.0.1", 830).withTimeouts(timeouts);
            return catchThrowableOfType(OpenException.class, () -> client.open(device));
        }
    }

    @Test
    void aPhaseThatHasAllOfItsTimeSaysHowMuchThatIs() {
        OpenException failure = failure(Duration.ZERO, timeouts(LONG, Duration.ofMillis(50)));
        assertThat(failure.reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
        assertThat(failure).hasMessageContaining("within 50 ms").hasMessageNotContaining("opening");
    }

    @Test
    void aPhaseThatHasWhatOthersLeftSaysHowMuchThatWas() {
        OpenException failure = failure(Duration.ofMillis(100), timeouts(Duration.ofMillis(300), LONG));
        assertThat(failure.reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
        assertThat(failure.getMessage())
                .containsPattern("within 1?\\d?\\d (ms|µs), which was left of the 300 ms for the whole opening");
    }

    @Test
    void aFirstPhaseThatMayTakeLongerThanTheWholeSaysSo() {
        OpenException failure = failure(LONG, timeouts(Duration.ofSeconds(1), LONG));
        assertThat(failure.reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
        assertThat(failure.getMessage())
                .containsPattern(
                        "within (1\\.0 s, the limit of|9\\d\\d ms, which was left of the 1\\.0 s for) the whole"
                                + " opening");
    }

    @Test
    void theHelloSaysItToo() {
        try (NetconfClient client =
                        NetconfClient.builder().eventLoops(1).withoutLogging().build();
                ScriptedDevice silent = ScriptedDevice.tcp(line -> line.silence())) {
            Device device = silent.device().withTimeouts(timeouts(Duration.ofMillis(300), LONG));
            OpenException failure = catchThrowableOfType(OpenException.class, () -> client.open(device));
            assertThat(failure.reason()).isEqualTo(Reason.HELLO_TIMEOUT);
            assertThat(failure.getMessage()).containsPattern("\\(it had .*the whole opening\\)");
            Timeouts hasty =
                    new Timeouts(LONG, LONG, LONG, LONG, LONG, Duration.ofMillis(50), LONG, Duration.ofSeconds(1));
            OpenException own =
                    catchThrowableOfType(OpenException.class, () -> client.open(device.withTimeouts(hasty)));
            assertThat(own).hasMessageContaining("after").hasMessageNotContaining("opening");
        }
    }
}
