package dev.parley.backup;

import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration in a form in which the same content has the same bytes, however a device writes it: with whichever prefixes,
 * declarations wherever, attributes in any order, with entities, CDATA and white space.
 *
 * <p>Elements are written without prefixes, each declaring its namespace where it is another than its parent's; attributes are in the
 * order of their namespaces and names; an element with others in it has each on a line, and white space between them is not content (RFC
 * 7950 knows no mixed content; where there is text beside elements all of it is kept). The text of a leaf stays as it is, character
 * by character. The prefix of an identity or a path in a value, whose meaning is known to nobody without the model, is kept with its
 * declaration; only where the leaf itself declares it, for its value alone, it gets a name made of its namespace.
 *
 * <p>The order of elements is kept: only the model knows whether it means something. {@link BackupRules} put in order what they are
 * told to.
 *
 * @param text the XML, with a line end behind it
 * @param leftOut how often something was left out, by the rule for it; {@code comments} for comments and processing instructions
 */
public record CanonicalConfig(String text, Map<String, Integer> leftOut) {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    /** Copies the map. */
    public CanonicalConfig {
        leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
    }

    /**
     * The canonical form of a document.
     *
     * @param xml one element, such as the {@code <data>} of a reply; paths of rules begin below it
     * @throws dev.parley.error.ProtocolException if it is not well-formed
     */
    public static CanonicalConfig of(String xml, BackupRules rules) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        ConfigReader reader = new ConfigReader(XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT), rules);
        String text = ConfigWriter.text(reader.read());
        return new CanonicalConfig(DECLARATION + text, reader.leftOut());
    }
}
