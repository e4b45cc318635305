package dev.parley.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.cli.terminal.ColorMode;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.StatusLine;
import dev.parley.cli.terminal.Terminal;
import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import dev.parley.error.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final Style JSON = new Style(true, ColorMode.NEVER, false);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Output output(Style style, OutputStream target) {
        PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Output(
                new Console(
                        InputStream.nullInputStream(), StandardOutput.to(target), messages, Terminal.NONE, Map.of()),
                style);
    }

    private static OpenException timeout() {
        return new OpenException(
                OpenException.Reason.CONNECT_TIMEOUT,
                Phase.CONNECT,
                "pe1",
                Duration.ofMillis(1_500),
                Traffic.NONE,
                "no answer",
                "look at the cable",
                null);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anObjectOnATerminalBeginsWhereTheStatusLineWas() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Console console = new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(screen),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                new Terminal(false, true, true, 80),
                Map.of());
        Output output = new Output(console, JSON);
        CountDownLatch shown = new CountDownLatch(2);
        try (StatusLine status = StatusLine.show(console, output.errPaint(), () -> {
            shown.countDown();
            return "1 of 2";
        })) {
            output.giveWayTo(status);
            // asked again, it has shown what it was told before
            assertThatCode(() -> shown.await(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
            output.happened(Map.of("event", "result"), "");
        }

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("1 of 2")
                .contains("\r\u001b[K{\"event\":\"result\"}\n");
    }

    @Test
    void resultsGoToStandardOutputAndAllElseToStandardError() {
        Output output = output(Style.DEFAULT, out);

        output.line("result");
        output.note("note");
        output.warning("careful");
        output.fact("never", "shown");

        assertThat(output.succeed()).isEqualTo(ExitCode.OK);
        assertThat(out()).isEqualTo("result\n");
        assertThat(err()).isEqualTo("note\nwarning: careful\n");
    }

    // RFC 3339 section 5.6
    @Test
    void timesHaveMilliseconds() {
        Output output = output(JSON, out);

        output.fact("ours", Instant.parse("2026-11-20T17:00:00.123456789Z"));
        output.fact("even", Instant.parse("2026-11-20T17:00:00Z"));
        output.fact("theirs", OffsetDateTime.parse("2026-11-20T17:00:00+01:00"));
        output.fact("exact", OffsetDateTime.parse("2026-11-20T17:00:00.123456Z"));
        output.succeed();

        assertThat(out())
                .contains("\"ours\":\"2026-11-20T17:00:00.123Z\"", "\"even\":\"2026-11-20T17:00:00.000Z\"")
                .contains("\"theirs\":\"2026-11-20T17:00:00.000+01:00\"", "\"exact\":\"2026-11-20T17:00:00.123456Z\"");
    }

    @Test
    void aProgramGetsOneObjectWithTheFactsInOrder() {
        Output output = output(JSON, out);

        output.line("for people");
        output.note("for people");
        output.fact("device", "pe1");
        output.fact("took", Duration.ofNanos(1_234_567));
        output.fact("list", List.of(1, true, "x\u001b"));
        output.fact("none", null);
        output.succeed();

        assertThat(out())
                .isEqualTo("{\"device\":\"pe1\",\"took\":1.235,\"list\":[1,true,\"x\\u001B\"],\"none\":null}\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void anErrorIsTwoLinesForPeople() {
        ExitCode exit = output(Style.DEFAULT, out).fail(Problem.of(timeout()));

        assertThat(exit).isEqualTo(ExitCode.CONNECT);
        assertThat(err()).isEqualTo("""
                        error: connect to pe1 failed in CONNECT after 1.5 s: no answer
                          → look at the cable; --timeout gives it more time
                        """);
    }

    @Test
    void anErrorIsAnObjectForPrograms() {
        output(JSON, out).fail(Problem.of(timeout()));

        assertThat(out())
                .startsWith("{\"error\":{\"code\":\"connect-timeout\",\"message\":\"connect to pe1 failed")
                .contains(
                        "\"exit\":3,\"fate\":\"not-sent\",\"phase\":\"connect\",\"elapsedMs\":1500.0,\"retryable\":true");
        assertThat(err()).isEmpty();
    }

    @Test
    void everyRpcErrorIsShown() {
        RpcErrorException refused = new RpcErrorException(
                "edit-config on pe1",
                List.of(
                        RpcError.of(ErrorType.APPLICATION, ErrorTag.INVALID_VALUE, "no such vlan")
                                .withPath("/a:b", Map.of("a", "urn:a")),
                        RpcError.of(ErrorType.APPLICATION, ErrorTag.DATA_EXISTS, "there is \u009b2J one")));

        output(Style.DEFAULT, out).fail(Problem.of(refused));
        output(JSON, out).fail(Problem.of(refused));

        assertThat(err())
                .contains("invalid-value: no such vlan (at /a:b) (and 1 more)")
                .contains("       data-exists: there is \\u009b2J one");
        assertThat(out())
                .contains("\"rpcErrors\":[{\"type\":\"application\",\"tag\":\"invalid-value\",\"severity\":\"error\"")
                .contains("\"path\":\"/a:b\",\"pathNamespaces\":{\"a\":\"urn:a\"}");
    }

    @Test
    void aFaultOfOurOwnShowsItsStackOnlyWhenAskedTo() {
        Problem fault = Problem.internal(new IllegalStateException("oops"));

        assertThat(output(Style.DEFAULT, out).fail(fault)).isEqualTo(ExitCode.INTERNAL);
        assertThat(err())
                .contains("internal error: java.lang.IllegalStateException: oops")
                .doesNotContain("\tat ");

        output(new Style(false, ColorMode.NEVER, true), out).fail(fault);
        assertThat(err()).contains("\tat ");
        assertThat(Problem.internal(new ExecutionException(fault.cause())))
                .as("what another thread wrapped it in says nothing")
                .isEqualTo(fault);
        assertThat(fault.advice()).as("which every command has").contains("-vv");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() {
        Output output = output(Style.DEFAULT, failing("Broken pipe"));
        output.line("result");

        assertThat(output.succeed()).isEqualTo(ExitCode.BROKEN_PIPE);
        assertThat(err()).isEmpty();
    }

    @Test
    void aFullDiskBehindTheRedirectionIs() {
        Output output = output(Style.DEFAULT, failing("No space left on device"));
        output.line("result");

        assertThat(output.succeed()).isEqualTo(ExitCode.WRITE);
        assertThat(err()).contains("standard output could not be written: the disk is full");
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }

    @Test
    void whatADeviceSaysSteersNoTerminalInJsonEither() {
        Output output = output(JSON, out);
        output.fact("data", "a\u001b[2J\u007f\u009b2J\u202eb\u2066c\u2028d Z\u00fcrich \ud83d\ude00");
        output.succeed();

        assertThat(out())
                .containsIgnoringCase("a\\u001b[2J\\u007f\\u009b2J\\u202eb\\u2066c\\u2028d Z\u00fcrich \ud83d\ude00");
    }

    @Test
    void anErrorIsBrokenBetweenWordsOnATerminalAndOneLineElsewhere() {
        Terminal narrow = new Terminal(false, false, true, 40);
        Console console = new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                narrow,
                Map.of());
        new Output(console, new Style(false, ColorMode.NEVER, false)).fail(Problem.of(timeout()));

        assertThat(err().lines())
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        String broken = err();
        err.reset();
        output(new Style(false, ColorMode.NEVER, false), out).fail(Problem.of(timeout()));
        assertThat(err().lines()).hasSize(2);
        assertThat(broken.replaceAll("\\s+", " ")).isEqualTo(err().replaceAll("\\s+", " "));
    }
}
