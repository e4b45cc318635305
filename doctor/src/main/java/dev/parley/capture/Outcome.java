package dev.parley.capture;

import dev.parley.framing.Framing;
import java.util.List;
import java.util.Optional;

/**
 * What the engine made of a recorded conversation.
 *
 * @param hello what the device announced, if the session came about
 * @param answers what became of each request, in the order in which they ended
 * @param deviations where the device departed from the standard, in order
 * @param notifications how many notifications came
 * @param failure how the session failed, if it did
 * @param remarks what of the recording could not be had again
 */
public record Outcome(
        Optional<Hello> hello,
        List<Answer> answers,
        List<String> deviations,
        long notifications,
        Optional<String> failure,
        List<String> remarks) {
    /** Copies the lists. */
    public Outcome {
        answers = List.copyOf(answers);
        deviations = List.copyOf(deviations);
        remarks = List.copyOf(remarks);
    }

    /**
     * Whether another replay came to the same. The words of failures do not count: they tell how much of a message had come,
     * which depends on how it was cut.
     */
    public boolean sameAs(Outcome other) {
        return hello.equals(other.hello)
                && outline(answers).equals(outline(other.answers))
                && deviations.equals(other.deviations)
                && notifications == other.notifications
                && failure.isPresent() == other.failure.isPresent();
    }

    private static List<Answer> outline(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.kind() == Kind.NONE
                        ? new Answer(answer.id(), answer.operation(), answer.kind(), "")
                        : answer)
                .toList();
    }

    /**
     * What the device announced.
     *
     * @param sessionId the session's number on the device
     * @param framing how all that followed is framed
     * @param capabilities the URIs, in order
     */
    public record Hello(long sessionId, Framing framing, List<String> capabilities) {
        /** Copies the list. */
        public Hello {
            capabilities = List.copyOf(capabilities);
        }
    }

    /** What a request came to. */
    public enum Kind {
        /** {@code <ok/>}. */
        OK,
        /** Data, or whatever else the operation gives. */
        DATA,
        /** One or more {@code <rpc-error>}. */
        ERROR,
        /** A reply that cannot be read. */
        UNREADABLE,
        /** No reply in the recording. */
        NONE
    }

    /**
     * What became of a request.
     *
     * @param id its message-id
     * @param operation its name
     * @param kind what came of it
     * @param detail the error, or why there is no reply; otherwise how large the reply is
     */
    public record Answer(long id, String operation, Kind kind, String detail) {}
}
