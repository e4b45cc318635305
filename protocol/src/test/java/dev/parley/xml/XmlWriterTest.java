package dev.parley.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.InputException;
import dev.parley.sample.Infoset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What is written is well-formed, means what was asked, and can be framed (R-01, F-09). */
class XmlWriterTest {

    /** Every character that XML 1.0 can hold, with those that could end something or vanish drawn often. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("]]>]]><&\"'\r\n\t -?!")
                .withCharRange(' ', '\uD7FF')
                .withCharRange('\uE000', '\uFFFD')
                .ofMaxLength(40)
                .map(text -> text.replace("!", "𝄞"));
    }

    @Property(tries = 1000)
    void textAndAttributesAreReadBackAsTheyWereGiven(@ForAll("texts") String text, @ForAll("texts") String value) {
        byte[] written = new XmlWriter(1)
                .start("urn:a", "a")
                .attribute("b", value)
                .text(text)
                .end()
                .toBytes();

        Element read = Infoset.root(written);
        assertThat(read.getAttribute("b")).isEqualTo(value);
        assertThat(read.getTextContent()).isEqualTo(text);
        assertThat(new String(written, UTF_8)).doesNotContain("]]>");
    }

    @Test
    void theDefaultNamespaceIsDeclaredWhereItChangesAndNowhereElse_Q07() {
        XmlWriter out =
                new XmlWriter().start("urn:a", "a").start("b").leaf("c", "1").end();
        out.start("urn:d", "d").empty("e").start("", "f").end().end().end();

        assertThat(new String(out.toBytes(), UTF_8))
                .isEqualTo("<a xmlns=\"urn:a\"><b><c>1</c></b><d xmlns=\"urn:d\"><e/><f xmlns=\"\"/></d></a>");
    }

    @Test
    void whatMattersIsEscaped() {
        XmlWriter out = new XmlWriter()
                .start("", "a")
                .attribute("b", "<&>\"'\t\r\n")
                .text("<&>\"'\t\r\n")
                .end();

        assertThat(new String(out.toBytes(), UTF_8))
                .isEqualTo("<a b=\"&lt;&amp;&gt;&quot;'&#9;&#13;&#10;\">&lt;&amp;&gt;\"'\t&#13;\n</a>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u0001", "\u001f", "\uFFFE", "\uFFFF", "\uD800", "x\uDC00", "\uD834x"})
    void whatXmlCannotHoldIsRefused(String text) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new XmlWriter().start("", "a").text(text))
                .withMessageMatching("character U\\+[0-9A-F]{4} cannot be written in XML 1.0")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_VALUE));
    }

    @Test
    void roomIsLeftInFrontAndTheBufferGrows() {
        XmlWriter out = new XmlWriter(1).reserve(13).declaration().start("", "a");
        out.text("ü".repeat(1000)).end();

        byte[] buffer = out.buffer();
        assertThat(new String(buffer, 13, out.size() - 13, UTF_8))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>" + "ü".repeat(1000) + "</a>");
    }

    @Test
    void anAttributeBehindContentIsAMistake() {
        XmlWriter out = new XmlWriter().start("", "a").text("x");

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> out.attribute("b", "c"));
    }

    @Test
    void elementsMayBeNestedDeeply() {
        XmlWriter out = new XmlWriter();
        for (int i = 0; i < 300; i++) {
            out.start("urn:a", "a");
        }
        for (int i = 0; i < 300; i++) {
            out.end();
        }

        assertThat(new String(out.toBytes(), UTF_8))
                .isEqualTo("<a xmlns=\"urn:a\">" + "<a>".repeat(298) + "<a/>" + "</a>".repeat(299));
    }
}
