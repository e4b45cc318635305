package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {
    private static String written(String text) {
        return new Markup().element("p", text).written();
    }

    @Test
    void textStaysText() {
        assertThat(written("</p><script>alert(1)</script>&amp;<!-- ]]>"))
                .isEqualTo("<p>&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&lt;!-- ]]&gt;</p>");
    }

    @Test
    void noValueLeavesItsAttribute() {
        assertThat(new Markup()
                        .leaf("meta.a.b", "content", "\" onload=\"x\" '><&")
                        .written())
                .startsWith("<meta class=\"a b\" content=\"&quot; onload=&quot;x&quot; '")
                .doesNotContain("content=\"\"", "><&");
    }

    @ParameterizedTest
    @CsvSource({
        "0, \\u0000",
        "7, \\u0007",
        "27, \\u001b",
        "155, \\u009b",
        "8203, \\u200b",
        "8238, \\u202e",
        "8294, \\u2066",
        "55357, \\ud83d",
        "65279, \\ufeff",
        "65535, \\uffff",
        "917537, \\u{e0021}"
    })
    void whatNobodySeesIsShown(int codePoint, String shown) {
        String hidden = codePoint > 0xFFFF ? Character.toString(codePoint) : String.valueOf((char) codePoint);

        assertThat(written("a" + hidden + "b")).isEqualTo("<p>a" + shown + "b</p>");
    }

    @Test
    void lettersOfAllLanguagesStay() {
        assertThat(written("Zürich 東京 מכשיר 🛰")).isEqualTo("<p>Zürich 東京 מכשיר 🛰</p>");
    }

    @Test
    void aMegabyteBecomesAFewLines() {
        assertThat(written("<".repeat(1_000_000))).hasSizeLessThan(20_000).endsWith("…</p>");
    }

    @Test
    void aStyleThatWouldBeEscapedIsRefused() {
        assertThatThrownBy(() -> new Markup().style("a > b {}")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Style.get().sheet()).contains("prefers-color-scheme").doesNotContain("/*");
    }
}
