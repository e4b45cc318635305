package dev.parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

class XmlPrinterTest {
    private static final XmlPrinter COLORED = new XmlPrinter(true, Paint.ANSI, false);

    @Example
    void elementsGetLinesOfTheirOwn() {
        String printed = XmlPrinter.PLAIN.print("<data xmlns=\"u\"><a><b>x</b><c/></a>\n\n<d>y</d></data>");

        assertThat(printed).isEqualTo("""
                        <data xmlns="u">
                          <a>
                            <b>x</b>
                            <c/>
                          </a>
                          <d>y</d>
                        </data>""");
    }

    @Example
    void whatHoldsTextBesideElementsStaysAsItIs() {
        String mixed = "<p>take <b>\n<i>care</i>\n</b> here</p>";

        assertThat(XmlPrinter.PLAIN.print("<a>" + mixed + "</a>")).isEqualTo("<a>\n  " + mixed + "\n</a>");
    }

    @Example
    void aLeafOfSpacesKeepsThem() {
        assertThat(XmlPrinter.PLAIN.print("<a><b>   </b></a>")).isEqualTo("<a>\n  <b>   </b>\n</a>");
    }

    @Example
    void askedForSpaceIsPreserved() {
        String preserved = "<b xml:space=\"preserve\"> <c/> </b>";

        assertThat(XmlPrinter.PLAIN.print("<a> " + preserved + "</a>")).isEqualTo("<a>\n  " + preserved + "\n</a>");
    }

    @Example
    void cdataAndCommentsAreKept() {
        String printed = XmlPrinter.PLAIN.print("<a><!-- <b> --><c><![CDATA[<&]]></c><d>1 &gt; 0 &amp; é</d></a>");

        assertThat(printed).isEqualTo("<a>\n  <!-- <b> -->\n  <c><![CDATA[<&]]></c>\n  <d>1 &gt; 0 &amp; é</d>\n</a>");
    }

    @Example
    void aGreaterThanInAnAttributeEndsNoTag() {
        assertThat(XmlPrinter.PLAIN.print("<a b='x>y' c=\"/>\"><d/></a>"))
                .isEqualTo("<a b='x>y' c=\"/>\">\n  <d/>\n</a>");
    }

    @Example
    void severalElementsBesideEachOtherArePrintedBelowEachOther() {
        assertThat(XmlPrinter.PLAIN.print("<a/><b/>")).isEqualTo("<a/>\n<b/>");
    }

    @Example
    void namesValuesAndTheRestHaveColorsOfTheirOwn() {
        assertThat(COLORED.print("<a b=\"c\">d</a>"))
                .contains("\u001b[36ma\u001b[0m", "\u001b[33m b\u001b[0m", "\u001b[32m\"c\"\u001b[0m", "d");
    }

    @Example
    void aDeviceCannotSteerTheTerminal() {
        String printed = new XmlPrinter(true, Paint.NONE, true).print("<a b=\"\u009b2J\">\u202eabc\u0085</a>");

        assertThat(printed).isEqualTo("<a b=\"&#x9B;2J\">&#x202E;abc&#x85;</a>");
    }

    @Property(tries = 500)
    void printingChangesNothingButSpaceBetweenElements(@ForAll("documents") String xml) throws Exception {
        List<String> before = content(xml);

        assertThat(content(XmlPrinter.PLAIN.print(xml))).isEqualTo(before);
    }

    @Property(tries = 200)
    void withoutItsEscapesColoredTextIsThePlainOne(@ForAll("documents") String xml) {
        String colored = COLORED.print(xml);

        assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(XmlPrinter.PLAIN.print(xml));
    }

    @Property(tries = 200)
    void whatWasPrintedIsPrintedTheSameAgain(@ForAll("documents") String xml) {
        String once = XmlPrinter.PLAIN.print(xml);

        assertThat(XmlPrinter.PLAIN.print(once)).isEqualTo(once);
    }

    @Provide
    Arbitrary<String> documents() {
        return elements(3);
    }

    private static Arbitrary<String> elements(int depth) {
        Arbitrary<String> names = Arbitraries.of("a", "b", "p:c", "long-name", "ünï");
        Arbitrary<String> attributes =
                Arbitraries.of("", " x=\"1\"", " y='>'", " z = \"/>'\"", " xml:space=\"preserve\"");
        Arbitrary<String> leaves =
                Arbitraries.of("", " ", "text", "\n  text\n", "&lt;", "<![CDATA[ ]]>", "<!-- > -->", "<?pi >?>", "😀");
        Arbitrary<String> content = depth == 0
                ? leaves
                : Arbitraries.oneOf(elements(depth - 1), elements(depth - 1), leaves)
                        .list()
                        .ofMaxSize(4)
                        .map(parts -> String.join("", parts));
        return Combinators.combine(names, attributes, content)
                .as((name, attribute, inside) -> inside.isEmpty()
                        ? "<" + name + " xmlns:p=\"u\"" + attribute + "/>"
                        : "<" + name + " xmlns:p=\"u\"" + attribute + ">" + inside + "</" + name + ">");
    }

    /** What a parser sees of a document, less the text of white space that stands between elements. */
    private static List<String> content(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        document.normalize();
        List<String> content = new ArrayList<>();
        describe(document.getDocumentElement(), content);
        return content;
    }

    private static void describe(Node node, List<String> into) {
        switch (node.getNodeType()) {
            case Node.ELEMENT_NODE -> {
                into.add("<" + node.getNodeName() + attributes((Element) node));
                boolean between = holdsElementsAndNoText(node);
                for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
                    boolean space = child.getNodeType() == Node.TEXT_NODE
                            && child.getNodeValue().isBlank();
                    if (!(between && space)) {
                        describe(child, into);
                    }
                }
                into.add(">");
            }
            default -> into.add(node.getNodeType() + ":" + node.getNodeName() + ":" + node.getNodeValue());
        }
    }

    private static String attributes(Element element) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            text.append(' ').append(element.getAttributes().item(i));
        }
        return text.toString();
    }

    private static boolean holdsElementsAndNoText(Node node) {
        boolean elements = false;
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            elements |= child.getNodeType() == Node.ELEMENT_NODE;
            if (child.getNodeType() == Node.CDATA_SECTION_NODE
                    || (child.getNodeType() == Node.TEXT_NODE
                            && !child.getNodeValue().isBlank())) {
                return false;
            }
        }
        return elements;
    }
}
