package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows of SSH is the code here, which compiles. */
class ReadmeTest {
    private static final Pattern COMPILED = Pattern.compile("// shown from here\\n(.*?)// to here", Pattern.DOTALL);

    @Test
    void theExampleOfSshIsTheOneThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/parley/ssh/ReadmeTest.java"));
        Matcher compiled = COMPILED.matcher(source);

        assertThat(compiled.find()).isTrue();
        assertThat(Files.readString(Path.of("..", "README.md")).replaceAll("\\s+", ""))
                .contains("```java" + compiled.group(1).replaceAll("\\s+", "") + "```");
        assertThat(example().label()).isEqualTo("pe2.example.net:830");
    }

    private static Device example() {
        // shown from here
        Ssh ssh = Ssh.trusting(HostKeys.knownHosts())
                .as("admin", SshLogin.agent(), SshLogin.keyFile(Path.of("id_ed25519")));
        Device pe2 = SshAccess.device("pe2.example.net", ssh.via("bastion.example.net", ssh));
        // to here
        return pe2;
    }
}
