package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.terminal.Console;
import dev.parley.cli.terminal.StandardOutput;
import dev.parley.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

@Tag("any-jdk")
class HelpTest {

    static Stream<String> commands() {
        return Commands.names();
    }

    static Stream<String> commandsAndThoseBelow() {
        return specs().map(HelpTest::words);
    }

    private static Stream<CommandSpec> specs() {
        return Commands.all(new Console(
                InputStream.nullInputStream(),
                StandardOutput.to(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Terminal.NONE,
                Map.of()));
    }

    private static String words(CommandSpec command) {
        return command.qualifiedName().replaceFirst("^parley ", "");
    }

    @ParameterizedTest
    @MethodSource("commandsAndThoseBelow")
    void everyCommandHasHelpWithExamples(String command) {
        Result help = Shell.plain().run((command + " --help").split(" "));

        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("Usage  parley " + command, "Examples\n  ", "Common\n", "--json")
                .containsPattern("Examples\n(?s:.*)parley " + command)
                .doesNotContain("${", "%n", "%%", "@|");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
        for (String heading : List.of("Exit status", "Examples")) {
            assertThat(help.out()
                            .lines()
                            .dropWhile(line -> !line.equals(heading))
                            .skip(1)
                            .takeWhile(line -> !line.isEmpty()))
                    .allMatch(line -> line.startsWith("  "), "is not broken by the width of the terminal");
        }
        assertThat(help.err()).isEmpty();
    }

    /** Picocli prints what it cannot format as it is, and says so on a standard error that is none of ours. */
    @Test
    void everyLineOfTheHelpCanBeFormatted() {
        assertThat(specs()).allSatisfy(command -> {
            UsageMessageSpec usage = command.usageMessage();
            Stream<String> texts = Stream.of(
                            Stream.of(usage.header(), usage.description(), usage.footer()),
                            command.options().stream().map(HelpTest::written))
                    .flatMap(some -> some)
                    .flatMap(Stream::of);
            assertThat(texts)
                    .allSatisfy(text -> assertThat(String.format(Locale.ROOT, text))
                            .as("%s of %s", text, words(command))
                            .isNotNull());
        });
    }

    /** The description as it stands in the source; picocli itself gives none but what has been formatted. */
    private static String[] written(OptionSpec option) {
        return ((Field) option.userObject()).getAnnotation(Option.class).description();
    }

    @Test
    void aVeryNarrowTerminalIsNoObstacle() {
        assertThat(Shell.onTerminal(40).run("hello", "--help").status()).isZero();
        assertThat(Shell.onTerminal(40).run("hello").err()).contains("DEVICE is not given");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsFoundByItsNameAlone(String command) {
        assertThat(Shell.plain().run("--help").out()).containsPattern("(?m)^  " + command + " +[A-Z]");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAManualPage(String command) {
        Result page = Shell.plain().run("man", command);

        assertThat(page.status()).isZero();
        assertThat(page.out())
                .startsWith(".TH \"PARLEY-" + command.toUpperCase(Locale.ROOT) + "\" 1")
                .contains(".SH SYNOPSIS", ".SH OPTIONS", ".SH EXAMPLES", ".SH EXIT STATUS")
                .doesNotContain("${", "@|");
    }

    @Test
    void theCommandItselfHasHelpAManualAndAVersion() {
        assertThat(Shell.plain().run().out())
                .isEqualTo(Shell.plain().run("--help").out());
        assertThat(Shell.plain().run("man").out()).contains("parley\\-edit\\-config");
        assertThat(Shell.plain().run("--version").out()).matches("(?s)parley \\d+\\.\\d+.*\nJava \\d.*\n");
    }

    @Test
    void helpIsColoredOnATerminal() {
        assertThat(Shell.onTerminal().run("get", "--help").out()).contains("\u001b[");
        assertThat(Shell.onTerminal().with("NO_COLOR", "1").run("get", "--help").out())
                .doesNotContain("\u001b[");
    }

    @Test
    void completionKnowsCommandsAndTheirOptions() {
        for (String shell : List.of("bash", "zsh")) {
            Result script = Shell.plain().run("completion", shell);

            assertThat(script.status()).isZero();
            assertThat(script.out()).contains("complete -F", "edit-config", "--with-defaults", "report-all-tagged");
        }
        assertThat(Shell.plain().run("completion", "fish").status()).isEqualTo(2);
    }

    @Test
    void aSlipIsAnsweredWithASuggestion() {
        assertThat(Shell.plain().run("get-confg", "x")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err())
                    .contains("there is no command \"get-confg\"", "did you mean get-config?")
                    .doesNotContain("\tat ");
        });
        assertThat(Shell.plain().run("frobnicate").err()).contains("→ parley --help shows everything");
        assertThat(Shell.plain().run("get-config", "pe1", "--timout", "1s").err())
                .contains("Unknown option", "did you mean --timeout?");
        assertThat(Shell.plain().run("get-config").err()).isEqualTo("""
                        error: DEVICE is not given
                          → parley get-config --help shows how it is meant
                        """);
    }

    @Test
    void misuseIsAnObjectForProgramsToo() {
        Result result = Shell.plain().run("get-config", "--json");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).startsWith("{\"error\":{\"code\":\"usage\",").endsWith("}\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aManualPageOfNothingIsRefused() {
        assertThat(Shell.plain().run("man", "nothing").err()).contains("there is no command \"nothing\"");
    }
}
