package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of a command's words are files that it reads. */
class NamedFileTest {
    @TempDir
    private Path folder;

    private String file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), name).toString();
    }

    @Test
    void filesAreNamedAloneOrBehindAnOptionAndNotToBeWritten() throws IOException {
        List<String> words = List.of(
                "edit-config",
                file("a.xml"),
                "--filter=" + file("b.xml"),
                "--output",
                file("c"),
                "--output=" + file("d"));

        assertThat(NamedFile.in(words)).extracting(NamedFile::path).containsExactly(path("a.xml"), path("b.xml"));
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    @Test
    void whatIsPassedOverIsNotRead() throws IOException {
        file("d1.xml");
        String all = file("all.xml");
        List<String> asked = new ArrayList<>();

        List<NamedFile> own = NamedFile.in(List.of(all, folder + "/{device}.xml", "--output", file("d1.log")), word -> {
            asked.add(word);
            return word.contains("{device}") ? word.replace("{device}", "d1") : null;
        });

        assertThat(own).extracting(NamedFile::path).containsExactly(path("d1.xml"));
        assertThat(asked).doesNotContain(path("d1.log").toString());
    }
}
