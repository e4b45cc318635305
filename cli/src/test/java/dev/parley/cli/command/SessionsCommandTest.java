package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** parley sessions: who talks to a device, and who holds which lock. */
@Timeout(60)
class SessionsCommandTest {
    @TempDir
    private Path keys;

    @Test
    void ourSessionIsAmongThem() throws IOException {
        try (TestDevice device = TestDevice.start(keys)) {
            Result result = Shell.plain().run(device.command("sessions"));

            assertThat(result.status()).isZero();
            assertThat(result.out().lines().findFirst())
                    .contains(
                            "   ID  TRANSPORT  USER      FROM       SINCE                  REQUESTS  BAD  ERRORS  NOTIFICATIONS");
            assertThat(result.out())
                    .containsPattern(
                            "\\n\\*   1  tls        operator  127\\.0\\.0\\.1  20[0-9: -]{17} Z         1    0       0              0\\n")
                    .containsPattern("\\nup since       20[0-9: -]{17} Z\\n")
                    .contains("\nsessions       1 opened, 0 dropped, 0 bad hellos\n")
                    .contains("\nrequests       1, 0 answered with an error; 0 messages that were none\n")
                    .doesNotContain("locked");
        }
    }

    @Test
    void aLockIsShownWithItsHolder() throws IOException {
        try (TestDevice device = TestDevice.start(keys)) {
            device.simulator().datastores().lock(77, Datastore.RUNNING);

            assertThat(Shell.plain().run(device.command("sessions")).out())
                    .containsPattern("\\n\\nrunning is locked by session 77 since 20[0-9: -]{17} Z\\n\\n");
            assertThat(Shell.plain().run(device.command("sessions", "--json")).out())
                    .containsPattern(
                            "\"locks\":\\[\\{\"datastore\":\"running\",\"session\":77,\"since\":\"20[^\"]*\"}]")
                    .containsPattern(
                            "\"sessionId\":2,\"sessions\":\\[\\{\"id\":2,\"own\":true,\"transport\":\"netconf-tls\","
                                    + "\"user\":\"operator\",\"host\":\"127.0.0.1\",\"since\":\"[^\"]*\",\"inRpcs\":1,")
                    .contains("\"inSessions\":2,\"droppedSessions\":0,");
        }
    }

    @Test
    void partsThatAreLockedAndWhatIsUnknownAreShownToo() throws IOException {
        String state =
                "<netconf-state xmlns='" + Namespaces.MONITORING + "'><datastores><datastore><name>running</name>"
                        + "<locks><partial-lock><lock-id>1</lock-id><locked-by-session>4</locked-by-session>"
                        + "<select>/a:b</select><locked-node>/a:b[1]</locked-node></partial-lock></locks></datastore>"
                        + "<datastore><name>candidate</name><locks><global-lock><locked-by-session>0</locked-by-session>"
                        + "</global-lock></locks></datastore></datastores>"
                        + "<sessions><session><session-id>4</session-id><username>fr\u009b1med\n*</username></session></sessions>"
                        + "</netconf-state>";
        try (TestDevice device =
                TestDevice.start(keys, description -> description.state(() -> DataTree.parse(state)))) {
            assertThat(Shell.plain().run(device.command("sessions")).status()).isEqualTo(ExitCode.NOT_SENT.status());
            assertThat(Shell.plain().run(device.command("sessions", "--force")).out())
                    .contains("\n   4  -          fr\\u009b1med *  -     -             -    -       -              -\n")
                    .contains("part of running is locked by session 4 (fr\\u009b1med *): /a:b[1]\n")
                    .contains("candidate is locked by somebody outside NETCONF\n")
                    .doesNotContain("up since");
            assertThat(Shell.plain()
                            .run(device.command("sessions", "--force", "--json"))
                            .out())
                    .contains("\"inRpcs\":null")
                    .contains("\"statistics\":null");
        }
    }
}
