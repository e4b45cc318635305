package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.notification.EventStream;
import dev.parley.simulator.notification.NotificationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandTest {
    private static final String LINK = "<link xmlns=\"urn:e\"/>";

    @TempDir
    private static Path keys;

    private static TestDevice device;

    @BeforeAll
    static void start() throws IOException {
        device = TestDevice.start(
                keys,
                description -> description.notifications(NotificationSettings.usual().withServerEvents().stream(
                        EventStream.named("audit").description("who did what").withoutReplay())));
        Instant now = Instant.now();
        device.simulator()
                .emit(
                        EventStream.NETCONF,
                        now.minusSeconds(60),
                        "<link xmlns=\"urn:e\"><name>eth0</name><state>down</state><why>cable \u009b2J pulled</why></link>");
        device.simulator()
                .emit(
                        EventStream.NETCONF,
                        now.minusSeconds(30),
                        "<link xmlns=\"urn:e\"><name>eth0</name><state>up</state></link>");
    }

    @AfterAll
    static void stop() {
        device.close();
    }

    private static Result watch(String... arguments) {
        return Shell.plain().run(device.command("watch", arguments));
    }

    @Test
    void whatTheDeviceKeptIsPrintedOneLineEach() {
        Result result = watch("--since", "1h", "--until", "now", "--filter", LINK);

        assertThat(result.status()).isZero();
        assertThat(result.out().lines())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .matches("(\\S+ )?\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  link  name=eth0 state=down why=.*")
                                .contains("\\u009b2J"),
                        second -> assertThat(second).endsWith("link  name=eth0 state=up"));
        assertThat(result.err()).contains("replay complete", "2 notifications");
    }

    @Test
    void enoughIsEnough() {
        Result result = watch("--since", "1h", "--count", "1", "--filter", LINK, "--format", "xml");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("<notification ")
                .contains("<state>down</state>")
                .doesNotContain("<state>up</state>")
                .endsWith("</notification>\n");
        assertThat(result.err()).contains("1 notification\n");
    }

    @Test
    void programsGetOneObjectOnEachLine() {
        Result result = watch("--since", "1h", "--until", "now", "--filter", LINK, "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("{\"type\":\"event\",\"time\":\"")
                                .contains("\"event\":\"link\",\"namespace\":\"urn:e\"", "\"xml\":\"<link "),
                        second -> assertThat(second).contains("state=up"),
                        third -> assertThat(third).isEqualTo("{\"type\":\"replay-complete\"}"),
                        last -> assertThat(last).endsWith("\"notifications\":2,\"lost\":0}"));
        assertThat(watch("--since", "1h", "--until", "now", "--filter", LINK, "--format", "json")
                        .out())
                .isEqualTo(result.out());
    }

    // RFC 6470
    @Test
    void theServersOwnEventsAreSaidInWords() {
        Shell.plain().run(device.command("hello"));
        Result result = watch("--since", "1h", "--until", "now");

        assertThat(result.out())
                .containsPattern("netconf-session-start  operator, session \\d+, from 127.0.0.1\n")
                .containsPattern("netconf-session-end  operator, session \\d+, from 127.0.0.1: closed\n");
    }

    @Test
    void onATerminalALineStaysOne() {
        Result result = Shell.onTerminal(60)
                .run(device.command("watch", "--since", "1h", "--until", "now", "--filter", LINK, "--color", "never"));

        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(result.out()).contains("…");
        assertThat(result.err()).contains("listening to stream NETCONF of");
    }

    @Test
    void theStreamsAreListed() {
        Result result = watch("--streams");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("NETCONF  all events of the device  replay since 20");
        assertThat(result.out()).contains("audit  who did what  no replay");
        assertThat(watch("--streams", "--json").out())
                .contains("{\"name\":\"audit\",\"description\":\"who did what\",\"replaySupport\":false,");
    }

    @Test
    void withoutReplayItEndsAtItsTimeAllTheSame() {
        Result result = watch("--stream", "audit", "--until", "300ms", "--no-reconnect");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("0 notifications\n");
    }

    @Test
    void whatTheDeviceRefusesIsItsWord() {
        Result unknown = watch("--stream", "nope");
        assertThat(unknown.status()).isEqualTo(6);
        assertThat(unknown.err()).contains("create-subscription on", "was refused");

        assertThat(watch("--stream", "audit", "--since", "1h").status()).isEqualTo(6);
    }

    @Test
    void ctrlCEndsItInOrderAndNothingComesBehindTheSummary(@TempDir Path others) throws IOException {
        CompletableFuture<DeviceEvent> goodbye = new CompletableFuture<>();
        try (TestDevice talkative =
                TestDevice.start(others, description -> description.notifications(NotificationSettings.usual()))) {
            talkative.simulator().listen(event -> {
                if (event instanceof DeviceEvent.Requested requested
                        && requested.request().name().equals("close-session")) {
                    goodbye.complete(event);
                }
            });
            // more than fits between the printer and a reader that has stopped
            for (int i = 0; i < 1_000; i++) {
                talkative.simulator().publish("<e xmlns=\"urn:e\"><text>" + "x".repeat(4_000) + "</text></e>");
            }
            try (RunningCommand watching = new RunningCommand(talkative.command("watch", "--since", "1h", "--json"))) {
                watching.lineWith("\"type\":\"event\"");
                watching.pressCtrlC();

                long events = 1 + watching.linesBefore("\"notifications\":");
                assertThat(watching.lastRead()).endsWith("\"notifications\":" + events + ",\"lost\":0}");
                assertThat(watching.status()).isEqualTo(130);
                assertThat(watching.saidMore()).isFalse();
                goodbye.orTimeout(20, TimeUnit.SECONDS).join();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--since tomorrow, '\"tomorrow\" is not a time for --since'",
        "--since 2026-02-30, is not a time for --since",
        "--since 2999-01-01, --since 2999-01-01 is in the future",
        "--until 2001-01-01, --until 2001-01-01 is in the past",
        "--since 1h --until 2h --count 0, '--count is 1 or more, not 0'",
        "--since 2020-01-02 --until 2020-01-01, cannot stop at",
        "--json --format xml, two ways to say it",
        "--format yaml, '\"yaml\" is none of line, xml, json'",
        "--count many, --count",
        "--xpath /a:b, stands for no namespace"
    })
    void nonsenseIsRefusedBeforeAnythingIsSent(String arguments, String why) {
        Result result = watch(arguments.split(" ", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out() + result.err()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "1h, 2026-11-20T15:30:00Z",
        "90s, 2026-11-20T16:28:30Z",
        "2d, 2026-11-18T16:30:00Z",
        "now, 2026-11-20T16:30:00Z",
        "17:00, 2026-11-20T16:00:00Z",
        "2026-11-19, 2026-11-18T23:00:00Z",
        "2026-11-19T12:00, 2026-11-19T11:00:00Z",
        "2026-11-19 12:00:30, 2026-11-19T11:00:30Z",
        "2026-11-19T12:00:30Z, 2026-11-19T12:00:30Z",
        "2026-11-19T12:00:30.5+02:00, 2026-11-19T10:00:30.500Z"
    })
    void timesAreReadAsPeopleWriteThem(String given, Instant meant) {
        Moments moments = new Moments(ZonedDateTime.of(2026, 11, 20, 17, 30, 0, 0, ZoneId.of("Europe/Zurich")));

        assertThat(moments.past("--since", given)).isEqualTo(meant);
    }

    @Test
    void aDistanceIsFromNowOnWhereThatIsMeant() {
        Moments moments = new Moments(ZonedDateTime.of(2026, 11, 20, 17, 30, 0, 0, ZoneOffset.UTC));

        assertThat(moments.future("--until", "10m")).isEqualTo("2026-11-20T17:40:00Z");
    }
}
