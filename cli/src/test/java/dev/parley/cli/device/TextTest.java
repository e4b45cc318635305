package dev.parley.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.device.Hosts;
import dev.parley.error.InputException;
import dev.parley.inventory.Suggestion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({"10s, 10000", "10, 10000", "500ms, 500", "2m, 120000", "1.5 min, 90000", "2H, 7200000", "0.25s, 250"})
    void timesAreReadAsPeopleWriteThem(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1s", "0", "0s", "10 parsecs", "1e3s", "99999999999s"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not a time");
    }

    @Test
    void aSlipOfTheFingersIsRecognised() {
        List<String> known = List.of("server-name", "timeout", "pin", "pe1", "pe12");

        assertThat(Suggestion.closest("sever-name", known)).contains("server-name");
        assertThat(Suggestion.closest("tiemout", known)).contains("timeout");
        assertThat(Suggestion.closest("PE1", known)).contains("pe1");
        assertThat(Suggestion.closest("username", known)).isEmpty();
        assertThat(Suggestion.closest("x", List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tls://pe1.example.net, TLS,, pe1.example.net, 6513",
        "TLS://pe1:6514/, TLS,, pe1, 6514",
        "tls://[2001:db8::1]:99, TLS,, 2001:db8::1, 99",
        "tls://[::1], TLS,, ::1, 6513",
        "tcp://127.0.0.1:2022, TCP,, 127.0.0.1, 2022",
        "ssh://pe1, SSH,, pe1,",
        "ssh://admin@pe1.example.net/, SSH, admin, pe1.example.net,",
        "SSH://admin@[2001:db8::1]:22, SSH, admin, 2001:db8::1, 22",
        "unix:///run/netconf.sock, UNIX,, /run/netconf.sock,"
    })
    void urlsSayWhereADeviceIs(
            String text, DeviceUrl.Scheme scheme, @Nullable String user, String host, @Nullable Integer port) {
        assertThat(DeviceUrl.parse(text)).isEqualTo(new DeviceUrl(scheme, user, host, port));
    }

    @Test
    void jumpHostsAreWrittenAsForSsh() {
        assertThat(SshRoute.jumps("bastion,me@[::1]:2222,ssh://inner"))
                .containsExactly(
                        new DeviceUrl(DeviceUrl.Scheme.SSH, null, "bastion", null),
                        new DeviceUrl(DeviceUrl.Scheme.SSH, "me", "::1", 2222),
                        new DeviceUrl(DeviceUrl.Scheme.SSH, null, "inner", null));
        assertThat(SshRoute.jumps("none")).isEmpty();
        assertThatThrownBy(() -> SshRoute.jumps("bastion,")).hasMessageContaining("it has no host");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:99999, '\"127.0.0.1:99999\" is not a jump host: its port is not from 1 to 65535'",
        "ssh://@pe1, '\"ssh://@pe1\" is not a jump host: there is no user before the @'",
        "a:b:c, '\"a:b:c\" is not a jump host: \"a:b:c\" is not [USER@]HOST[:PORT]'"
    })
    void ofAJumpHostIsSaidWhatWasTyped(String text, String message) {
        assertThatThrownBy(() -> SshRoute.jumps(text))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.advice())
                                .hasValueSatisfying(advice -> assertThat(advice).contains("me@bastion.example.net:22")))
                .hasMessage(message);
    }

    @Test
    void whereAClientListensIsAnAddressAndNoUrl() {
        assertThat(Hosts.text(Callers.address("[::1]:99", 4335))).isEqualTo("[::1]:99");
        assertThat(Callers.address("127.0.0.1", 4335).getPort()).isEqualTo(4335);
        assertThatThrownBy(() -> Callers.address("nms:0", 4335))
                .hasMessage("\"nms:0\" is not where a client listens: its port is not from 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "tls://, it has no host",
        "tls://pe1:0, its port is not from 1 to 65535",
        "tls://pe1:70000, its port is not from 1 to 65535",
        "tls://pe1:123456789012, its port is not from 1 to 65535",
        "tls://pe1/path, is not HOST[:PORT]",
        "tls://2001:db8::1, is not HOST[:PORT]",
        "tcp://pe1, tcp:// needs a port",
        "tls://admin@pe1, has no user",
        "tcp://admin@pe1:99, has no user",
        "ssh://@pe1, there is no user before the @",
        "ssh://admin:secret@pe1, a password has no place in a URL",
        "ssh://pe1:0, its port is not from 1 to 65535",
        "ssh://2001:db8::1, is not [USER@]HOST[:PORT]",
        "unix://run/netconf.sock, a UNIX socket has an absolute path",
        "unix:///, a UNIX socket has an absolute path",
        "https://pe1, has a scheme that is not known",
        "pe1, it has no scheme"
    })
    void whatIsNoUrlOfADeviceSaysWhy(String text, String why) {
        assertThatThrownBy(() -> DeviceUrl.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(why);
    }
}
