package dev.parley.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.InputException;
import dev.parley.sample.Documents;
import dev.parley.sample.Infoset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.namespace.QName;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.DocumentFragment;
import org.w3c.dom.Element;

/** What a caller gives as XML, and what becomes of it (X-01 to X-08, F-09). */
class XmlTest {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    @Provide
    Arbitrary<String> documents() {
        return Documents.any();
    }

    @Property(tries = 1000)
    void whatIsParsedMeansWhatWasWritten(@ForAll("documents") String document) {
        Xml xml = Xml.parse(document);

        assertThat(Infoset.of(xml.toBytes())).isEqualTo(Infoset.of(document.getBytes(UTF_8)));
    }

    @Property(tries = 1000)
    void itMeansTheSameInsideAnElementOfAnotherNamespace(@ForAll("documents") String document) {
        byte[] message = inside(Xml.parse(document));

        assertThat(Infoset.ofChild(message)).isEqualTo(Infoset.of(document.getBytes(UTF_8)));
    }

    @Property(tries = 1000)
    void noContentCanEndAMessage_F09(@ForAll("documents") String document) {
        assertThat(new String(inside(Xml.parse(document)), UTF_8)).doesNotContain("]]>]]>");
    }

    @Property(tries = 300)
    void aSecondParseChangesNothing(@ForAll("documents") String document) {
        Xml once = Xml.parse(document);

        assertThat(Xml.parse(once.toString())).isEqualTo(once).hasSameHashCodeAs(once);
    }

    @Property(tries = 500)
    void aDomTreeThereAndBackMeansTheSame(@ForAll("documents") String document) {
        Xml xml = Xml.parse(document);

        assertThat(Infoset.of(xml.toDocument().getDocumentElement())).isEqualTo(Infoset.of(xml.toBytes()));
        assertThat(Infoset.of(Xml.of(xml.toDocument()).toBytes())).isEqualTo(Infoset.of(xml.toBytes()));
    }

    private static byte[] inside(Xml xml) {
        return new XmlWriter().start(BASE, "config").xml(xml).end().toBytes();
    }

    @Test
    void anElementWithoutNamespaceSaysSo_soThatItDoesNotFallIntoTheMessages() {
        assertThat(Xml.parse("<top><leaf/></top>")).hasToString("<top xmlns=\"\"><leaf/></top>");
        assertThat(Xml.parse("<a/><b/>")).hasToString("<a xmlns=\"\"/><b xmlns=\"\"/>");
    }

    @Test
    void theFirstWithoutNamespaceUnderAPrefixedRootSaysSo() {
        assertThat(Xml.parse("<a:top xmlns:a='urn:a'><leaf><in/></leaf><leaf/></a:top>"))
                .hasToString("<a:top xmlns:a=\"urn:a\"><leaf xmlns=\"\"><in/></leaf><leaf xmlns=\"\"/></a:top>");
    }

    @Test
    void whereADefaultNamespaceIsDeclaredNothingIsAdded() {
        String same = "<top xmlns=\"urn:a\"><leaf/><other xmlns=\"\"><in/></other></top>";

        assertThat(Xml.parse(same)).hasToString(same);
    }

    @Test
    void commentsAndInstructionsAreLeftOut() {
        assertThat(Xml.parse("<!-- a --><t xmlns='u'><!-- ]]>]]> -->x<?pi?>y</t><!-- b -->"))
                .hasToString("<t xmlns=\"u\">xy</t>");
    }

    @Test
    void aDeclarationAByteOrderMarkAndWindowsLinesAreAllowed() {
        assertThat(Xml.parse("\uFEFF<?xml version='1.0' encoding='UTF-8'?>\r\n<t xmlns='u'>\r\n</t>\r\n"))
                .hasToString("<t xmlns=\"u\">\n</t>");
    }

    @Test
    void charactersOutsideTheBasicPlaneSurvive_R01() {
        assertThat(Xml.parse("<t xmlns='u' a='𝄞'>&#x1F600;𝄞</t>")).hasToString("<t xmlns=\"u\" a=\"𝄞\">😀𝄞</t>");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a>                                     | line 1, column 4  | it ends where </a> should stand",
                "<a><b></a>                              | line 1, column 7  | Unexpected end tag: expected </b>",
                "<a>ü€𝄞<b></c></a>                       | line 1, column 10 | Unexpected end tag: expected </b>",
                "<a>¶  <b>¶    <c></d></b></a>           | line 3, column 8  | Unexpected end tag: expected </c>",
                "<?xml version='1.0'?><a><b></a>         | line 1, column 28 | Unexpected end tag: expected </b>",
                "<?xml version='1.0'?>¶<a>¶<b></a>       | line 3, column 4  | Unexpected end tag: expected </b>",
                "<?xml¶ version='1.0'?> <a></b></a>      | line 2, column 21 | Unexpected end tag: expected </a>",
                "<a/></b>                                | line 1, column 5  | an end tag without its start tag",
                "</b>                                    | line 1, column 1  | an end tag without its start tag",
                "<a/></_><_><b/>                         | line 1, column 5  | an end tag without its start tag",
                "<a b                                    | line 1, column 5  | it ends in the middle",
                "<a b='1                                 | line 1, column 8  | it ends in the middle",
                "<a><!-- x                               | line 1, column 10 | it ends in the middle",
                "<a b='1' b='2'/>                        | line 1, column 1  | Duplicate attributes",
                "<a>¶ <p:b/></a>                         | line 2, column 2  | Unbound namespace prefix 'p'",
                "<a p:b=''/>                             | line 1, column 1  | Unbound namespace prefix 'p'",
                "<a xmlns:p=''/>                         | line 1, column 1  | an empty namespace for the prefix p",
                "<a>ü&nbsp;</a>                          | line 1, column 4  | an entity that is not one of XML's own five",
                "<!DOCTYPE a><a/>                        | line 1, column 1  | a document type declaration, which NETCONF forbids",
                "<a/>¶text                               | line 1, column 5  | text between elements",
                "text                                    | line 1, column 1  | text between elements",
                "<a>ü<</a>                               | line 1, column 6  | Unexpected character '<'",
                "<a b='<'/>                              | line 1, column 7  | '<' not allowed in attribute value",
                "<a>&#0;</a>                             | line 1, column 7  | Invalid null character",
            })
    void whatIsNotWellFormedIsShownWithItsPlace(String text, String place, String what) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Xml.parse(text.replace('¶', '\n')))
                .withMessageContaining(" at " + place)
                .withMessageContaining(what)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_XML))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("</_>"));
    }

    @Test
    void aTextWithoutElementIsNoXml() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Xml.parse(" <!-- nothing --> "))
                .withMessage("no element in it");
    }

    @Test
    void halfACharacterIsRefusedRatherThanReplaced() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Xml.parse("<a>\uD834</a>"))
                .withMessageContaining("U+D834");
    }

    @Test
    void aFileNamesItselfInItsErrors(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.xml");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Xml.read(missing))
                .withMessageContaining("cannot read " + missing)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(InputException.Reason.FILE_UNREADABLE));

        Path latin1 =
                Files.write(directory.resolve("latin1.xml"), "<?xml version='1.0'?>\n<a>Grün</a>".getBytes(ISO_8859_1));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Xml.read(latin1))
                .withMessage(latin1 + ": a byte that is not UTF-8 at line 2, column 6")
                .satisfies(e -> assertThat(e.advice()).hasValue("NETCONF is UTF-8 only (RFC 6241 section 3)"));

        Path good = Files.writeString(directory.resolve("good.xml"), "<a xmlns='u'>Grün</a>");
        assertThat(Xml.read(good)).hasToString("<a xmlns=\"u\">Grün</a>");
    }

    @Test
    void contentIsTakenOutWithTheDeclarationsItNeeds_X08() {
        Xml data = Xml.parse("<data xmlns='urn:d' xmlns:p='urn:p'>\n<a p:x='1'/><b xmlns='urn:b'>p:y</b><p:c/></data>");

        assertThat(data.content().orElseThrow())
                .hasToString("<a xmlns=\"urn:d\" xmlns:p=\"urn:p\" p:x=\"1\"/>"
                        + "<b xmlns:p=\"urn:p\" xmlns=\"urn:b\">p:y</b>"
                        + "<p:c xmlns=\"urn:d\" xmlns:p=\"urn:p\"/>");
        assertThat(Xml.parse("<data> <!-- none --> </data>").content()).isEmpty();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Xml.parse("<data><a/>text</data>").content())
                .withMessage("text between elements at line 1, column 20");
    }

    @Test
    void theRootsAreNamed() {
        Xml two = Xml.parse("<a xmlns='urn:a'><inner/></a> <p:b xmlns:p='urn:b'/>");

        assertThat(two.roots()).containsExactly(new QName("urn:a", "a"), new QName("urn:b", "b"));
        assertThat(two.isElement("urn:a", "a")).isFalse();
        assertThat(Xml.element("urn:a", "a").isElement("urn:a", "a")).isTrue();
        assertThat(Xml.element("", "a").isElement("", "a")).isTrue();
    }

    @Test
    void anElementWithoutNamespaceThatWasMadeHereSaysSoToo() {
        assertThat(new String(inside(Xml.element("", "a")), UTF_8))
                .isEqualTo("<config xmlns=\"" + BASE + "\"><a xmlns=\"\"/></config>");
    }

    @Test
    void aPartOfADomTreeBringsItsNamespacesAlong() {
        Document document = Xml.parse("<p:a xmlns:p='urn:p' xmlns='urn:d'><b p:x='1'><c/></b></p:a>")
                .toDocument();
        Element inner = (Element) document.getDocumentElement().getFirstChild();

        assertThat(Infoset.of(Xml.of(inner).toBytes())).isEqualTo("<{urn:d}b {urn:p}x=[1]><{urn:d}c></></>");
    }

    @Test
    void aDomFragmentMayHoldSeveralElements() {
        Document document = Xml.parse("<a xmlns='u'><b/><c/></a>").toDocument();
        DocumentFragment fragment = document.createDocumentFragment();
        while (document.getDocumentElement().hasChildNodes()) {
            fragment.appendChild(document.getDocumentElement().getFirstChild());
        }

        assertThat(Xml.of(fragment).roots()).containsExactly(new QName("u", "b"), new QName("u", "c"));
    }

    @Test
    void theBytesAreUtf8AndTheCallersOwn() throws IOException {
        Xml xml = Xml.parse("<a xmlns='u'>ü</a>".getBytes(UTF_8));
        xml.toBytes()[1] = 'b';
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        xml.writeTo(out);

        assertThat(out.toString(UTF_8)).isEqualTo("<a xmlns=\"u\">ü</a>");
        assertThat(xml.size()).isEqualTo(out.size());
    }
}
