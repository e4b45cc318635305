package dev.parley.probe;

import java.util.regex.Pattern;

/** What a server speaks, going by the first bytes that come from it. */
public enum Speech {
    /** Its identification is the first line. */
    SSH("SSH"),
    /** A web server, which answers whatever it is asked. */
    HTTP("HTTP"),
    /** A hello of NETCONF that nothing protects. */
    NETCONF("NETCONF in the clear"),
    /** A record with an alert or a message of the handshake. */
    TLS("TLS"),
    /** Anything else. */
    UNKNOWN("what is not known here");

    /** How many bytes tell them apart. */
    static final int ENOUGH = 200;

    private static final Pattern HELLO = Pattern.compile("(?s)\\s*<(\\?xml|([\\w.-]+:)?hello)\\b.*");
    private static final int SHOWN = 60;

    private final String words;

    Speech(String words) {
        this.words = words;
    }

    /** What begins like that. */
    public static Speech of(Octets beginning) {
        return of(beginning.latin());
    }

    /** The same, with a character for each byte; white space may stand in front. */
    public static Speech of(String beginning) {
        String text = beginning.stripLeading();
        if (text.startsWith("SSH-")) {
            return SSH;
        }
        if (text.startsWith("HTTP/")) {
            return HTTP;
        }
        if (HELLO.matcher(text).matches()) {
            return NETCONF;
        }
        boolean record =
                text.length() > 2 && (text.charAt(0) == TlsRecord.ALERT || text.charAt(0) == TlsRecord.HANDSHAKE);
        return record && text.charAt(1) == 3 ? TLS : UNKNOWN;
    }

    /** As the rest of a sentence that begins with "the server": {@code speaks SSH: it says "SSH-2.0-…"}. */
    static String words(Octets beginning) {
        Speech speech = of(beginning);
        return "speaks " + speech.words + (speech == TLS ? "" : ": it says " + quoted(beginning));
    }

    private static String quoted(Octets beginning) {
        String line = beginning.latin().strip().split("[\\r\\n]", 2)[0];
        String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
        return "\"" + shown.replaceAll("[^ -~…]", ".") + "\"";
    }

    /** As it is said: {@code NETCONF in the clear}. */
    @Override
    public String toString() {
        return words;
    }
}
