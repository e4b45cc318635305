package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.backup.SafeFolder;
import dev.parley.error.Fate;
import dev.parley.fleet.Answer;
import dev.parley.fleet.Trouble;
import dev.parley.inventory.Member;
import dev.parley.inventory.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetResultsTest {
    @TempDir
    Path folder;

    @Test
    void onlyWhatACommandSaidIsWritten() throws IOException {
        FleetResults results = new FleetResults(new SafeFolder(folder, folder), Map.of("pe1", "pe1"), List.of("hello"));
        Member member =
                new Member("pe1", List.of(), Set.of(), Set.of(), Map.of(), new Place(Path.of("net.yaml"), 1, 1));

        results.keep(member, 0, Answer.failed(Trouble.of("internal", "internal error", Fate.UNKNOWN)));
        assertThat(folder.resolve("pe1.json")).doesNotExist();

        results.keep(member, 0, Answer.done(Map.of(ErrandJob.OUT, "{}\n")));
        assertThat(folder.resolve("pe1.json")).hasContent("{}");

        results.keep(member, 0, Answer.failed(Trouble.of("internal", "internal error", Fate.UNKNOWN)));
        assertThat(folder.resolve("pe1.json")).as("it is not what came of it").doesNotExist();
    }
}
