package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.fleet.Journal;
import dev.parley.simulator.pki.DevicePki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that go on as they were asked for. */
@Timeout(120)
class FleetResumeTest {
    @TempDir
    private Path folder;

    private String journal() {
        return folder.resolve("run.jsonl").toString();
    }

    /** A run that reaches nobody, so that all is left to do. */
    private List<String> run(String url, String... more) throws IOException {
        Path inventory = Files.writeString(folder.resolve("net.yaml"), "devices: {pe1: {url: '" + url + "'}}\n");
        List<String> all = new ArrayList<>(List.of("fleet", "-i", inventory.toString(), "--journal", journal()));
        all.addAll(List.of(more));
        return all;
    }

    private static Result shell(List<String> arguments) {
        return Shell.plain().run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://127.0.0.1:1 | --cleartext",
                "ssh://noc@127.0.0.1:1 | --user noc --password-file FILE --no-agent --ssh-config none",
                "ssh://noc@127.0.0.1:1 | --identity FILE --passphrase-file FILE --known-hosts FILE --ssh-config none",
                "ssh://noc@127.0.0.1:1 | --host-key SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU --ssh-config none",
                "ssh://127.0.0.1:1 | --jump noc@127.0.0.1:1 --trust-on-first-use --ssh-config none",
                "tls://127.0.0.1:1 | --key client-key.pem --cert client.pem --ca ca.pem --passphrase-file FILE",
                "tls://127.0.0.1:1 | --key client-key.pem --cert client.pem --insecure-trust-anyone",
            })
    void resumeAloneSufficesWhateverOptionsThereWere(String url, String options) throws IOException {
        Path file = Files.writeString(folder.resolve("hunter2"), "hunter2\n");
        DevicePki.create().writeTo(folder);
        Stream<String> given = Stream.of(options.split(" "))
                .map(word -> word.equals("FILE") ? file.toString() : word)
                .map(word -> word.endsWith(".pem") ? folder.resolve(word).toString() : word);
        Result first =
                shell(run(url, Stream.concat(given, Stream.of("--", "hello")).toArray(String[]::new)));
        assertThat(first.status()).as(first.err()).isEqualTo(10);
        assertThat(first.err()).contains("→ parley fleet --resume " + journal());

        Result second = Shell.plain().run("fleet", "--resume", journal());
        assertThat(second.status()).as(second.err()).isEqualTo(10);
        assertThat(second.err()).contains("Going on with hello on 1 device");
    }

    @Test
    void aSecretInTheCommandIsNotKeptAndTheWholeCommandGoesOn() throws IOException {
        String change = "<user><password>hunter2</password></user>";
        List<String> command = run("tcp://127.0.0.1:1", "--cleartext", "--", "edit-config", change);
        Result first = shell(command);
        assertThat(first.status()).as(first.err()).isEqualTo(10);
        assertThat(Files.readString(Path.of(journal()))).doesNotContain("hunter2");

        Result alone = Shell.plain().run("fleet", "--resume", journal());
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err())
                .contains("does not say what was asked for: there is a secret in the command behind --")
                .contains("→ give the whole command again, with --resume " + journal() + " in place of --journal");
        List<String> again = command.stream()
                .map(word -> word.equals("--journal") ? "--resume" : word)
                .toList();
        assertThat(shell(again).err()).contains("Going on with edit-config");
        assertThat(Journal.headOf(Path.of(journal())).asked()).isEmpty();
    }
}
