package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.device.NetworkAccess;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the README shows of audits is the code here, which compiles. */
@Timeout(60)
class ReadmeTest {
    private static final Pattern COMPILED = Pattern.compile("// shown from here\\n(.*?)// to here", Pattern.DOTALL);

    @Test
    void theExampleOfAnAuditIsTheOneThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/parley/audit/ReadmeTest.java"));
        Matcher compiled = COMPILED.matcher(source);

        assertThat(compiled.find()).isTrue();
        assertThat(Files.readString(Path.of("..", "README.md")).replaceAll("\\s+", ""))
                .contains("```java" + compiled.group(1).replaceAll("\\s+", "") + "```");
        try (DeviceSimulator device = DeviceSimulator.builder()
                .ssh(SshSettings.of(
                        HostKeys.generate(), SshUser.named("operator").password("secret")))
                .start()) {
            AuditReport report = example(Device.of(new SshPlace("127.0.0.1", device.port())));
            assertThat(report.target()).isEqualTo("ssh://127.0.0.1:" + device.port());
        }
    }

    /** The audit stands below the module that speaks SSH, and takes any access of that scheme. */
    private record SshPlace(String host, int port) implements NetworkAccess {
        @Override
        public String scheme() {
            return "ssh";
        }
    }

    private static AuditReport example(Device pe1) {
        // shown from here
        AuditReport report = Audit.of(pe1).withProfile(Profile.BCP195).run();
        report.failures().forEach(System.out::println);
        // to here
        return report;
    }
}
