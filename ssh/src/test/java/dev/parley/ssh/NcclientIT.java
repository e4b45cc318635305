package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.notification.NotificationSettings;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.simulator.yang.YangModules;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulated device, judged by a client that is not ours: ncclient over SSH, as users of it write their programs. */
@Timeout(180)
@Tag("any-jdk")
class NcclientIT {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String MODULE =
            "module example-system { yang-version 1.1; namespace \"urn:example:system\"; prefix s;"
                    + " revision 2026-01-01; container system { leaf name { type string; } } }";

    private static final List<String> SEEN = List.of(
            "session True",
            "base 1.1 True",
            "running pe1",
            "candidate grüße & <co>",
            "running grüße & <co>",
            "discarded grüße & <co>",
            "confirmed for a while",
            "cancelled grüße & <co>",
            "filter 1",
            "big True",
            "denied lock-denied protocol error",
            "ended True",
            "killed",
            "refused operation-not-supported",
            "schema True",
            "notification True",
            "wrong password refused");

    @BeforeAll
    static void isThere() throws IOException, InterruptedException {
        boolean there = Files.isExecutable(Path.of(PYTHON))
                && new ProcessBuilder(PYTHON, "-c", "import ncclient")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(there, "ncclient is not installed (Debian: apt-get install python3-ncclient)");
    }

    private static DeviceSimulator.Builder device(HostKeys keys, SshUser user) {
        return DeviceSimulator.builder()
                .ssh(SshSettings.of(keys, user))
                .running("<system xmlns='urn:example:system'><name>pe1</name></system>")
                .modules(YangModules.of(MODULE))
                .notifications(NotificationSettings.usual().withServerEvents())
                .on(
                        "urn:example:transport",
                        "fill",
                        request -> Answer.generated(
                                Long.parseLong(request.operation().text())));
    }

    @Test
    void aWholeConversationWithAPassword() throws Exception {
        HostKeys keys = HostKeys.generate(Kind.ED25519);
        try (DeviceSimulator device =
                device(keys, SshUser.named("admin").password("secret")).start()) {
            assertThat(talk(device, keys, "password", "secret")).isEqualTo(SEEN);
        }
    }

    @Test
    void theSameWithAKeyAndRepliesInCrumbs(@TempDir Path folder) throws Exception {
        HostKeys keys = HostKeys.generate(Kind.RSA);
        KeyPair user = HostKeys.newPair(Kind.ECDSA);
        Path file = folder.resolve("id_ecdsa");
        try (BufferedWriter out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(user.getPrivate());
        }
        try (DeviceSimulator device = device(
                        keys, SshUser.named("admin").key(user.getPublic()).password("secret"))
                .faults(FaultPlan.always(ReplyFault.every(new ReplyFault.Chunks(7))))
                .start()) {
            assertThat(talk(device, keys, "key", file.toString())).isEqualTo(SEEN);
        }
    }

    private static List<String> talk(DeviceSimulator device, HostKeys keys, String how, String secret)
            throws IOException, InterruptedException, URISyntaxException {
        String hostKey = HostKeys.line(keys.publicKeys().get(0)).split(" ")[1];
        Path script = Path.of(NcclientIT.class.getResource("/ncclient-talks.py").toURI());
        List<String> command = new ArrayList<>(List.of(PYTHON, "-B", script.toString()));
        command.addAll(List.of(String.valueOf(device.port()), hostKey, how, "admin", secret));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process python = builder.start();
        try {
            python.getOutputStream().close();
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(python.exitValue()).as(said).isZero();
            return said.lines().toList();
        } finally {
            python.destroyForcibly();
        }
    }
}
