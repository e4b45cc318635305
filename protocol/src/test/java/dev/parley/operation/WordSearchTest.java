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
        WordSearch search = new WordSearch("</data", 1, 1000);
        Cuts.cut(stream.getBytes(UTF_8), cuts).forEach(search::search);

        assertThat(search.count()).isEqualTo(stream.split("</data", -1).length - 1);
    }

    @Test
    void enoughIsEnough() {
        WordSearch search = new WordSearch("ab", 0, 2);
        Cuts.cut("ababab".repeat(100).getBytes(UTF_8), List.of(1, 5)).forEach(search::search);

        assertThat(search.count()).isEqualTo(2);
    }

    @Test
    void aWordIsFound_whereverItStandsAndWhateverIsAround() {
        String word = "rpc-error";
        for (int at = 0; at < 24; at++) {
            for (int size = 1; size < 60; size++) {
                WordSearch search = new WordSearch(word, 2, 1000);
                String stream = "-".repeat(at) + word + "c".repeat(10) + word + "c-";
                Cuts.cut(stream.getBytes(UTF_8), List.of(size)).forEach(search::search);

                assertThat(search.count())
                        .as("at %s, in pieces of %s", at, size)
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void whatOnlyLooksLikeTheWordIsNot() {
        String stream = "rpc_error rpc-Error pc-error rpc-erro c-c-c-c-c-c- mac-address rpc-rpc-erro";
        WordSearch search = new WordSearch("rpc-error", 2, 1000);
        Cuts.cut(stream.getBytes(UTF_8), List.of(1000)).forEach(search::search);

        assertThat(search.count()).isZero();
    }
}
