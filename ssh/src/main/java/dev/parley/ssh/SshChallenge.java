package dev.parley.ssh;

import java.util.List;

/**
 * Questions that a device asks while one logs in (RFC 4256).
 *
 * @param name what they are about, perhaps empty
 * @param instruction what the device says besides, perhaps empty
 * @param prompts the questions, perhaps none
 */
public record SshChallenge(String name, String instruction, List<Prompt> prompts) {
    /** Copies the list. */
    public SshChallenge {
        prompts = List.copyOf(prompts);
    }

    /**
     * One question.
     *
     * @param text its words
     * @param echo whether what is typed may be seen
     */
    public record Prompt(String text, boolean echo) {}

    /** Who answers. */
    @FunctionalInterface
    public interface Responder {
        /**
         * One answer to each question, in order; null to give up. It is called on a thread that may block, and interrupted
         * when the attempt is over: its deadline is that of the phase AUTHENTICATE.
         */
        @org.jspecify.annotations.Nullable
        List<char[]> answer(SshChallenge challenge);
    }
}
