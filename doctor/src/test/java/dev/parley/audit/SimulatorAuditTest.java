package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.OpenException;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.ssh.Algorithms;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device that speaks NETCONF: what is behind its door, over TLS, over SSH and in the clear. */
@Timeout(60)
class SimulatorAuditTest {
    private static final DevicePki PKI = DevicePki.create();
    private static final Tls TLS = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())))
            .withIdentity(TlsIdentity.of(PKI.client().key(), PKI.client().chain()));

    @TempDir
    private Path folder;

    private static Audit audit(Device device) {
        return Audit.of(device).withPause(Duration.ZERO).withPatience(Duration.ofMillis(500));
    }

    private static Audit audit(DeviceSimulator device) {
        return audit(Device.tls("localhost", device.port(), TLS));
    }

    private static DeviceSimulator.Builder secured() {
        return DeviceSimulator.builder().tls(TlsSettings.of(PKI).versions(TlsSettings.Version.TLS_1_3));
    }

    @Test
    void aDeviceOfTls13() {
        try (DeviceSimulator device = secured().start()) {
            List<Finding> told = new ArrayList<>();
            Audit audit = audit(device);
            AuditReport report = audit.run(told::add);

            assertThat(AuditedServer.broken(report))
                    .as(AuditedServer.words(report))
                    .containsExactlyInAnyOrder(
                            Rule.TLS_1_2,
                            Rule.STAPLING,
                            Rule.REVOCATION_SOURCE,
                            Rule.UNKNOWN_NAME,
                            Rule.QUANTUM,
                            // as the JDK has it, and as its capabilities say
                            Rule.TLS_1_3_MORE_SUITES,
                            Rule.URL_SCHEMES);
            assertThat(told).containsExactlyInAnyOrderElementsOf(report.findings());
            assertThat(report.findings()).hasSize(audit.rules());
            assertThat(report.finding(Rule.SESSION_IDS).orElseThrow().outcome()).isEqualTo(Outcome.PASSED);
            assertThat(report.finding(Rule.CLOSE_NOTIFY).orElseThrow().outcome())
                    .isEqualTo(Outcome.PASSED);
            assertThat(report.finding(Rule.NOBODY_LET_IN).orElseThrow().observed())
                    .startsWith("in TLS 1.3 without a certificate, the server sent the alert ");
        }
    }

    @Test
    void everySessionHasTheSameNumber() {
        try (DeviceSimulator device = secured()
                .faults(FaultPlan.always(new HelloFault.SessionId("7")))
                .start()) {
            AuditReport report = audit(device).run();

            assertThat(AuditedServer.broken(report)).contains(Rule.SESSION_IDS).doesNotContain(Rule.CLOSE_NOTIFY);
            assertThat(report.finding(Rule.SESSION_IDS).orElseThrow().observed())
                    .isEqualTo("two sessions at a time have the numbers 7 and 7");
        }
    }

    @Test
    void sessionsEndWithoutAGoodbye() {
        try (DeviceSimulator device = secured()
                .faults(FaultPlan.always(new Break(new Moment.AfterReply(1), Ending.FIN)))
                .start()) {
            AuditReport report = audit(device).run();

            assertThat(AuditedServer.broken(report)).contains(Rule.CLOSE_NOTIFY).doesNotContain(Rule.SESSION_IDS);
        }
    }

    @Test
    void baseOneAloneAndFilesByUrl() {
        try (DeviceSimulator device = secured().base10Only().start()) {
            AuditReport report = audit(device).run();

            assertThat(AuditedServer.broken(report)).contains(Rule.BASE_1_1, Rule.URL_SCHEMES);
            assertThat(report.finding(Rule.URL_SCHEMES).orElseThrow().observed())
                    .isEqualTo("file");
        }
    }

    @Test
    void netconfInTheClear() {
        try (DeviceSimulator device = DeviceSimulator.builder().clearText().start();
                DeviceSimulator good = secured().start()) {
            AuditReport report =
                    audit(Device.tls("localhost", device.port(), TLS)).run();
            assertThat(AuditedServer.broken(report)).containsExactly(Rule.PLAINTEXT);
            assertThat(report.notTestable()).hasSize(report.findings().size() - 1);

            AuditReport beside =
                    audit(good).withPlaintextPorts(List.of(device.port())).run();
            assertThat(beside.finding(Rule.PLAINTEXT).orElseThrow().observed())
                    .isEqualTo("port " + device.port() + " says hello in the clear");
        }
    }

    @Test
    void withoutAnIdentityWhatIsBehindTheDoorIsNotTestable() {
        try (DeviceSimulator device = secured().start()) {
            AuditReport report = Audit.tls("localhost", device.port())
                    .withPause(Duration.ZERO)
                    .withPatience(Duration.ofMillis(500))
                    .run();

            assertThat(report.notTestable().stream().map(Finding::rule))
                    .contains(Rule.CHAIN, Rule.BASE_1_1, Rule.URL_SCHEMES, Rule.SESSION_IDS, Rule.CLOSE_NOTIFY)
                    .contains(Rule.TICKET_LIFETIME);
            assertThat(report.finding(Rule.CHAIN).orElseThrow().words()).startsWith("no trusted authority was given; ");
        }
    }

    // ---- SSH

    private static AuditReport ssh(Algorithms algorithms) {
        SshSettings settings = SshSettings.of(
                        HostKeys.generate(), SshUser.named("operator").password("secret"))
                .algorithms(algorithms);
        try (DeviceSimulator device = DeviceSimulator.builder().ssh(settings).start()) {
            return Audit.ssh("127.0.0.1", device.port())
                    .withPause(Duration.ZERO)
                    .run();
        }
    }

    /** But for the compression that MINA offers. */
    @Test
    void goodSsh() {
        AuditReport report = ssh(Algorithms.usual()
                .keyExchange("curve25519-sha256", "ecdh-sha2-nistp256")
                .hostKeys("ssh-ed25519", "rsa-sha2-512")
                .ciphers("aes128-gcm@openssh.com", "aes256-ctr")
                .macs("hmac-sha2-256-etm@openssh.com"));

        assertThat(AuditedServer.broken(report))
                .as(AuditedServer.words(report))
                .containsExactlyInAnyOrder(Rule.SSH_QUANTUM, Rule.SSH_COMPRESSION, Rule.SSH_DEFAULTS);
    }

    @Test
    void oldSsh() {
        AuditReport report = ssh(Algorithms.usual()
                .keyExchange("diffie-hellman-group1-sha1", "diffie-hellman-group14-sha256")
                .hostKeys("ssh-rsa", "rsa-sha2-512")
                .ciphers("aes128-cbc", "aes128-ctr")
                .macs("hmac-md5", "hmac-sha1", "hmac-sha2-256"));

        assertThat(AuditedServer.broken(report))
                .as(AuditedServer.words(report))
                .containsExactlyInAnyOrder(
                        Rule.SSH_EXCHANGES,
                        Rule.SSH_HOST_KEY_SIGNATURES,
                        Rule.SSH_CIPHERS,
                        Rule.SSH_MACS,
                        Rule.SSH_OLD_MACS,
                        Rule.SSH_COMPRESSION,
                        Rule.SSH_QUANTUM,
                        Rule.SSH_DEFAULTS);
        assertThat(report.finding(Rule.SSH_EXCHANGES).orElseThrow().observed()).isEqualTo("diffie-hellman-group1-sha1");
        assertThat(report.finding(Rule.SSH_HOST_KEY_SIZES).orElseThrow().observed())
                .matches("ssh-rsa with \\d+ bits");
    }

    // ---- what cannot be audited

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> Audit.tls("127.0.0.1", port).run())
                .isInstanceOfSatisfying(
                        OpenException.class,
                        e -> assertThat(e.reason()).isEqualTo(OpenException.Reason.CONNECTION_REFUSED))
                .hasMessageContaining("connect to tls://127.0.0.1:" + port + " failed in CONNECT");
        assertThatThrownBy(() -> Audit.ssh("no-such-host.invalid", 830).run())
                .isInstanceOfSatisfying(
                        OpenException.class, e -> assertThat(e.reason()).isEqualTo(OpenException.Reason.UNKNOWN_HOST));
    }

    private static DeviceSimulator overSsh() {
        return DeviceSimulator.builder()
                .ssh(SshSettings.of(
                        HostKeys.generate(), SshUser.named("operator").password("secret")))
                .start();
    }

    private static AbstractThrowableAssert<?, ?> assertNotAudited(Audit audit, OpenException.Reason reason) {
        return assertThatThrownBy(audit::run)
                .isInstanceOfSatisfying(
                        OpenException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void theWrongDoor() {
        try (DeviceSimulator ssh = overSsh();
                DeviceSimulator clear = DeviceSimulator.builder().clearText().start();
                DeviceSimulator tls = secured().start()) {
            assertNotAudited(audit(Device.tls("localhost", ssh.port(), TLS)), OpenException.Reason.NOT_TLS)
                    .hasMessageContaining("failed in SECURE")
                    .hasMessageContaining("the server speaks SSH: it says \"SSH-2.0-");
            assertNotAudited(Audit.ssh("localhost", clear.port()), OpenException.Reason.NOT_SSH)
                    .hasMessageContaining("failed in SECURE")
                    .hasMessageContaining("the server speaks NETCONF in the clear: it says \"<");
            assertNotAudited(
                            Audit.ssh("localhost", tls.port()).withTimeout(Duration.ofMillis(500)),
                            OpenException.Reason.NOT_SSH)
                    .hasMessageContaining("failed in SECURE")
                    .hasMessageContaining("the server speaks TLS and not SSH");
            assertThatThrownBy(() -> Audit.of(Device.cleartextTcp("localhost", clear.port())))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("nothing to audit");
        }
    }

    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket each : taken) {
            each.close();
        }
    }

    /** What a server answers to whoever says something first; nothing for one that only listens. */
    private void serve(ServerSocket listener, String answer) {
        Thread thread = new Thread(
                () -> {
                    while (!listener.isClosed()) {
                        try {
                            Socket client = listener.accept();
                            // one that nobody refers to is closed when the garbage is collected
                            taken.add(client);
                            client.setSoTimeout(3_000);
                            if (client.getInputStream().read() >= 0 && !answer.isEmpty()) {
                                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                                client.close();
                            }
                        } catch (IOException next) {
                            // Whoever it was has gone.
                        }
                    }
                },
                "other-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aWebServerAndOneThatOnlyListens() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ServerSocket mute = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            serve(web, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            serve(mute, "");
            Duration limit = Duration.ofMillis(300);
            assertNotAudited(Audit.tls("127.0.0.1", web.getLocalPort()), OpenException.Reason.NOT_TLS)
                    .hasMessageContaining("the server speaks HTTP: it says \"HTTP/1.1 400 Bad Request\"");
            assertNotAudited(
                            Audit.ssh("127.0.0.1", web.getLocalPort()).withTimeout(limit), OpenException.Reason.NOT_SSH)
                    .hasMessageContaining("the server speaks HTTP: it says \"HTTP/1.1 400 Bad Request\"");
            assertNotAudited(
                            Audit.ssh("127.0.0.1", mute.getLocalPort()).withTimeout(limit),
                            OpenException.Reason.NOT_SSH)
                    .hasMessageContaining("failed in SECURE")
                    .hasMessageContaining("the server took the connection and did not answer within 300 ms");
            assertNotAudited(
                            Audit.tls("127.0.0.1", mute.getLocalPort()).withTimeout(limit),
                            OpenException.Reason.HANDSHAKE_TIMEOUT)
                    .hasMessageContaining("the server took the connection and did not answer within 300 ms");
        }
    }

    @Test
    void aFurtherPortThatCannotBeReachedProvesNothing() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (DeviceSimulator device = secured().start()) {
            Finding finding = audit(device)
                    .withPlaintextPorts(List.of(port))
                    .run()
                    .finding(Rule.PLAINTEXT)
                    .orElseThrow();
            assertThat(finding.isNotTestable()).as(finding.toString()).isTrue();
            assertThat(finding.words()).startsWith("port " + port + " could not be reached: ");
        }
    }

    // ---- reports

    @Test
    void reportsAreReadAgain() throws IOException {
        AuditReport report = ssh(Algorithms.usual().macs("hmac-sha2-256", "hmac-sha1"));
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonReport.write(List.of(report), json);
        ByteArrayOutputStream sarif = new ByteArrayOutputStream();
        SarifReport.write(List.of(report), "1.0", sarif);

        assertThat(json.toString(StandardCharsets.UTF_8))
                .startsWith("{\"audits\":[{\"target\":\"ssh://127.0.0.1:")
                .contains("{\"id\":\"SSH-06.2\",\"severity\":\"low\",\"outcome\":\"failed\"");
        assertThat(sarif.toString(StandardCharsets.UTF_8))
                .contains("\"version\":\"2.1.0\"")
                .contains("\"shortDescription\":{\"text\":\"MACs with SHA-1 or of 64 bits are offered\"}")
                .contains("\"message\":{\"text\":\"MACs with SHA-1 or of 64 bits are offered: hmac-sha1\"}")
                .contains("{\"ruleId\":\"SSH-06.2\",\"ruleIndex\":8,\"kind\":\"fail\",\"level\":\"note\"");

        Path file = Files.write(folder.resolve("baseline.json"), json.toByteArray());
        assertThat(Baseline.read(file).changes(report)).isEmpty();
        Files.writeString(
                file,
                json.toString(StandardCharsets.UTF_8)
                        .replace("\"low\",\"outcome\":\"failed\"", "\"low\",\"outcome\":\"passed\""));
        assertThat(Baseline.read(file).changes(report))
                .extracting(change -> change.finding().rule().id() + " was " + change.before())
                .contains("SSH-06.2 was passed")
                .allMatch(words -> words.endsWith(" was passed"));
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> Baseline.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no report of an audit");
    }

    @Test
    void everyRuleSaysWhatItIsAbout() {
        assertThat(Rule.values())
                .allSatisfy(rule -> assertThat(List.of(rule.id(), rule.title(), rule.source(), rule.fix()))
                        .noneMatch(String::isBlank))
                .allSatisfy(rule -> assertThat(rule.breach()).isNotBlank().isNotEqualTo(rule.title()))
                .extracting(Rule::id)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(Rule.NIST_ALGORITHMS.fix()).contains("whether the module is validated this does not say");
    }
}
