package dev.parley.ssh;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.client.auth.password.UserAuthPassword;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Passwords (RFC 4252 section 8), each tried once. */
final class PasswordLogin extends UserAuthPassword {
    static final String NAME = "password";

    private final Authentication authentication;
    private final ArrayDeque<Credential.Password> left;
    private Credential.@Nullable Password current;

    PasswordLogin(Authentication authentication) {
        this.authentication = authentication;
        left = new ArrayDeque<>(authentication.passwords());
    }

    @Override
    protected @Nullable String resolveAttemptedPassword(ClientSession session, String service) {
        Credential.Password next = left.poll();
        current = next;
        if (next == null) {
            return null;
        }
        authentication.tries(NAME);
        return text(next);
    }

    /** MINA writes strings; this one lives as long as its message. */
    static String text(Credential.Password password) {
        char[] copy = password.supplier().get().clone();
        try {
            return new String(copy);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    @Override
    protected boolean processAuthDataRequest(ClientSession session, String service, Buffer message) throws Exception {
        authentication.hint("the password has to be changed first, which is done on the device");
        return super.processAuthDataRequest(session, service, message);
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
        } else if (current != null) {
            authentication.refuses(current);
        }
        super.signalAuthMethodFailure(session, service, partial, methods, message);
    }
}
