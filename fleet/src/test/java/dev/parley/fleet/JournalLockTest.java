package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.inventory.Member;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time has a journal, whatever else the process does with the file. */
@Tag("any-jdk")
class JournalLockTest {
    private static final List<Member> ONE = Bench.members(1);

    @TempDir
    Path folder;

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Another process: it says whether it can have the file. */
    static final class Other {
        private Other() {}

        /** Ends with 0 if it can, and with 1 if not. */
        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel =
                    FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                System.exit(channel.tryLock() == null ? 1 : 0);
            }
        }
    }

    private static boolean isFree(Path file) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Other.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(said).isIn(0, 1);
        return other.exitValue() == 0;
    }

    @Test
    void whoLooksAtTheJournalOfARunDoesNotLetOthersHaveIt() throws Exception {
        bench.changing("change", bench::well);
        Path file = folder.resolve("run.jsonl");
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), file);
        try (Journal journal = bench.journal(file, ONE)) {
            journal.began("d1", 0).join();

            assertThat(Journal.standing(alias).unknown()).containsExactly("d1");
            assertThat(Journal.headOf(file).title()).isEqualTo("bench");
            Journal.check(file, journal.head());
            assertThatThrownBy(() -> bench.resumed(alias, ONE)).hasMessageContaining("another run is at work on");
            assertThatThrownBy(() -> bench.journal(file, ONE)).hasMessageContaining("there is a file");

            assertThat(isFree(file)).isFalse();
        }
        assertThat(isFree(file)).isTrue();
        bench.resumed(file, ONE).close();
    }
}
