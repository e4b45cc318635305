package dev.parley.doctor.evidence;

/** What was done in another way than the user asks for, to decide between two explanations. */
public enum Variation {
    /** Nothing: everything as the user asks for it. */
    NONE("as configured"),
    /** Nothing again, to see whether the first result was chance. */
    AGAIN("again as configured"),
    /** Messages without the XML declaration in front (some devices refuse it). */
    WITHOUT_DECLARATION("without the XML declaration"),
    /** Messages with the XML declaration in front (some devices need it). */
    WITH_DECLARATION("with the XML declaration"),
    /** With a full TLS handshake, where the first attempt offered to resume an earlier session. */
    WITHOUT_RESUMPTION("with a full TLS handshake"),
    /** Without the post-quantum hybrid group, which makes the ClientHello large. */
    WITHOUT_HYBRID("without the post-quantum group, so with a smaller ClientHello"),
    /** With TLS 1.2 alone. */
    ONLY_TLS_1_2("with TLS 1.2 only");

    private final String words;

    Variation(String words) {
        this.words = words;
    }

    /** What is different, as people say it. */
    public String words() {
        return words;
    }

    /** Whether it differs from what the user asks for. */
    public boolean isDifferent() {
        return this != NONE && this != AGAIN;
    }
}
