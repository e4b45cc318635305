package dev.parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProseTest {
    @Test
    void whatFitsStaysAsItIs() {
        assertThat(Prose.lines("error: ", "a  b ", 12, "       ")).containsExactly("error: a  b ");
    }

    @Test
    void linesAreBrokenBetweenWords() {
        assertThat(Prose.lines("error: ", "one two three four", 14, "       "))
                .containsExactly("error: one two", "       three", "       four");
    }

    @Test
    void aWordThatIsTooLongHasALineOfItsOwn() {
        assertThat(Prose.lines("", "see urn:ietf:params:netconf now", 10, "  "))
                .containsExactly("see", "  urn:ietf:params:netconf", "  now");
    }

    @Test
    void coloursTakeNoRoom() {
        assertThat(Prose.lines(Paint.ANSI.error("error:") + " ", Paint.ANSI.lead("one two") + " three", 14, " "))
                .containsExactly(Paint.ANSI.error("error:") + " " + Paint.ANSI.lead("one two"), " three");
    }
}
