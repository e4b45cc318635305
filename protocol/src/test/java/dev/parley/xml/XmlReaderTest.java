package dev.parley.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader refuses, how it says so, and what it lets pass. */
class XmlReaderTest {

    private static XmlReader reader(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        return XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT);
    }

    private static ProtocolException refused(String document) {
        return refused(reader(document)::finish);
    }

    private static ProtocolException refused(Runnable reading) {
        try {
            reading.run();
        } catch (ProtocolException e) {
            return e;
        }
        throw new AssertionError("nothing was refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r><r/>",
                "<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r/>",
                "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>",
            })
    void aDocumentTypeIsRefused_X02_X03(String document) {
        assertThat(refused(document))
                .hasMessageContaining("a document type declaration, which NETCONF forbids")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.DOCTYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<r>&x;</r>", "<r a='&x;'/>", "<r>text &x; text</r>", "<r>&amp;&x;</r>"})
    void anEntityIsRefused_X03(String document) {
        assertThat(refused(document))
                .hasMessageStartingWith("a reference to an entity that is not one of XML's own five at line 1")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.ENTITY);
    }

    @Test
    void threeHundredThousandCharacterReferencesAreInOrder_X04() {
        XmlReader in = reader("<r a='" + "&amp;".repeat(5_000) + "'>" + "&quot;".repeat(300_000) + "</r>");
        in.nextTag();

        assertThat(in.getAttributeValue(0)).isEqualTo("&".repeat(5_000));
        assertThat(in.getElementText()).isEqualTo("\"".repeat(300_000));
    }

    @Test
    void aHugeTextIsInOrder_Q18() {
        XmlReader in = reader("<r>" + "x".repeat(10_000_000) + "</r>");
        in.nextTag();

        assertThat(in.getElementText()).hasSize(10_000_000);
    }

    @Test
    void theDepthIsLimited_X05() {
        reader("<a>".repeat(512) + "</a>".repeat(512)).finish();

        assertThat(refused("<a>".repeat(100_000)))
                .hasMessage("elements nested deeper than 512 at line 1, column 1537")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @Test
    void attributesDeclarationsAndNamesAreLimited_X05() {
        assertThat(refused("<a" + numbered(1001, " x%d=''") + "/>"))
                .hasMessage("an element with more than 1000 attributes at line 1, column 1");
        assertThat(refused("<a" + numbered(1001, " xmlns:x%d='u'") + "/>"))
                .hasMessage("an element with more than 1000 attributes at line 1, column 1");
        assertThat(refused("<a><" + "x".repeat(4001) + "/></a>"))
                .hasMessage("a name longer than 4000 characters at line 1, column 4");
        reader("<a" + numbered(1000, " x%d=''") + numbered(1000, " xmlns:x%d='u'") + "/>")
                .finish();
    }

    @Test
    void elementsOfFewNamesMayBeManyAndOfManyNamesMayNot_X05() {
        reader("<r>" + "<a/><b c=''/>".repeat(100_000) + "</r>").finish();
        reader("<r>" + numbered(19_000, "<x%d/>").repeat(2) + "</r>").finish();

        assertThat(refused("<r>" + numbered(60_000, "<x%d/>") + "</r>"))
                .hasMessageStartingWith("more than 20000 different names at line 1")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-a", ".", "\u00b7", "\u0300a"})
    void aNameBehindAPrefixBeginsLikeAName(String name) {
        String open = "<r xmlns:p='u'>";
        assertThat(refused(open + "<p:" + name + "/></r>"))
                .hasMessageMatching("a name that begins with .* at line 1, column 16")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.MALFORMED_XML);
        assertThat(refused(open + "<a p:" + name + "=''/></r>"))
                .hasMessageMatching("a name that begins with .* at line 1, column 16");
        assertThat(refused("<a xmlns:" + name + "='u'/>"))
                .hasMessageMatching("a name that begins with .* at line 1, column 1");

        assertThat(Xml.parse(open + "<p:\u00e9\u00b72 p:_-='' p:\u4e00=''/></r>")
                        .toDocument())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p:/>", "<a p:=''/>"})
    void aPrefixStandsInFrontOfAName(String element) {
        assertThat(refused("<r xmlns:p='u'>" + element + "</r>"))
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.MALFORMED_XML);
    }

    private static String numbered(int count, String format) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, count).forEach(i -> text.append(String.format(format, i)));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 3998, 3999, 4000, 5000, 7999, 300_000})
    void aTagWithoutEndIsGivenUp_whereverItBegins_X05(int textBefore) {
        String document = "<r>" + "x".repeat(textBefore) + "<a" + " ".repeat(200_000) + "/></r>";

        assertThat(refused(document))
                .hasMessage("a tag of more than 65536 bytes at line 1, column " + (textBefore + 4))
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.LIMIT_EXCEEDED);
        XmlReader stream = XmlReader.of(new ByteArrayInputStream(document.getBytes(UTF_8)), XmlLimits.DEFAULT);
        assertThat(refused(stream::finish)).hasMessageStartingWith("a tag of more than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--%s-->", "<![CDATA[%s]]>", "<?pi %s?>", "%s"})
    void allElseMayBeLongerThanATag(String form) {
        reader("<r>" + String.format(form, "x".repeat(200_000)) + "</r>").finish();
    }

    @ParameterizedTest
    @CsvSource({
        "80, a continuation without start",
        "C080, NUL in two bytes",
        "C1BF, a letter in two bytes",
        "E080AF, a slash in three bytes",
        "E09FBF, two bytes' worth in three",
        "EDA080, a surrogate",
        "EDBFBF, a surrogate",
        "F08080AF, a slash in four bytes",
        "F48F, cut off",
        "F4908080, beyond Unicode",
        "F5808080, beyond Unicode",
        "F888808080, five bytes",
        "FE, never a byte of UTF-8",
        "FF, never a byte of UTF-8",
        "E9, Latin-1",
    })
    void whatIsNotUtf8IsRefused_X01(String hex, String what) {
        byte[] bad = new java.math.BigInteger("00" + hex, 16).toByteArray();
        String form = new String(bad, bad.length - hex.length() / 2, hex.length() / 2, ISO_8859_1);
        for (String document : new String[] {
            "<r>" + form + "</r>", "<r a='" + form + "'/>", "<r><!--" + form + "--></r>", "<" + form + "/>"
        }) {
            byte[] bytes = document.getBytes(ISO_8859_1);

            assertThat(refused(() -> XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT)
                            .finish()))
                    .as(what)
                    .hasMessageStartingWith("a byte that is not UTF-8 at line 1");
        }
    }

    @Test
    void theEdgesOfUtf8AreInOrder() {
        XmlReader in = reader("<r>\u0080\u07FF\u0800\uD7FF\uE000\uFFFD\uD800\uDC00\uDBFF\uDFFD</r>");
        in.nextTag();

        assertThat(in.getElementText()).isEqualTo("\u0080\u07FF\u0800\uD7FF\uE000\uFFFD\uD800\uDC00\uDBFF\uDFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "us-ascii", "klingon"})
    void theDeclaredEncodingIsIgnored_X01(String encoding) {
        String document = "\n \0\uFEFF<?xml version='1.0' encoding='" + encoding + "'?>\n<r>ü</r>";
        XmlReader array = reader(document);
        XmlReader stream = XmlReader.of(new ByteArrayInputStream(document.getBytes(UTF_8)), XmlLimits.DEFAULT);

        for (XmlReader in : new XmlReader[] {array, stream}) {
            in.nextTag();
            assertThat(in.getElementText()).isEqualTo("ü");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<", "<?", "<?xm", "<?xml", "<?xml ", "<?xml version='1.0'", "<?xml version='1.0'?", "x"})
    void aStreamThatEndsInItsPrologIsRefused(String document) {
        assertThat(refused(() -> XmlReader.of(new ByteArrayInputStream(document.getBytes(UTF_8)), XmlLimits.DEFAULT)
                        .finish()))
                .hasMessageStartingWith("XML that is not well-formed");
    }

    @Test
    void anInstructionThatBeginsLikeADeclarationIsNone() {
        for (String document : new String[] {"<?xml-stylesheet href='x'?><r/>", "<?xmlx?><r/>", "<?x?><r/>"}) {
            XmlReader in = XmlReader.of(new ByteArrayInputStream(document.getBytes(UTF_8)), XmlLimits.DEFAULT);

            assertThat(in.next()).isEqualTo(XMLStreamConstants.PROCESSING_INSTRUCTION);
            assertThat(in.nextTag()).isEqualTo(XMLStreamConstants.START_ELEMENT);
            assertThat(in.startOffset()).isEqualTo(document.indexOf("<r"));
        }
    }

    /** The parser puts text off until it is asked for, so its errors come from anywhere. */
    @Test
    void anErrorIsTheSameWhicheverCallMeetsIt() {
        for (Consumer<XmlReader> call : List.<Consumer<XmlReader>>of(
                XmlReader::getText,
                XmlReader::getTextCharacters,
                XmlReader::getTextLength,
                XmlReader::endOffset,
                XmlReader::next)) {
            XmlReader in = reader("<r>abc&x;</r>");
            in.nextTag();
            in.next();

            ProtocolException first = refused(() -> call.accept(in));
            assertThat(first.reason()).isEqualTo(Reason.ENTITY);
            assertThat(refused(in::finish)).isSameAs(first);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<r>", "<r><a></r>", "<r>&x;</r>", "<r a='1' a='2'/>", "<r>\u0001</r>", "<r/>x", "<r/><r/>"})
    void afterAnErrorNothingMoreIsRead(String document) {
        XmlReader in = reader(document);

        ProtocolException first = refused(in::finish);

        assertThat(in.hasNext()).isTrue();
        assertThat(refused(in::next)).isSameAs(first);
        assertThat(refused(in::finish)).isSameAs(first);
    }

    @Test
    void whatTheParserStumblesOverIsAnErrorOfTheDocument() {
        assertThat(refused("<xmlns:a/>").reason()).isEqualTo(Reason.MALFORMED_XML);
    }

    @Test
    void aVeryLongNameIsShownInPart() {
        assertThat(refused("<r><" + "x".repeat(3_000) + "></r>").getMessage()).hasSizeLessThan(500);
    }

    @Test
    void aStreamThatBreaksSaysSoItself() {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream("<rrr".getBytes(UTF_8))) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                if (count < 0) {
                    throw new IOException("disk gone");
                }
                return count;
            }
        };

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> XmlReader.of(broken, XmlLimits.DEFAULT).finish())
                .withMessageContaining("disk gone");
    }

    @Test
    void closingDoesNotEndTheReading() {
        XmlReader in = reader("<r><a/></r>");
        in.nextTag();
        in.close();

        assertThat(in.nextTag()).isEqualTo(XMLStreamConstants.START_ELEMENT);
        assertThat(in.getLocalName()).isEqualTo("a");
    }

    @Test
    void textIsReadWithAllThatStandsInIt() {
        XmlReader in = reader("<r> a<!-- no -->b<i>c<![CDATA[<d>]]></i>&lt; </r>");
        in.nextTag();

        assertThat(in.text(100)).isEqualTo("abc<d><");
        assertThat(in.depth()).isZero();
    }

    @Test
    void aLeafHoldsNoElement() {
        XmlReader leaf = reader("<r>a<!-- no --><![CDATA[b]]>&amp;c</r>");
        leaf.nextTag();
        assertThat(leaf.getElementText()).isEqualTo("ab&c");

        XmlReader other = reader("<r>a<b/></r>");
        other.nextTag();
        assertThat(refused(other::getElementText))
                .hasMessage("element <b> where only text may stand at line 1, column 5");
    }

    @Test
    void elementsOfOneNameCanBeDiverted() {
        XmlReader in = reader("<r><e>1</e><a><e>2</e>x</a><e/><b/></r>");
        in.nextTag();
        StringBuilder diverted = new StringBuilder();
        in.divert("e", e -> {
            diverted.append('[').append(e.text(9)).append(']');
            return true;
        });

        in.nextTag();
        assertThat(in.getLocalName()).isEqualTo("a");
        assertThat(in.text(9)).isEqualTo("x");
        in.nextTag();
        assertThat(in.getLocalName()).isEqualTo("b");
        in.finish();
        assertThat(diverted).hasToString("[1][2][]");
    }
}
