package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.Answer;
import dev.parley.simulator.Request;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --trace} shows, and what neither it nor an error ever shows: every secret here has {@code zq} in it. */
class TraceTest {
    private static final String ECHO = "urn:example:echo";

    @TempDir
    private static Path keys;

    private static TestDevice device;

    /** The device sends back what stands in the request: as data, or in an error. */
    @BeforeAll
    static void start() throws IOException {
        device = TestDevice.start(
                keys,
                description -> description
                        .on(ECHO, "data", request -> Answer.content("<data>" + content(request) + "</data>"))
                        .on(
                                ECHO,
                                "error",
                                request -> Answer.content("<rpc-error><error-type>application</error-type>"
                                        + "<error-tag>invalid-value</error-tag><error-severity>error</error-severity>"
                                        + "<error-info>" + content(request) + "</error-info></rpc-error>")));
    }

    private static String content(Request request) {
        String text = request.text();
        return text.substring(text.indexOf("<user"), text.indexOf("</user>") + "</user>".length());
    }

    @AfterAll
    static void stop() {
        device.close();
    }

    private static String user(String secret) {
        return "<user xmlns=\"urn:x\"><name>ann</name>" + secret + "<uid>1001</uid></user>";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<password>zq</password>",
                "<v:pre-shared-key xmlns:v='urn:v'>zq</v:pre-shared-key>",
                "<login community='zq' value='1'/>",
                "<secret value='zq'/>",
                "<passphrase><![CDATA[zq]]>&amp;<!-- zq -->zq</passphrase>",
                "<key><type>7</type><value>zq</value></key>",
                "<cmd>username ann passw<![CDATA[ord]]> zq</cmd>",
            })
    void noSecretIsShownAndTheRestIs(String secret) {
        Result edited = Shell.plain().run(device.command("edit-config", user(secret), "--trace"));
        Result answered = Shell.plain()
                .run(device.command(
                        "rpc", "<data xmlns=\"" + ECHO + "\">" + user(secret) + "</data>", "--trace", "--timeline"));
        Result refused = Shell.plain()
                .run(device.command("rpc", "<error xmlns=\"" + ECHO + "\">" + user(secret) + "</error>", "--trace"));

        assertThat(edited.err()).contains("→ sent ", "<edit-config>").doesNotContain("zq");
        assertThat(answered.err()).contains("→ sent ", "← received ").doesNotContain("zq");
        assertThat(refused.err()).contains("error: ", "invalid-value {user=…}").doesNotContain("zq");
        for (Result result : new Result[] {edited, answered, refused}) {
            assertThat(result.err()).contains("<capability>", "***", "<name>ann</name>", "<uid>1001</uid>");
        }
    }

    @Test
    void theTraceIsIndentedAndEachMessageHasALineOfItsOwn() {
        Result result = Shell.plain()
                .run(device.command("rpc", "<login xmlns=\"urn:x\"><password>zq</password></login>", "--trace"));

        assertThat(result.err().lines())
                .anyMatch(line -> line.matches("→ sent \\d+ bytes at \\d\\d:\\d\\d:\\d\\d\\.\\d{3}"))
                .anyMatch(line -> line.matches("← received .* at .*"))
                .contains("      <password>***</password>");
    }
}
