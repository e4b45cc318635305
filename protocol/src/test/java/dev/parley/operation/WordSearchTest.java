package dev.parley.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.operation.WordSearch.Word;
import dev.parley.sample.Cuts;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Words are counted wherever they stand, however the stream is cut. */
class WordSearchTest {
    private static final int NEVER = 1_000_000;

    private static WordSearch searched(String stream, List<Integer> cuts, Word... words) {
        WordSearch search = new WordSearch(words);
        Cuts.cut(stream.getBytes(UTF_8), cuts).forEach(search::search);
        return search;
    }

    private static int count(String word, String stream) {
        return stream.split(word, -1).length - 1;
    }

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.of(
                        "</data",
                        "</",
                        "data",
                        "<",
                        "</dat",
                        "a",
                        " ",
                        "</data>",
                        "rpc-error",
                        "rpc-",
                        "error",
                        "or",
                        "é",
                        "e")
                .list()
                .ofMaxSize(16)
                .map(words -> String.join("", words));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    @Property(tries = 5000)
    void theWordsAreCounted_howeverTheStreamIsCut(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        WordSearch search = searched(stream, cuts, new Word("rpc-error", NEVER), new Word("</data", NEVER));

        assertThat(search.count(0)).isEqualTo(count("rpc-error", stream));
        assertThat(search.count(1)).isEqualTo(count("</data", stream));
    }

    @Test
    void aWordIsFound_whereverItStandsAndWhateverIsAround() {
        String word = "rpc-error";
        for (int at = 0; at < 24; at++) {
            for (int size = 1; size < 60; size++) {
                String stream = "-".repeat(at) + word + "c".repeat(10) + word + "c-";

                assertThat(searched(stream, List.of(size), new Word(word, NEVER))
                                .count(0))
                        .as("at %s, in pieces of %s", at, size)
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void whenOneOccurredOftenEnoughNothingFurtherIsLookedFor() {
        WordSearch search = searched(
                "</data rpc-error </data rpc-error </data".repeat(100),
                List.of(1, 5),
                new Word("rpc-error", NEVER),
                new Word("</data", 2));

        assertThat(search.count(1)).isEqualTo(2);
        assertThat(search.count(0)).isEqualTo(1);
    }

    @Test
    void whatOnlyLooksLikeTheWordIsNot() {
        String stream = "rpc_error rpc-Error pc-error rpc-erro c-c-c-c-c-c- mac-address rpc-rpc-erro";

        assertThat(searched(stream, List.of(1000), new Word("rpc-error", NEVER)).count(0))
                .isZero();
    }

    @Test
    void aShortWordCouldHideBetweenTwoLooks() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WordSearch(new Word("</dat", 1)));
    }
}
