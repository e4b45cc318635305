package dev.parley.ssh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers that are known beforehand, each given once. */
final class FixedAnswers implements SshChallenge.Responder {
    private final ArrayDeque<char[]> left = new ArrayDeque<>();

    FixedAnswers(List<char[]> answers) {
        answers.forEach(answer -> left.add(answer.clone()));
    }

    @Override
    public @Nullable List<char[]> answer(SshChallenge challenge) {
        if (challenge.prompts().size() > left.size()) {
            return null;
        }
        List<char[]> given = new ArrayList<>();
        challenge.prompts().forEach(prompt -> given.add(left.remove()));
        return given;
    }
}
