package dev.parley.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.sample.Cuts;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WordSearchTest {

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.of("</data", "</", "data", "<", "<</data", "</dat", "a", " ", "</data>")
                .list()
                .ofMaxSize(12)
                .map(words -> String.join("", words));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    @Property(tries = 3000)
    void theWordIsCounted_howeverTheStreamIsCut(@ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        WordSearch search = new WordSearch("</data", 1000);
        Cuts.cut(stream.getBytes(UTF_8), cuts).forEach(search::search);

        assertThat(search.count()).isEqualTo(stream.split("</data", -1).length - 1);
    }

    @Test
    void enoughIsEnough() {
        WordSearch search = new WordSearch("ab", 2);
        Cuts.cut("ababab".repeat(100).getBytes(UTF_8), List.of(1, 5)).forEach(search::search);

        assertThat(search.count()).isEqualTo(2);
    }
}
