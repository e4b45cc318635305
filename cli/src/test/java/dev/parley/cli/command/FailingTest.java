package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailingTest {
    @TempDir
    private Path folder;

    @Test
    void ctrlCWhileConnectingIsCalledThat() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningCommand hello =
                        new RunningCommand("hello", "tcp://127.0.0.1:" + silent.getLocalPort(), "--cleartext")) {
            try (Socket accepted = silent.accept()) {
                assertThat(accepted.isConnected()).isTrue();

                assertThat(hello.interrupt()).isEqualTo(130);
            }
            assertThat(hello.err())
                    .contains("error: interrupted: the attempt to connect to 127.0.0.1:" + silent.getLocalPort())
                    .doesNotContain("thread");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silent-tls|4|failed in SECURE|--timeout gives it more time",
                "ssh-banner|4|it speaks SSH|",
                "http-banner|4|it speaks HTTP|",
                "cleartext-hello|4|NETCONF without TLS|",
                "refuse-client|4|TLS alert|",
                "silent-hello|5|failed in HELLO|",
                "half-hello|5|failed in HELLO|--timeout gives it more time",
                "close-before-hello|5|closed|",
                "hello-refused|5|user nobody may not open sessions|",
                "hello-without-session-id|5|no session-id|",
                "hello-without-base|5|no base version in common|",
                "hello-doctype|5|document type declaration|",
                "hello-entity-bomb|5|failed in HELLO|",
                "silent-reply|7|has no reply after|look before repeating it",
                "reset-in-reply|7|has no reply after|look at the device before repeating it",
                "reply-nested-error|6|syntax error|",
            })
    void whatGoesWrongHasItsExitCodeAndItsWords(String fault, int status, String message, String advice)
            throws IOException {
        try (TestDevice device = TestDevice.suffering(folder, NamedFault.parse(fault))) {
            Result result = Shell.plain().run(device.command("get-config", "--timeout", limit(fault)));

            assertThat(result.err()).startsWith("error: ").contains(message).doesNotContain("\tat ");
            assertThat(result.status()).isEqualTo(status);
            assertThat(result.out()).isEmpty();
            assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
            if (advice != null) {
                assertThat(result.err()).contains("\n  → ").contains(advice);
            }
        }
    }

    /** Who says nothing, or not all, is waited for; on a busy machine the others need longer than that. */
    private static String limit(String fault) {
        return fault.startsWith("silent") || fault.startsWith("half") ? "3s" : "60s";
    }

    @ParameterizedTest
    @CsvSource({
        "half-hello, hello-timeout, hello",
        "ssh-banner, not-tls, secure",
        "hello-refused, session-refused, hello"
    })
    void programsAreToldTheCodeAndThePhase(String fault, String code, String phase) throws IOException {
        try (TestDevice device = TestDevice.suffering(folder, NamedFault.parse(fault))) {
            Result result = Shell.plain().run(device.command("get-config", "--timeout", limit(fault), "--json"));

            assertThat(result.out())
                    .contains("\"error\":{\"code\":\"" + code + "\",")
                    .contains("\"phase\":\"" + phase + "\",\"elapsedMs\":");
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void theTimelineShowsHowFarItCame() throws IOException {
        try (TestDevice device = TestDevice.suffering(folder, NamedFault.parse("silent-hello"))) {
            Result result = Shell.plain().run(device.command("hello", "--timeout", "500ms"));

            assertThat(result.status()).isEqualTo(5);
            assertThat(result.err()).containsPattern("hello .*✗ +hello-timeout").contains("secure");
        }
    }

    @Test
    void aPortWithoutAListenerIsSaidToHaveNone() throws IOException {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }

        Result result = Shell.plain().run("hello", "tcp://127.0.0.1:" + free, "--cleartext");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("failed in CONNECT", "refused", "→ nothing listens on port " + free);
    }

    @Test
    void aNameWithoutAddressIsSaidToHaveNone() {
        Result result = Shell.plain().run("hello", "tls://no-such-host.invalid", "--ca", "system", "--timeout", "5s");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("failed in RESOLVE");
    }

    @Test
    void aServerWithAnotherNameIsRefusedUnlessThatIsItsName() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result other = Shell.plain().run(device.command("hello", "--server-name", "pe1.example.net"));

            assertThat(other.status()).isEqualTo(4);
            assertThat(other.err()).contains("→ ", "--server-name NAME says which name");
            assertThat(Shell.plain()
                            .run(device.command("hello", "--server-name", "localhost"))
                            .status())
                    .isZero();
            assertThat(Shell.plain()
                            .run(device.command("hello", "--server-name", "x.example", "--insecure-skip-server-name"))
                            .status())
                    .isZero();
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsRefusedUnlessItIsPinned() throws IOException {
        try (TestDevice device = TestDevice.start(folder.resolve("1"));
                TestDevice other = TestDevice.start(folder.resolve("2"))) {
            String[] asked = device.command("hello");
            String pin = dev.parley.tls.Fingerprint.of(device.pki().server().certificate())
                    .toString();
            String[] command = {"hello", device.url(), "--cert", asked[5], "--key", asked[7]};

            Result unknown = Shell.plain().run(with(command, "--ca", other.ca()));

            assertThat(unknown.status()).isEqualTo(4);
            assertThat(unknown.err()).contains("not trusted", "--ca FILE says whom to trust, --pin SHA256");
            assertThat(Shell.plain().run(with(command, "--pin", pin)).status()).isZero();
            assertThat(Shell.plain()
                            .run(with(command, "--insecure-trust-anyone"))
                            .status())
                    .isZero();
            assertThat(Shell.plain()
                            .run(with(command, "--insecure-trust-anyone", "--pin", pin))
                            .err())
                    .contains("leaves nothing for --ca, --crl and --pin to decide");
            assertThat(Shell.plain().run(command).err())
                    .contains("it is not said which certificate of ", "→ give its authority with --ca FILE");
        }
    }

    @Test
    void whoComesWithoutCertificateIsToldToBringOne() throws IOException {
        try (TestDevice device = TestDevice.start(folder)) {
            Result result = Shell.plain().run("hello", device.url(), "--ca", device.ca(), "--timeout", "5s");

            assertThat(result.status()).isEqualTo(4);
            assertThat(result.err()).contains("→ give a client certificate with --cert FILE --key FILE");
        }
    }

    @Test
    void cleartextWorksWhenItIsAskedFor() throws IOException {
        try (TestDevice device = TestDevice.start(folder, description -> description.clearText())) {
            String url = device.url().replace("tls", "tcp");

            assertThat(Shell.plain().run("get-config", url).err()).contains("→ if that is what you want");
            assertThat(Shell.plain().run("get-config", url, "--cleartext").out())
                    .contains("pe1");
            assertThat(Shell.plain().run("hello", url, "--cleartext").out()).contains("none: cleartext TCP");
        }
    }

    @Test
    void strictnessTurnsDeviationsIntoErrors() throws IOException {
        try (TestDevice device = TestDevice.suffering(folder, NamedFault.parse("hello-base-alias"))) {
            assertThat(Shell.plain().run(device.command("hello")).out()).contains("deviates", "the base capability");
            assertThat(Shell.plain().run(device.command("hello", "--strict")).status())
                    .isEqualTo(5);
        }
    }

    private static String[] with(String[] command, String... more) {
        String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }
}
