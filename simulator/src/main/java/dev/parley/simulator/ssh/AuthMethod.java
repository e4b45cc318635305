package dev.parley.simulator.ssh;

/** A way for a user to prove who it is (RFC 4252, RFC 4256). */
public enum AuthMethod {
    /** A signature by a key that the device knows. */
    PUBLIC_KEY("publickey"),
    /** A password. */
    PASSWORD("password"),
    /** Answers to the device's questions. */
    KEYBOARD_INTERACTIVE("keyboard-interactive");

    private final String wireName;

    AuthMethod(String wireName) {
        this.wireName = wireName;
    }

    /** What SSH calls it. */
    public String wireName() {
        return wireName;
    }
}
