package dev.parley.probe;

import java.io.IOException;
import java.util.List;

/** A handshake did not come to its end. */
public final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;
    private final transient List<ServerMessage> heard;

    private HandshakeException(Answer answer, List<ServerMessage> heard) {
        super(Words.of(answer));
        this.answer = answer;
        this.heard = List.copyOf(heard);
    }

    static HandshakeException of(Answer answer, List<ServerMessage> heard) {
        return new HandshakeException(answer, heard);
    }

    /** What the server did instead. */
    public Answer answer() {
        return answer;
    }

    /** Whether the server had asked for a client certificate before. */
    public boolean isAfterRequest() {
        return heard.stream().anyMatch(ServerMessage.CertificateRequest.class::isInstance);
    }
}
