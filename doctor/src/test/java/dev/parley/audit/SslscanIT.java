package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.audit.TestPki.Spec;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.Limits;
import dev.parley.probe.Prober;
import dev.parley.probe.WireVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sslscan says of the same servers, in its own words: the same versions and the same suites. */
@Timeout(120)
@Tag("any-jdk")
class SslscanIT {
    private static final Path SSLSCAN = Path.of("/usr/bin/sslscan");
    private static final Pattern PROTOCOL =
            Pattern.compile("<protocol type=\"(\\w+)\" version=\"([0-9.]+)\" enabled=\"([01])\"");
    private static final Pattern CIPHER =
            Pattern.compile("<cipher status=\"[^\"]*\" sslversion=\"([^\"]+)\"[^>]* id=\"0x([0-9A-Fa-f]{4})\"");
    private static final Pattern GROUP =
            Pattern.compile("<group sslversion=\"([^\"]+)\"[^>]* id=\"0x([0-9A-Fa-f]{4})\"");
    private static final Map<String, WireVersion> VERSIONS = Map.of(
            "ssl2", WireVersion.SSL_2,
            "ssl3", WireVersion.SSL_3,
            "tls1.0", WireVersion.TLS_1_0,
            "tls1.1", WireVersion.TLS_1_1,
            "tls1.2", WireVersion.TLS_1_2,
            "tls1.3", WireVersion.TLS_1_3);

    @TempDir
    private Path folder;

    private static String scan(int port) throws IOException {
        Process scan = new ProcessBuilder(
                        SSLSCAN.toString(), "--xml=-", "--no-heartbleed", "--no-check-certificate", "127.0.0.1:" + port)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        scan.getOutputStream().close();
        try (InputStream out = scan.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECDHE+AESGCM",
                "ALL:@SECLEVEL=0 -min_protocol TLSv1",
                "ALL:eNULL:aNULL:@SECLEVEL=0 -min_protocol TLSv1.1 -max_protocol TLSv1.2",
                "ECDHE+CHACHA20:DHE+AES -tls1_2",
                "DEFAULT -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384:TLS_AES_128_CCM_SHA256"
            })
    void bothSeeTheSame(String configuration) throws IOException {
        OtherServer.assumeInstalled(SSLSCAN);
        AuditedServer files = AuditedServer.in(folder);
        files.issue(Spec.server().key("RSA:2048"));
        List<String> arguments = new ArrayList<>(
                List.of("-cert", files.file("server.pem"), "-key", files.file("server.key"), "-cipher"));
        arguments.addAll(List.of(configuration.split(" ")));
        try (OtherServer openssl = OtherServer.openssl(arguments)) {
            String theirs = scan(openssl.port());
            Prober prober = new Prober(
                    "127.0.0.1",
                    openssl.port(),
                    new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ZERO));
            TlsFacts ours = new TlsFacts(new TlsTarget("127.0.0.1", openssl.port(), null), prober, Duration.ZERO);

            Set<WireVersion> versions = new LinkedHashSet<>();
            Matcher protocol = PROTOCOL.matcher(theirs);
            while (protocol.find()) {
                WireVersion version = VERSIONS.get(protocol.group(1) + protocol.group(2));
                assertThat(ours.speaks(version))
                        .as(version + " in " + theirs)
                        .isEqualTo(protocol.group(3).equals("1"));
                versions.add(version);
            }
            assertThat(versions).hasSize(6);
            String classic = ours.classic()
                    .map(version -> "TLSv" + version.toString().substring(4))
                    .orElse("none");
            assertThat(codes(ours.classicSuites().keySet())).as(theirs).isEqualTo(numbers(CIPHER, theirs, classic));
            assertThat(codes(ours.suites13())).as(theirs).isEqualTo(numbers(CIPHER, theirs, "TLSv1.3"));
            Set<Integer> groups = new TreeSet<>();
            if (ours.speaks(WireVersion.TLS_1_3)) {
                ours.groups13().forEach(group -> groups.add(group.code()));
            }
            assertThat(groups).as(theirs).containsAll(numbers(GROUP, theirs, "TLSv1.3"));
        }
    }

    private static Set<Integer> codes(Set<CipherSuite> suites) {
        Set<Integer> codes = new TreeSet<>();
        suites.forEach(suite -> codes.add(suite.code()));
        return codes;
    }

    private static Set<Integer> numbers(Pattern pattern, String scan, String version) {
        Set<Integer> numbers = new TreeSet<>();
        Matcher matcher = pattern.matcher(scan);
        while (matcher.find()) {
            if (matcher.group(1).equals(version)) {
                numbers.add(Integer.parseInt(matcher.group(2), 16));
            }
        }
        return numbers;
    }
}
