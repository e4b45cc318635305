package dev.parley.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.backup.BackupFolder.Change;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.operation.Datastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class BackupFolderTest {
    private static final Datastore RUNNING = Datastore.RUNNING;

    @TempDir
    Path folder;

    private static CanonicalConfig config(String content) {
        return CanonicalConfig.of("<data><v>" + content + "</v></data>", BackupRules.DEFAULT);
    }

    private BackupFolder open(String... devices) {
        return BackupFolder.open(folder.resolve("configs"), List.of(devices));
    }

    @Test
    void aFileThatIsAsItWasIsNotTouchedAndOneThatFailsStays() throws IOException {
        Path file;
        try (BackupFolder kept = open("pe1")) {
            assertThat(kept.keep("pe1", RUNNING, config("1"))).isEqualTo(Change.NEW);
            file = kept.file("pe1", RUNNING);
        }
        FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, old);
        Instant fetched;
        try (BackupFolder kept = open("pe1")) {
            assertThat(kept.keep("pe1", RUNNING, config("1"))).isEqualTo(Change.UNCHANGED);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
            fetched = kept.fetched("pe1", RUNNING).orElseThrow();
        }
        try (BackupFolder kept = open("pe1", "pe2")) {
            kept.failed("pe1", RUNNING, "no answer");
            kept.failed("pe2", RUNNING, "no answer");
            assertThat(kept.fetched("pe1", RUNNING)).as("how old its file is").contains(fetched);
            assertThat(kept.fetched("pe2", RUNNING)).isEmpty();
        }
        assertThat(Files.readString(file)).contains("<v>1</v>");
        try (BackupFolder kept = open("pe1")) {
            assertThat(kept.keep("pe1", RUNNING, config("2"))).isEqualTo(Change.CHANGED);
        }
        assertThat(Files.readString(file)).contains("<v>2</v>");
        assertThat(folder.resolve("configs/.parley/.gitignore")).hasContent("*");
        assertThat(folder.resolve("configs/.parley/backup.json"))
                .content()
                .contains("\"pe1.xml\": {\"device\":\"pe1\"")
                .contains("\"failure\":\"no answer\"");
    }

    @Test
    void everyDeviceHasAFileOfItsOwnInTheFolder() throws IOException {
        try (BackupFolder kept = open("../pe1", "PE2", "pe2", "startup")) {
            for (String device : List.of("../pe1", "PE2", "pe2", "startup")) {
                var unused = kept.keep(device, RUNNING, config(device));
                unused = kept.keep(device, Datastore.STARTUP, config(device));
            }
            assertThat(kept.file("../pe1", RUNNING)).hasParent(folder.resolve("configs"));
            assertThat(kept.file("startup", Datastore.STARTUP))
                    .isEqualTo(folder.resolve("configs/startup/startup.xml"));
        }
        try (BackupFolder kept = open("pe2")) {
            assertThat(kept.others(EnumSet.of(RUNNING, Datastore.STARTUP))).hasSize(8);
        }
    }

    @Test
    void oneBackupAtATimeHasTheFolder() {
        try (BackupFolder kept = open("pe1")) {
            assertThat(kept.path()).isDirectory();
            assertThatThrownBy(() -> open("pe1"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("another backup is at work");
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsOneClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("configs"), "");
        assertThatThrownBy(() -> open("pe1"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("cannot write to " + file);
    }

    @Test
    void howOldFilesAreIsWrittenDownByAThreadThatIsInterruptedToo() throws IOException {
        BackupFolder kept = open("pe1");
        var unused = kept.keep("pe1", RUNNING, config("1"));
        Thread.currentThread().interrupt();
        kept.close();

        assertThat(Thread.interrupted())
                .as("whoever waits next is to know of it")
                .isTrue();
        try (BackupFolder again = open("pe1")) {
            assertThat(again.fetched("pe1", RUNNING)).isPresent();
        }
    }

    @Test
    void howOldFilesAreIsKnownAfterAProcessWasKilled() throws IOException {
        try (BackupFolder kept = BackupFolder.open(folder.resolve("configs"), List.of("pe1"), Duration.ZERO)) {
            var unused = kept.keep("pe1", RUNNING, config("1"));

            assertThat(folder.resolve("configs/.parley/backup.json")).content().contains("\"pe1.xml\"");
        }
    }

    @Test
    void whatWasHalfWrittenWhenAProcessWasKilledIsSweptAway() throws IOException {
        open("pe1").close();
        Path half = Files.writeString(folder.resolve("configs/.parley/.pe1.xml.1.part"), "<data");
        Path other = Files.writeString(folder.resolve("configs/.pe2.xml.2.part"), "somebody else's");

        try (BackupFolder kept = open("pe1")) {
            assertThat(half).doesNotExist();
            assertThat(other).exists();
            var unused = kept.keep("pe1", RUNNING, config("1"));
        }
        try (Stream<Path> left = Files.list(folder.resolve("configs/.parley"))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noLinkInTheFolderLeadsOutOfIt() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path configs = Files.createDirectory(folder.resolve("configs"));
        Path file = Files.createSymbolicLink(configs.resolve("pe1.xml"), victim);
        Path nowhere = Files.createSymbolicLink(configs.resolve("pe2.xml"), elsewhere.resolve("new"));
        Path startup = Files.createSymbolicLink(configs.resolve("startup"), elsewhere);
        try (BackupFolder kept = open("pe1", "pe2", "pe3")) {
            assertRefused(() -> kept.keep("pe1", RUNNING, config("1")), file);
            assertRefused(() -> kept.keep("pe2", RUNNING, config("1")), nowhere);
            assertRefused(() -> kept.keep("pe3", Datastore.STARTUP, config("1")), startup);
        }
        assertThat(victim).hasContent("precious");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static void assertRefused(ThrowingCallable keeping, Path link) {
        assertThatThrownBy(keeping)
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(FileTrouble.words(e))
                                .isEqualTo(link + " is a symbolic link, which is not followed here; take it away"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatTheFolderKeepsForItselfIsBehindNoLinkEither() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path configs = Files.createDirectory(folder.resolve("configs"));
        Path own = Files.createSymbolicLink(configs.resolve(".parley"), elsewhere);
        assertThatThrownBy(() -> open("pe1")).hasMessageContaining(own + " is a symbolic link");
        assertThat(elsewhere).isEmptyDirectory();

        Files.delete(own);
        open("pe1").close();
        for (String name : List.of("backup.json", "lock")) {
            Files.deleteIfExists(own.resolve(name));
            Path link = Files.createSymbolicLink(own.resolve(name), elsewhere.resolve("new"));
            assertThatThrownBy(() -> open("pe1")).hasMessageContaining(link + " is a symbolic link");
            Files.delete(link);
        }
        assertThat(elsewhere).isEmptyDirectory();
    }
}
