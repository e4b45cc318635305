package dev.parley.ssh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractive;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Questions and answers (RFC 4256): those who answer take their turns, then passwords where one hidden answer is asked. */
final class PromptLogin extends UserAuthKeyboardInteractive {
    static final String NAME = "keyboard-interactive";

    private final Authentication authentication;
    private final ArrayDeque<SshChallenge.Responder> left = new ArrayDeque<>();
    private SshChallenge.@Nullable Responder current;

    PromptLogin(Authentication authentication) {
        this.authentication = authentication;
        for (Credential.Answers answers : authentication.credentials(Credential.Answers.class)) {
            left.add(new Lazily(answers));
        }
        for (Credential.Password password : authentication.passwords()) {
            left.add(new OnePassword(password));
        }
    }

    /** Asked for by the first question, so that nobody is bothered without need. */
    private static final class Lazily implements SshChallenge.Responder {
        private final Credential.Answers answers;
        private SshChallenge.@Nullable Responder responder;

        Lazily(Credential.Answers answers) {
            this.answers = answers;
        }

        @Override
        public @Nullable List<char[]> answer(SshChallenge challenge) {
            SshChallenge.Responder known =
                    responder == null ? answers.responder().get() : responder;
            responder = known;
            return known.answer(challenge);
        }
    }

    private static final class OnePassword implements SshChallenge.Responder {
        private final Credential.Password password;
        private boolean used;

        OnePassword(Credential.Password password) {
            this.password = password;
        }

        @Override
        public @Nullable List<char[]> answer(SshChallenge challenge) {
            if (challenge.prompts().isEmpty()) {
                return List.of();
            }
            if (used
                    || challenge.prompts().size() > 1
                    || challenge.prompts().get(0).echo()) {
                return null;
            }
            used = true;
            return List.of(PasswordLogin.text(password).toCharArray());
        }
    }

    @Override
    protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
        current = left.poll();
        if (current == null) {
            return false;
        }
        authentication.tries(NAME);
        return super.sendAuthDataRequest(session, service);
    }

    @Override
    protected boolean verifyTrialsCount(ClientSession session, String service, int command, int trials, int most) {
        // there are as many trials as there are who answer
        return true;
    }

    @Override
    protected String @Nullable [] getUserResponses(
            String name, String instruction, String language, String[] prompts, boolean[] echo) {
        List<SshChallenge.Prompt> questions = new ArrayList<>();
        for (int i = 0; i < prompts.length; i++) {
            questions.add(new SshChallenge.Prompt(prompts[i], echo[i]));
        }
        SshChallenge challenge = new SshChallenge(name, instruction, questions);
        List<char[]> answers = current == null ? null : current.answer(challenge);
        if (answers == null || answers.size() != questions.size()) {
            authentication.hint("its questions were not answered: "
                    + String.join(
                            ", ",
                            questions.stream().map(SshChallenge.Prompt::text).toList()));
            return null;
        }
        return answers.stream().map(String::new).toArray(String[]::new);
    }

    @Override
    public void signalAuthMethodSuccess(ClientSession session, String service, Buffer message) throws Exception {
        authentication.succeeds(NAME);
        super.signalAuthMethodSuccess(session, service, message);
    }

    @Override
    public void signalAuthMethodFailure(
            ClientSession session, String service, boolean partial, List<String> methods, Buffer message)
            throws Exception {
        if (partial) {
            authentication.succeeds(NAME);
        } else if (current instanceof OnePassword one && one.used) {
            authentication.refuses(one.password);
        }
        super.signalAuthMethodFailure(session, service, partial, methods, message);
    }
}
