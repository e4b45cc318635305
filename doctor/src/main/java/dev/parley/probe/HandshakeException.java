package dev.parley.probe;

import java.io.IOException;

/** A handshake did not come to its end. */
public final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    HandshakeException(String message, Answer answer) {
        super(message);
        this.answer = answer;
    }

    static HandshakeException of(Answer answer) {
        return new HandshakeException(Words.of(answer), answer);
    }

    /** What the server did instead. */
    public Answer answer() {
        return answer;
    }
}
