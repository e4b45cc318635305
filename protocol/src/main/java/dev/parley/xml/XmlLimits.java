package dev.parley.xml;

/**
 * How deep and how wide a document may be before it is refused. A limit on the size of a whole message stands beside
 * these, in the engine's settings.
 *
 * @param maxDepth elements inside each other
 * @param maxAttributes attributes of one element
 * @param maxNameLength characters of a local name
 */
public record XmlLimits(int maxDepth, int maxAttributes, int maxNameLength) {
    /** Far above anything that a device's data model holds, far below what harms a reader: 512, 1000, 4000. */
    public static final XmlLimits DEFAULT = new XmlLimits(512, 1_000, 4_000);

    public XmlLimits {
        if (maxDepth < 8 || maxAttributes < 8 || maxNameLength < 64) {
            throw new IllegalArgumentException("limits too small to hold an rpc-error: " + maxDepth + " levels, "
                    + maxAttributes + " attributes, " + maxNameLength + " characters");
        }
    }
}
