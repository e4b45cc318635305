package dev.parley.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.backup.BackupFolder.Change;
import dev.parley.error.InputException;
import dev.parley.operation.Datastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
}
