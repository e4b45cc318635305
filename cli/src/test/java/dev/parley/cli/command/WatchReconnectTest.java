package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.notification.EventStream;
import dev.parley.simulator.notification.NotificationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that goes away while it is watched, and comes back where it was. */
@Timeout(120)
class WatchReconnectTest {
    @TempDir
    private Path folder;

    private static String event(String name) {
        return "<link xmlns=\"urn:e\"><name>" + name + "</name></link>";
    }

    private static DeviceSimulator.Builder talkative(DeviceSimulator.Builder description) {
        return description.notifications(NotificationSettings.usual());
    }

    private static RunningCommand watch(TestDevice device, WatchFormat format) throws IOException {
        return new RunningCommand(device.command(
                "watch", "--since", "1h", "--format", format.name().toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @EnumSource
    void aDeviceThatWasStartedAgainIsWatchedOnAndWhatItHasForgottenIsSaid(WatchFormat format) throws IOException {
        TestDevice before = TestDevice.start(folder, WatchReconnectTest::talkative);
        try (before;
                RunningCommand watching = watch(before, format)) {
            before.simulator().publish(event("told-before"));
            watching.lineWith("told-before");
            Instant heard = Instant.now();
            before.close();

            try (TestDevice after = before.startAgain(WatchReconnectTest::talkative)) {
                after.simulator().emit(EventStream.NETCONF, heard.minusSeconds(1_800), event("long-ago"));
                after.simulator().emit(EventStream.NETCONF, heard.plusMillis(1), event("missed"));

                assertThat(watching.linesUpTo("missed")).noneMatch(line -> line.contains("told-before"));
                after.simulator().publish(event("live-again"));
                assertThat(watching.linesUpTo("live-again")).noneMatch(line -> line.contains("missed<"));
                assertThat(watching.interrupt()).isEqualTo(130);
            }
            assertThat(watching.allRead()).noneMatch(line -> line.contains("long-ago"));
            assertInterruptedAndResumed(
                    watching, format, "\"seamless\":false", "so what happened between these times is missing");
            assertThat(format == WatchFormat.JSON ? "3 notifications\n" : watching.err())
                    .endsWith("3 notifications\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereTheDeviceKeptEverythingNothingIsMissing(WatchFormat format) throws IOException {
        try (TestDevice device = TestDevice.start(folder, WatchReconnectTest::talkative);
                RunningCommand watching = watch(device, format)) {
            device.simulator().publish(event("told-before"));
            watching.lineWith("told-before");

            assertThat(Shell.plain().run(device.command("kill-session", "1")).status())
                    .isZero();
            device.simulator().publish(event("told-behind"));

            assertThat(watching.linesUpTo("told-behind")).noneMatch(line -> line.contains("told-before"));
            assertThat(watching.interrupt()).isEqualTo(130);
            assertInterruptedAndResumed(watching, format, "\"seamless\":true", "resumed from ");
            assertThat(watching.err()).doesNotContain("is missing");
        }
    }

    private static void assertInterruptedAndResumed(
            RunningCommand watching, WatchFormat format, String fact, String words) {
        if (format == WatchFormat.JSON) {
            assertThat(watching.allRead())
                    .anyMatch(line -> line.startsWith("{\"type\":\"interrupted\",\"code\":\"")
                            && line.contains(",\"attempt\":1,\"retryInMs\":"))
                    .anyMatch(line -> line.startsWith("{\"type\":\"resumed\",\"from\":\"") && line.contains(fact));
            assertThat(watching.err()).isEmpty();
        } else {
            assertThat(watching.err())
                    .containsSubsequence("warning: interrupted: ", "attempt 1 follows in ", "resumed from ")
                    .contains(words);
        }
    }

    @Test
    void whoWantsNoOtherConnectionIsToldOfTheEndOfThisOne() throws IOException {
        TestDevice device = TestDevice.start(folder, WatchReconnectTest::talkative);
        try (device;
                RunningCommand watching =
                        new RunningCommand(device.command("watch", "--since", "1h", "--no-reconnect"))) {
            device.simulator().publish(event("told-before"));
            watching.lineWith("told-before");
            device.close();

            assertThat(watching.status()).isNotZero();
            assertThat(watching.err()).contains("error: ").doesNotContain("follows in");
        }
    }
}
