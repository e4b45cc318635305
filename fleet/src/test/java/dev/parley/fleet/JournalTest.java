package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.inventory.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class JournalTest {
    private static final List<Member> THREE = Bench.members(3);

    @TempDir
    Path folder;

    private final Bench bench = new Bench();

    JournalTest() {
        bench.changing("one", bench::well).changing("two", bench::well);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Path file() {
        return folder.resolve("run.jsonl");
    }

    /** d1 has done both, d2 one, and the other is refused; d3 has begun. */
    private byte[] written() throws IOException {
        try (Journal journal = bench.journal(file(), THREE)) {
            for (int step = 0; step < 2; step++) {
                journal.began("d1", step).join();
                journal.ended("d1", step).join();
            }
            journal.began("d2", 0).join();
            journal.ended("d2", 0).join();
            journal.began("d3", 0).join();
            journal.began("d2", 1).join();
            journal.failed("d2", 1, new Trouble("refused", "no\nthanks", "ask", Fate.REJECTED, false), true)
                    .join();
        }
        return Files.readAllBytes(file());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        byte[] bytes = written();

        assertThat(Journal.standing(file()))
                .isEqualTo(new Standing(List.of("d1"), List.of("d2"), List.of("d3"), List.of()));
        try (Journal journal = bench.resumed(file(), THREE)) {
            assertThat(journal.isResumed()).isTrue();
            assertThat(journal.past("d2"))
                    .isEqualTo(new Progress(
                            1,
                            Progress.State.REFUSED,
                            new Trouble("refused", "no thanks", "ask", Fate.REJECTED, false)));
            assertThat(journal.past("d9")).isEqualTo(Progress.NONE);
        }
        assertThat(new String(bytes, StandardCharsets.UTF_8).lines())
                .hasSize(10)
                .allMatch(line -> JsonLine.read(line).isPresent());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    /** Wherever a kill cuts it: what is whole counts, what is not was not written, and what follows is whole again. */
    @Test
    void aJournalThatWasCutAnywhereSaysWhatWasWrittenUpToThere() throws IOException {
        byte[] bytes = written();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int head = text.indexOf('\n') + 1;
        for (int cut = head; cut < bytes.length; cut++) {
            Path file = Files.write(folder.resolve("cut.jsonl"), Arrays.copyOf(bytes, cut));
            long whole = text.substring(0, cut).chars().filter(c -> c == '\n').count();
            JournalContent content = JournalContent.read(file);
            assertThat(content.length()).isEqualTo(text.substring(0, cut).lastIndexOf('\n') + 1);
            if (cut == text.indexOf('\n', cut) || text.charAt(cut - 1) == '\n') {
                try (Journal journal = bench.resumed(file, THREE)) {
                    journal.began("d1", 0).join();
                }
                assertThat(Files.readString(file).lines()).hasSize((int) whole + 2);
                assertThat(Files.readString(file).lines())
                        .allMatch(line -> JsonLine.read(line).isPresent());
            }
        }
        for (int cut = 0; cut < head; cut++) {
            Path file = Files.write(folder.resolve("cut.jsonl"), Arrays.copyOf(bytes, cut));
            assertThatThrownBy(() -> JournalContent.read(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("nothing stands in " + file + ": the run ended before it began");
        }
    }

    /** A kill, or a full disk, may leave a file of which the head is not whole: it is in nobody's way. */
    @Test
    void aFileInWhichNoRunBeganIsTakenForANewOne() throws IOException {
        byte[] bytes = written();
        int head = new String(bytes, StandardCharsets.UTF_8).indexOf('\n');
        for (int cut : List.of(0, 1, 10, 15, 40, head)) {
            Path file = Files.write(folder.resolve("cut" + cut), Arrays.copyOf(bytes, cut));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            bench.journal(file, THREE).close();

            assertThat(Journal.headOf(file).title()).isEqualTo("bench");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        Path other = Files.writeString(folder.resolve("notes"), "buy milk");
        assertThatThrownBy(() -> bench.journal(other, THREE)).hasMessage("there is a file " + other + " already");
        assertThat(other).hasContent("buy milk");
    }

    @Test
    void aLineThatIsNotWholeInTheMiddleIsDamage() throws IOException {
        byte[] bytes = written();
        int at = new String(bytes, StandardCharsets.UTF_8).indexOf("\"d2\",\"step\":0") + 1;
        bytes[at] = 'e';
        Files.write(file(), bytes);

        assertThatThrownBy(() -> bench.resumed(file(), THREE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("run.jsonl:6 is damaged");
    }

    @Test
    void rubbishBehindTheLastWholeLineWasNotWritten() throws IOException {
        byte[] bytes = written();
        byte[] torn = Arrays.copyOf(bytes, bytes.length + 4_096);
        Files.write(file(), torn);

        try (Journal journal = bench.resumed(file(), THREE)) {
            assertThat(journal.past("d1").done()).isEqualTo(2);
        }
        assertThat(Files.size(file())).isLessThan(torn.length);
    }

    @Test
    void twoRunsAtOnceAreRefused() {
        try (Journal journal = bench.journal(file(), THREE)) {
            assertThat(journal.isResumed()).isFalse();
            assertThatThrownBy(() -> bench.resumed(file(), THREE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("another run is at work on " + file());
        }
        bench.resumed(file(), THREE).close();
    }

    @Test
    void aFileThatIsThereIsNotBegunAgain() throws IOException {
        var unused = written();

        assertThatThrownBy(() -> bench.journal(file(), THREE))
                .hasMessage("there is a file " + file() + " already")
                .extracting(e -> ((InputException) e).advice().orElseThrow())
                .asString()
                .contains("--resume " + file());
        assertThatThrownBy(() -> bench.resumed(folder.resolve("none"), THREE))
                .hasMessageContaining("there is no journal");
        assertThatThrownBy(() -> bench.journal(folder.resolve("no/folder"), THREE))
                .hasMessageContaining("cannot write the journal");
        Path other = Files.writeString(folder.resolve("other"), "{\"event\":\"run\"}\n");
        assertThatThrownBy(() -> bench.resumed(other, THREE)).hasMessageContaining("is not the journal of a run");
    }

    @Test
    void aJournalOfSomethingElseIsRefusedWithWhatDiffers() throws IOException {
        var unused = written();

        assertThatThrownBy(() -> bench.resumed(file(), Bench.members(9)))
                .hasMessageEndingWith(
                        "is the journal of another run: d4, d5, d6, d7, d8 and 1 more are not among its devices");
        assertThatThrownBy(() -> bench.resumed(file(), Bench.members(2)))
                .hasMessageEndingWith("another run: d3 is not among the devices now");
        bench.digest = "another change.xml";
        assertThatThrownBy(() -> bench.resumed(file(), THREE))
                .hasMessageContaining("what bench does has changed: an option, a file that it names");
        bench.steps().remove(1);
        assertThatThrownBy(() -> bench.resumed(file(), THREE)).hasMessageContaining("it did bench, and this is bench");

        JournalHead before = new JournalHead("t", "", List.of("s"), Map.of("pe1", "tls://10.0.0.1:6513"), List.of());
        JournalHead now = new JournalHead("t", "", List.of("s"), Map.of("pe1", "tls://10.0.0.2:6513"), List.of());
        assertThat(before.differences(now)).containsExactly("pe1 was tls://10.0.0.1:6513 and is tls://10.0.0.2:6513");
    }
}
