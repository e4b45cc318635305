package dev.parley.audit;

import dev.parley.audit.TestPki.Issued;
import dev.parley.device.Device;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The files that a server of another project starts with, and what an audit of it comes to. */
final class AuditedServer {
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final Path folder;
    private final TestPki pki;
    private final TlsTrust trust;
    private final TlsIdentity identity;

    private AuditedServer(Path folder, TestPki pki) throws IOException {
        this.folder = folder;
        this.pki = pki;
        TestPki.write(folder.resolve("root.pem"), List.of(pki.root()));
        TestPki.write(folder.resolve("authority.pem"), List.of(pki.authority()));
        trust = TlsTrust.authorities(List.of(pki.root()));
        Issued client = pki.issue(TestPki.Spec.client());
        identity = TlsIdentity.of(client.key(), client.chain());
    }

    static AuditedServer in(Path folder) throws IOException {
        return in(folder, TestPki.create());
    }

    static AuditedServer in(Path folder, TestPki pki) throws IOException {
        return new AuditedServer(folder, pki);
    }

    TestPki pki() {
        return pki;
    }

    TlsTrust trust() {
        return trust;
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    Issued issue(TestPki.Spec spec) throws IOException {
        Issued server = pki.issue(spec);
        TestPki.write(folder.resolve("server.pem"), List.of(server.certificate()));
        TestPki.write(folder.resolve("chain.pem"), server.chain());
        TestPki.write(folder.resolve("server.key"), server.key());
        Instant now = Instant.now();
        staple(pki.ocsp(server, true, now.minusSeconds(60), now.plusSeconds(3_600)));
        return server;
    }

    void staple(byte[] response) throws IOException {
        Files.write(folder.resolve("staple.der"), response);
    }

    Audit audit(int port) {
        return audit(port, Tls.trusting(trust).withIdentity(identity));
    }

    Audit audit(int port, Tls tls) {
        return Audit.of(Device.tls("localhost", port, tls))
                .withPause(Duration.ZERO)
                .withTimeout(Duration.ofSeconds(2))
                .withPatience(PATIENCE);
    }

    /** What is broken, of whatever matters more than a piece of information. */
    static Set<Rule> broken(AuditReport report) {
        return report.findings().stream()
                .filter(Finding::isFailed)
                .map(Finding::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }

    static String words(AuditReport report) {
        return report.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
