package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** parley audit: what is broken, what has changed, and with which status it ends. */
@Timeout(90)
class AuditCommandTest {
    @TempDir
    private Path folder;

    /** Hastier than one would be with a device of others. */
    private static String[] audit(TestDevice device, String... more) {
        List<String> all = new ArrayList<>(List.of("--pause", "1ms", "--patience", "300ms"));
        all.addAll(Arrays.asList(more));
        return device.command("audit", all.toArray(String[]::new));
    }

    @Test
    void whatIsBrokenIsPrintedWithItsSourceAndItsRemedy() throws IOException {
        Path sarif = folder.resolve("audit.sarif");
        Path html = folder.resolve("audit.html");
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain()
                    .run(audit(device, "--fail-on", "high", "--sarif", sarif.toString(), "--html", html.toString()));

            assertThat(result.err()).startsWith("✓ " + html + ": a page of ");
            assertThat(result.status()).isEqualTo(ExitCode.FINDINGS.status());
            assertThat(result.out())
                    .startsWith(device.url() + "  bcp195, ")
                    .contains("""
                              ✗ high  A-22.4  :url takes file or ftp
                                  file
                                  our rule: with file and ftp, whoever may copy a configuration reads and writes elsewhere (RFC 6241 section 9)
                                  → remove file and ftp from the schemes of :url
                            """)
                    .contains(" kept, ")
                    .doesNotContain("✓");
            assertThat(sarif).content(StandardCharsets.UTF_8).contains("\"ruleId\":\"A-22.4\"");
            assertThat(html)
                    .content(StandardCharsets.UTF_8)
                    .startsWith("<!DOCTYPE html>")
                    .contains(">A-22.4<");
        }
    }

    @Test
    void onlyWhatHasChangedIsShownBesideABaseline() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        try (TestDevice device = TestDevice.start(folder)) {
            Result first = Shell.plain().run(audit(device, "--json"));
            assertThat(first.status()).isZero();
            assertThat(first.out()).startsWith("{\"audits\":[{\"target\":\"" + device.url() + "\"");
            Files.writeString(baseline, first.out());

            Result same = Shell.plain().run(audit(device, "--baseline", baseline.toString()));
            assertThat(same.out()).isEqualTo(device.url() + "  nothing has changed\n\n");

            Files.writeString(
                    baseline,
                    first.out()
                            .replace(
                                    "\"id\":\"A-22.4\",\"severity\":\"high\",\"outcome\":\"failed\"",
                                    "\"id\":\"A-22.4\",\"severity\":\"high\",\"outcome\":\"passed\""));
            Result changed = Shell.plain().run(audit(device, "--baseline", baseline.toString()));
            assertThat(changed.out())
                    .startsWith(device.url() + "  1 changed\n"
                            + "  ✗ high  A-22.4  :url takes file or ftp  (was passed)\n");
        }
    }

    @Test
    void severalDevicesAtOnceAndOneThatIsNotThere() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run(audit(device, "tls://no-such-host.invalid", "--all"));

            assertThat(result.status()).isEqualTo(ExitCode.CONNECT.status());
            assertThat(result.out()).contains(device.url(), "  ✓  A-01.1  SSL 2.0 is refused");
            assertThat(result.err()).contains("connect to tls://no-such-host.invalid:6513 failed in RESOLVE");
        }
    }

    @Test
    void withoutAnybodyToBelieveNobodyIsShownOurCertificate() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run("audit", device.url(), "--all", "--pause", "1ms", "--patience", "300ms");

            assertThat(result.status()).isZero();
            assertThat(result.out())
                    .contains("  ? not testable  A-10.1  the chain leads to a trusted authority\n")
                    .contains("  ? not testable  A-22.3  base:1.1 with chunks is spoken\n");
        }
    }

    @Test
    void whatCannotBeUsedIsSaid() {
        assertThat(Shell.plain().run("audit").status()).isEqualTo(ExitCode.INPUT.status());
        assertThat(Shell.plain().run("audit", "tls://pe1", "--fail-on", "grave").err())
                .contains("\"grave\" is none of info, low, medium, high, critical");
        assertThat(Shell.plain()
                        .run(
                                "audit",
                                "tls://pe1",
                                "--html",
                                folder.resolve("none/audit.html").toString())
                        .err())
                .contains("there is no folder " + folder.resolve("none"));
        assertThat(Shell.plain().run("audit", "tls://pe1", "--parallel", "0").err())
                .contains("--parallel 0 is not from 1 to 32");
    }
}
