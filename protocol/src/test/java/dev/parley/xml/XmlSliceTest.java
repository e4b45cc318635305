package dev.parley.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.sample.Documents;
import dev.parley.sample.Infoset;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An element cut out of a document keeps its meaning, namespaces included. */
class XmlSliceTest {

    @Provide
    Arbitrary<String> documents() {
        return Documents.any();
    }

    /** Cuts out each element, in the order of the start tags. */
    private static List<Xml> slices(byte[] document) {
        record Open(int index, int from, Map<String, String> around, Map<String, String> missing) {}
        List<Xml> slices = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        XmlReader in = XmlReader.of(document, 0, document.length, XmlLimits.DEFAULT);
        Map<String, String> scope = Map.of();
        while (in.hasNext()) {
            int event = in.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                open.push(new Open(slices.size(), (int) in.startOffset(), scope, XmlNames.without(scope, in)));
                slices.add(null);
                scope = new LinkedHashMap<>(scope);
                scope.putAll(XmlNames.declared(in));
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                Open ended = open.pop();
                slices.set(ended.index(), Xml.slice(document, ended.from(), (int) in.endOffset(), ended.missing()));
                scope = ended.around();
            }
        }
        return slices;
    }

    @Property(tries = 1000)
    void everySliceMeansWhatItMeantInItsPlace(@ForAll("documents") String document) {
        byte[] bytes = document.getBytes(UTF_8);
        Element root = Infoset.root(bytes);
        NodeList inside = root.getElementsByTagName("*");

        List<Xml> slices = slices(bytes);

        assertThat(slices).hasSize(1 + inside.getLength());
        assertThat(Infoset.of(slices.get(0).toBytes())).isEqualTo(Infoset.of(root));
        for (int i = 0; i < inside.getLength(); i++) {
            assertThat(Infoset.of(slices.get(i + 1).toBytes())).isEqualTo(Infoset.of((Element) inside.item(i)));
        }
    }

    @Property(tries = 500)
    void everySliceCanBeSentAgain_F09(@ForAll("documents") String document) {
        for (Xml slice : slices(document.getBytes(UTF_8))) {
            byte[] message = new XmlWriter()
                    .start("urn:ietf:params:xml:ns:netconf:base:1.0", "config")
                    .xml(slice)
                    .end()
                    .toBytes();

            assertThat(Infoset.ofChild(message)).isEqualTo(Infoset.of(slice.toBytes()));
            assertThat(new String(message, UTF_8)).doesNotContain("]]>]]>");
        }
    }

    @Property(tries = 300)
    void aStreamCountsTheSameOffsetsAsAnArray(@ForAll("documents") String document) {
        byte[] bytes = ("\n\0" + document).getBytes(UTF_8);
        XmlReader array = XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT);
        XmlReader stream = XmlReader.of(new ByteArrayInputStream(bytes), XmlLimits.DEFAULT);

        array.nextTag();
        stream.nextTag();
        while (array.depth() > 0) {
            assertThat(stream.next()).isEqualTo(array.next());
            assertThat(stream.endOffset()).isEqualTo(array.endOffset());
            if (array.depth() > 0) {
                assertThat(stream.startOffset()).isEqualTo(array.startOffset());
            }
        }
        assertThat(stream.depth()).isZero();
    }

    @Test
    void aSliceRepeatsOnlyWhatItDoesNotSayItself() {
        byte[] document = "<r xmlns='urn:r' xmlns:p='urn:p'><a xmlns='urn:a'/></r>".getBytes(UTF_8);

        assertThat(slices(document).get(1)).hasToString("<a xmlns:p=\"urn:p\" xmlns='urn:a'/>");
    }
}
