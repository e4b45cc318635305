package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.Words;
import java.io.IOException;
import java.util.Optional;

/** What an answer proves. */
final class Refusals {
    private Refusals() {}

    /**
     * What the server agreed to; empty if it refused.
     *
     * @throws IOException if the answer proves neither, such as silence
     */
    static Optional<Answer.Agreed> agreement(Answer answer) throws IOException {
        if (answer instanceof Answer.Agreed agreed) {
            return Optional.of(agreed);
        }
        if (answer.isRefusal()) {
            return Optional.empty();
        }
        throw nothing(answer);
    }

    /** That an answer proves nothing. */
    static IOException nothing(Answer answer) {
        return new IOException("the server " + Words.of(answer));
    }
}
