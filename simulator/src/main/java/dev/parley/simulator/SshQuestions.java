package dev.parley.simulator;

import dev.parley.simulator.ssh.SshUser;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Asks a user all its questions at once, and wants all answers right (RFC 4256). */
final class SshQuestions implements KeyboardInteractiveAuthenticator {
    private final Function<String, Optional<SshUser>> users;

    SshQuestions(Function<String, Optional<SshUser>> users) {
        this.users = users;
    }

    /** Whoever is not known is asked for a password, too, so that nobody learns who is known. */
    @Override
    public InteractiveChallenge generateChallenge(
            ServerSession session, String username, String language, String methods) {
        InteractiveChallenge challenge = new InteractiveChallenge();
        challenge.setInteractionName("");
        challenge.setInteractionInstruction(
                users.apply(username).map(SshUser::instruction).orElse(""));
        challenge.setLanguageTag("");
        List<SshUser.Question> questions = questionsOf(username);
        if (questions.isEmpty()) {
            challenge.addPrompt("Password: ", false);
        }
        questions.forEach(question -> challenge.addPrompt(question.prompt(), question.echo()));
        return challenge;
    }

    @Override
    public boolean authenticate(ServerSession session, String username, List<String> responses) {
        List<SshUser.Question> questions = questionsOf(username);
        return !questions.isEmpty()
                && questions.stream().map(SshUser.Question::answer).toList().equals(responses);
    }

    private List<SshUser.Question> questionsOf(String username) {
        return users.apply(username).map(SshUser::questions).orElse(List.of());
    }
}
