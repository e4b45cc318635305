package dev.parley.operation;

import dev.parley.message.Namespaces;
import dev.parley.xml.XmlWriter;
import java.util.Locale;

/** How values that equal the model's default are reported (RFC 6243 section 3). */
public enum WithDefaults {
    /** All are reported. */
    REPORT_ALL,
    /** All are reported, and marked by an attribute. */
    REPORT_ALL_TAGGED,
    /** None is reported. */
    TRIM,
    /** Those that a client set are reported. */
    EXPLICIT;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Writes the parameter. */
    void writeTo(XmlWriter out) {
        out.start(Namespaces.WITH_DEFAULTS, "with-defaults").text(wireName()).end();
    }
}
