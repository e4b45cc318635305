package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.simulator.Answer;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.datastore.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangingTest {
    private static final String RENAME =
            "<system xmlns=\"" + SampleDevice.SYSTEM + "\"><hostname>pe2</hostname></system>";
    private static final String DELETE_MISSING = "<system xmlns=\"" + SampleDevice.SYSTEM
            + "\" xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><contact nc:operation=\"delete\"/></system>";

    @TempDir
    private Path folder;

    private TestDevice device;

    @BeforeEach
    void start() throws IOException {
        device = TestDevice.start(folder);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private static List<String> steps(Result result) {
        return result.out().lines().map(line -> line.replaceAll("  +.*", "")).toList();
    }

    private String running() {
        return device.simulator().datastores().read(Datastore.RUNNING).toXml();
    }

    private String candidate() {
        return device.simulator().datastores().read(Datastore.CANDIDATE).toXml();
    }

    private void assertNothingIsLeftBehind() {
        assertThat(device.simulator().datastores().lockHolder(Datastore.CANDIDATE))
                .isEmpty();
        assertThat(candidate()).isEqualTo(running());
    }

    @Test
    void aChangeGoesTheWholeWay() {
        Result result = Shell.plain().run(device.command("edit-config", RENAME, "--validate", "--commit"));

        assertThat(result.status()).isZero();
        assertThat(steps(result))
                .containsExactly(
                        "✓ lock candidate",
                        "✓ edit candidate",
                        "✓ validate candidate",
                        "✓ commit",
                        "✓ unlock candidate");
        assertThat(running()).contains("<hostname>pe2</hostname>", "rack 4");
        assertNothingIsLeftBehind();
    }

    @Test
    void whatFailsIsUndone() {
        Result result = Shell.plain().run(device.command("edit-config", DELETE_MISSING, "--commit"));

        assertThat(result.status()).isEqualTo(6);
        assertThat(steps(result))
                .containsExactly("✓ lock candidate", "✗ edit candidate", "✓ discard-changes", "✓ unlock candidate");
        assertThat(result.err()).startsWith("error: edit-config on 127.0.0.1:").contains("data-missing");
        assertNothingIsLeftBehind();
    }

    @Test
    void aCommitThatIsRefusedIsUndoneToo() throws IOException {
        RpcError refusal = RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "hardware says no");
        device.close();
        device = TestDevice.start(
                folder.resolve("2"), description -> description.on("commit", request -> Answer.refused(refusal)));

        Result result = Shell.plain().run(device.command("edit-config", RENAME, "--commit"));

        assertThat(result.status()).isEqualTo(6);
        assertThat(steps(result)).contains("✗ commit", "✓ discard-changes", "✓ unlock candidate");
        assertThat(result.err()).contains("hardware says no");
        assertThat(running()).doesNotContain("pe2");
        assertNothingIsLeftBehind();
    }

    @Test
    void programsSeeTheStepsOfAFailureToo() {
        Result result = Shell.plain().run(device.command("edit-config", DELETE_MISSING, "--commit", "--json"));

        assertThat(result.out())
                .contains("\"target\":\"candidate\",\"steps\":[{\"step\":\"lock candidate\",\"ok\":true,\"tookMs\":")
                .contains("{\"step\":\"edit candidate\",\"ok\":false,")
                .contains("{\"step\":\"discard-changes\",\"ok\":true,")
                .contains("\"error\":{\"code\":\"rpc-error\",", "\"tag\":\"data-missing\"");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void withoutACommitTheCandidateWaits() {
        Result result = Shell.plain().run(device.command("edit-config", RENAME));

        assertThat(steps(result)).containsExactly("✓ edit candidate");
        assertThat(result.err()).contains("in force after: parley commit tls://127.0.0.1:");
        assertThat(running()).doesNotContain("pe2");
        assertThat(candidate()).contains("pe2");

        assertThat(steps(Shell.plain().run(device.command("validate")))).containsExactly("✓ validate candidate");
        assertThat(steps(Shell.plain().run(device.command("discard")))).containsExactly("✓ discard-changes");
        assertThat(candidate()).doesNotContain("pe2");
    }

    @Test
    void whatWasEditedWithoutALockIsNotDiscarded() {
        Shell.plain().run(device.command("edit-config", RENAME));

        Result result = Shell.plain().run(device.command("edit-config", DELETE_MISSING, "--commit", "--no-lock"));

        assertThat(steps(result)).containsExactly("✗ edit candidate");
        assertThat(result.err()).contains("the candidate may hold a part of the change: parley discard");
        assertThat(candidate()).contains("pe2");
    }

    @Test
    void runningIsEditedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("change.xml"), "<config>" + RENAME + "</config>");

        Result result =
                Shell.plain().run(device.command("edit-config", file.toString(), "--target", "running", "--lock"));

        assertThat(steps(result)).containsExactly("✓ lock running", "✓ edit running", "✓ unlock running");
        assertThat(running()).contains("pe2");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aDeviceWithoutCandidateIsEditedInRunning() throws IOException {
        device.close();
        device = TestDevice.start(folder.resolve("2"), d -> d.features(Feature.WRITABLE_RUNNING));

        assertThat(steps(Shell.plain().run(device.command("edit-config", RENAME))))
                .containsExactly("✓ edit running");

        Result result = Shell.plain().run(device.command("edit-config", RENAME, "--commit"));
        assertThat(result.status()).isEqualTo(8);
        assertThat(result.err())
                .contains("which the device did not announce")
                .contains("→ parley hello shows what the device announces; --force sends it all the same");
        assertThat(Shell.plain()
                        .run(device.command("edit-config", RENAME, "--commit", "--force"))
                        .status())
                .isEqualTo(6);
    }

    @Test
    void contradictionsAreRefusedBeforeAnythingIsSent() {
        record Misuse(String says, List<String> arguments) {}
        List<Misuse> misuses = List.of(
                new Misuse("--lock and --no-lock exclude each other", List.of("--lock", "--no-lock")),
                new Misuse("--commit is for the candidate", List.of("--target", "running", "--commit")),
                new Misuse("--validate is for the candidate", List.of("--target", "running", "--validate")),
                new Misuse("the startup datastore cannot be edited", List.of("--target", "startup")),
                new Misuse("so the change would be lost", List.of("--lock")),
                new Misuse("undone when its session ends", List.of("--commit", "--confirmed")),
                new Misuse("belong to a confirmed commit only", List.of("--commit", "--persist", "x")));

        for (Misuse misuse : misuses) {
            List<String> arguments = new ArrayList<>(List.of(RENAME));
            arguments.addAll(misuse.arguments);
            Result result = Shell.plain().run(device.command("edit-config", arguments.toArray(String[]::new)));

            assertThat(result.status()).as(misuse.says).isEqualTo(2);
            assertThat(result.err()).contains(misuse.says);
        }
        assertThat(running()).doesNotContain("pe2");
        assertThat(candidate()).doesNotContain("pe2");
    }

    @Test
    void brokenXmlIsReportedWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("change.xml"), "<system>\n  <hostname>pe2</hostnam>\n</system>");

        Result result = Shell.plain().run(device.command("edit-config", file.toString()));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("change.xml: ", "line 2, column ");
        assertThat(Shell.plain()
                        .run(device.command("edit-config", "nowhere.xml"))
                        .err())
                .isEqualTo("""
                        error: cannot read nowhere.xml: there is no such file
                          → give a file, - for standard input, or the XML itself
                        """);
        assertThat(Shell.plain().run(device.command("edit-config", "-")).err()).contains("standard input is empty");
    }

    @Test
    void aConfirmedCommitIsConfirmedByItsToken() {
        Result first = Shell.plain()
                .run(device.command(
                        "edit-config", RENAME, "--confirmed", "--confirm-timeout", "5m", "--persist", "t1"));

        assertThat(first.status()).isZero();
        assertThat(steps(first)).contains("✓ confirmed commit");
        assertThat(first.err()).contains("→ confirm it within 5 min 0 s: parley commit ", " --persist-id t1");
        assertThat(device.simulator().datastores().isCommitPending()).isTrue();

        Result second = Shell.plain().run(device.command("commit", "--persist-id", "t1"));

        assertThat(steps(second)).containsExactly("✓ commit");
        assertThat(device.simulator().datastores().isCommitPending()).isFalse();
        assertThat(running()).contains("pe2");
    }

    @Test
    void aConfirmedCommitIsCancelledByItsToken() {
        Shell.plain().run(device.command("edit-config", RENAME, "--confirmed", "--persist", "t1"));

        Result result = Shell.plain().run(device.command("cancel-commit", "--persist-id", "t1"));

        assertThat(steps(result)).containsExactly("✓ cancel-commit");
        assertThat(running()).doesNotContain("pe2");
    }

    @Test
    void onATerminalTheAnswerConfirms() {
        Result kept = Shell.onTerminal()
                .typing("y\n")
                .run(device.command("edit-config", RENAME, "--confirmed", "--color", "never"));

        assertThat(kept.err()).contains("The change is in force. Keep it?", "[y/N]");
        assertThat(steps(kept)).contains("✓ confirmed commit", "✓ confirming commit", "✓ unlock candidate");
        assertThat(running()).contains("pe2");
        assertThat(device.simulator().datastores().isCommitPending()).isFalse();
    }

    @Test
    void onATerminalAnyOtherAnswerTakesItBack() {
        Result dropped = Shell.onTerminal()
                .typing("\n")
                .run(device.command("edit-config", RENAME, "--confirmed", "--color", "never"));

        assertThat(dropped.status()).isZero();
        assertThat(steps(dropped)).contains("✓ confirmed commit", "✓ cancel-commit");
        assertThat(running()).doesNotContain("pe2");
    }

    @Test
    void wholeConfigurationsAreCopiedAndDeleted() throws IOException {
        Path file = Files.writeString(folder.resolve("whole.xml"), RENAME);

        assertThat(steps(Shell.plain().run(device.command("copy-config", "running", "startup"))))
                .containsExactly("✓ copy running to startup");
        assertThat(device.simulator().datastores().read(Datastore.STARTUP).toXml())
                .contains("rack 4");
        assertThat(steps(Shell.plain().run(device.command("delete-config", "startup"))))
                .containsExactly("✓ delete startup");
        assertThat(steps(Shell.plain().run(device.command("copy-config", file.toString(), "running", "--lock"))))
                .containsExactly(
                        "✓ lock running",
                        "✓ copy config of " + RENAME.length() + " bytes to running",
                        "✓ unlock running");
        assertThat(running()).contains("pe2").doesNotContain("rack 4");
    }

    @Test
    void copiesThatMakeNoSenseAreRefused() {
        assertThat(Shell.plain()
                        .run(device.command("copy-config", "running", "running"))
                        .err())
                .contains("source and target are the same");
        assertThat(Shell.plain()
                        .run(device.command("copy-config", "running", "here.xml"))
                        .err())
                .contains("neither a datastore (running, candidate, startup) nor a URL");
        assertThat(Shell.plain()
                        .run(device.command("copy-config", "running", "candidate", "--lock"))
                        .err())
                .contains("so the copy would be lost");
        assertThat(Shell.plain().run(device.command("delete-config", "running")).err())
                .contains("the running datastore cannot be deleted");
    }

    @Test
    void theHolderOfALockIsNamed() throws IOException {
        device.simulator().datastores().lock(4_711, Datastore.CANDIDATE);

        Result result = Shell.plain().run(device.command("edit-config", RENAME, "--commit"));

        assertThat(result.status()).isEqualTo(6);
        assertThat(steps(result)).containsExactly("✗ lock candidate");
        assertThat(result.err()).contains("lock-denied", "→ session 4711 holds the lock");
        assertThat(Shell.plain().run(device.command("kill-session", "4711")).status())
                .isEqualTo(6);
    }

    @Test
    void warningsOfTheDeviceArePassedOn() throws IOException {
        try (TestDevice warning = TestDevice.suffering(folder.resolve("2"), NamedFault.parse("reply-with-warning"))) {
            Result result = Shell.plain().run(warning.command("validate"));

            assertThat(result.status()).isZero();
            assertThat(result.err()).startsWith("warning: ").contains("statement has no contents");
        }
    }

    @Test
    void sessionIdsAreNumbers() {
        assertThat(Shell.plain().run(device.command("kill-session", "abc")).status())
                .isEqualTo(2);
        assertThat(Shell.plain().run(device.command("kill-session", "0")).err()).contains("from 1 to 4294967295");
    }
}
