package dev.parley.cli.terminal;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = Table.of(Table.words("NAME"), Table.numbers("N"), Table.words("REST"))
                .row("a", "1", "x")
                .row("longer", "1000", "")
                .row("\u001b[1m", "2", "y y");

        assertThat(table.lines(Paint.NONE))
                .containsExactly(
                        "NAME          N  REST", "a             1  x", "longer     1000", "\\u001b[1m     2  y y");
        assertThat(table.lines(Paint.ANSI).get(0)).startsWith("\u001b[2mNAME");
    }

    @Test
    void aCellIsNoRow() {
        Table table = Table.of(Table.words("USER"), Table.words("FROM")).row("x\n*  1\tssh\r", "\u2028y");

        assertThat(table.lines(Paint.NONE)).hasSize(2).element(1, as(STRING)).matches("x \\*  1 ssh +y");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of(Table.words("A")).row("a", "b"));
    }

    @Test
    void aBarFillsUp() {
        assertThat(ProgressBar.text(0, 160)).isEqualTo("░░░░░░░░░░░░░░░░░░░░ 0/160");
        assertThat(ProgressBar.text(1, 160)).isEqualTo("▏░░░░░░░░░░░░░░░░░░░ 1/160");
        assertThat(ProgressBar.text(84, 160)).isEqualTo("██████████▌░░░░░░░░░ 84/160");
        assertThat(ProgressBar.text(160, 160)).isEqualTo("████████████████████ 160/160");
        assertThat(ProgressBar.text(0, 0)).startsWith("█");
    }
}
