package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to somebody who does not know the command yet: what is wrong, and what to do next, in a line each. */
class MisuseTest {
    @TempDir
    private static Path keys;

    private static TestDevice device;

    @BeforeAll
    static void start() throws IOException {
        device = TestDevice.start(keys);
        Files.writeString(keys.resolve("devices.yaml"), """
                defaults: {ca: %s, cert: %s, key: %s}
                devices:
                  pe1: {url: "%s"}
                """.formatted(
                        DevicePki.AUTHORITY_FILE, DevicePki.CLIENT_FILE, DevicePki.CLIENT_KEY_FILE, device.url()));
    }

    @AfterAll
    static void stop() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello ''                                  | the device has no name",
                "get pe1 --filter ''                       | there is no XML",
                "edit-config pe1 <a/> more                 | \"more\" is an argument too many",
                "discard pe1 right now                     | \"right\" is an argument too many",
                "kill-session pe1 abc                      | SESSION-ID: 'abc' is not a whole number",
                "completion fish                           | SHELL: expected one of [bash, zsh]",
                "get pe1 --ns foo                          | option '--ns' (PREFIX=URI) should be",
                "get pe1 --xpath //x:y[a='b:c']            | the prefix x in --xpath stands for no namespace",
                "get pe1 --xpath /a --ns x=urn:x --filter <a/> | give one",
                "commit pe1 --confirm-timeout 5m           | belong to a confirmed commit only",
                "commit pe1 --confirm-timeout 5            | belong to a confirmed commit only",
                "hello pe1 --timeout 25h                   | option '--timeout': a time limit is above zero and at most a day",
                "commit pe1 --confirmed --persist ''       | the token of a persistent commit is blank",
                "commit pe1 --persist-id ''                | the token of a persistent commit is blank",
                "cancel-commit pe1 --persist-id ''         | the token of a persistent commit is blank",
                "simulate --pki /proc/nothing              | cannot write to /proc/nothing",
                "simulate --host 203.0.113.7 --port 0      | cannot listen on 203.0.113.7:0",
                "simulate --fault tls-records=abc          | \"tls-records=abc\" has no such value: 'abc' is not a number",
                "hello tls://a%20b.example --ca system     | is not a host name or address",
            })
    void whatCannotBeUsedIsSaidInALineAndWhatToDoInAnother(String command, String message) {
        String[] arguments = Arrays.stream(command.split(" ", -1))
                .map(word -> word.equals("''") ? "" : word.replace("%20", " "))
                .toArray(String[]::new);

        Result result = Shell.plain().run(withFile(arguments));

        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(result.err()).startsWith("error: ").contains(message).containsAnyOf("\n  → ", "give one");
    }

    private static String[] withFile(String... arguments) {
        boolean named = Stream.of(arguments).anyMatch("pe1"::equals);
        return named
                ? Stream.concat(Stream.of(arguments), Stream.of("--config", device.file("devices.yaml")))
                        .toArray(String[]::new)
                : arguments;
    }

    @Test
    void whatTheHelloCannotUseIsSaidWithoutATimeline() {
        Result result = Shell.plain().run(withFile("hello", "pe1", "--ca", device.file("nothing.pem")));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains("nothing.pem: there is no such file");
        assertThat(Shell.plain()
                        .run(withFile("hello", "pe1", "--ca", device.file("nothing.pem"), "--timeline"))
                        .err())
                .contains("resolve", "file-unreadable");
    }

    @Test
    void aCertificateWithoutItsKeyIsSaidToNeedIt() {
        Result result = Shell.plain().run(withFile("hello", "pe1", "--cert", device.file(DevicePki.CLIENT_FILE)));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("holds no private key", "→ give the file of the key, too");
    }

    @Test
    void aFileOfDevicesThatIsNoTextIsSaidToBeNone() throws IOException {
        Path file = Files.write(keys.resolve("other.yaml"), "ü".getBytes(StandardCharsets.ISO_8859_1));

        Result result = Shell.plain().run("hello", "pe1", "--config", file.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("other.yaml: it is not text in UTF-8");
    }

    /** Both only add to what the file says; alone they would mean nothing. */
    @Test
    void aPassphraseOrRevocationListsAloneGoWithWhatTheFileSays() {
        Result passphrase = Shell.plain().run(withFile("hello", "pe1", "--passphrase-file", device.file("none")));
        Result lists = Shell.plain().run(withFile("hello", "pe1", "--crl", device.file("nothing.crl")));

        assertThat(passphrase.status()).as(passphrase.err()).isZero();
        assertThat(lists.err()).contains("cannot read ", "nothing.crl: there is no such file");
    }
}
