package dev.parley.ssh;

import dev.parley.error.Circumstance;
import dev.parley.error.OpenException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.auth.AbstractUserAuthServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Logging in over one connection: what is tried, what the device offers, and what came of it. One thread at a time. */
final class Authentication {
    /** MINA's service, which also notes what the device offers. */
    static final ServiceFactory FACTORY = new AbstractUserAuthServiceFactory() {
        @Override
        public Service create(Session session) throws IOException {
            return new Listening((SshSession) session);
        }
    };

    private final Supplier<@Nullable Identity> source;
    private @Nullable Identity identity;
    private final Set<String> tried = new LinkedHashSet<>();
    private final List<String> succeeded = new ArrayList<>();
    private final List<Credential.Password> refused = new ArrayList<>();
    private List<String> offered = List.of();
    private @Nullable String hint;

    /**
     * @param source tells who we are there, at the latest when the host's key is accepted
     */
    Authentication(Supplier<@Nullable Identity> source) {
        this.source = source;
        identity = source.get();
    }

    /** The host's key is accepted: now it is settled who we are there. */
    void begin() {
        identity = source.get();
    }

    /** The user on the device; empty before the host's key is accepted. */
    String user() {
        return identity == null ? "" : identity.user();
    }

    private List<Credential> credentials() {
        return identity == null ? List.of() : identity.credentials();
    }

    private static final class Listening extends ClientUserAuthService {
        private final Authentication authentication;

        Listening(SshSession session) {
            super(session);
            authentication = session.authentication();
        }

        @Override
        protected void processUserAuth(int command, Buffer message, AuthFuture future) throws Exception {
            if (command == SshConstants.SSH_MSG_USERAUTH_FAILURE) {
                int start = message.rpos();
                authentication.offered = Arrays.asList(message.getString().split(","));
                message.rpos(start);
            }
            super.processUserAuth(command, message, future);
        }
    }

    /**
     * The ways to log in, in the order in which they are tried. MINA asks for them at once, when it may not be known yet who
     * has called; then it is all, and a way that we have nothing for is passed over when it is its turn.
     */
    List<UserAuthFactory> methods() {
        Set<String> names = new LinkedHashSet<>();
        credentials().forEach(credential -> names.addAll(credential.methods()));
        if (identity == null) {
            names.addAll(List.of(KeyLogin.NAME, PromptLogin.NAME, PasswordLogin.NAME));
        }
        List<UserAuthFactory> methods = new ArrayList<>();
        names.forEach(name -> methods.add(new Method(name, this)));
        // MINA wants one at least, to ask the device what it offers
        return methods.isEmpty() ? List.of(new Method(KeyLogin.NAME, this)) : methods;
    }

    private record Method(String name, Authentication authentication) implements UserAuthFactory {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public UserAuth createUserAuth(ClientSession session) {
            return switch (name) {
                case KeyLogin.NAME -> new KeyLogin(authentication);
                case PasswordLogin.NAME -> new PasswordLogin(authentication);
                default -> new PromptLogin(authentication);
            };
        }
    }

    <T extends Credential> List<T> credentials(Class<T> kind) {
        return credentials().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * The passwords that the device has not refused yet. By whichever method it was asked, it would refuse the same one again,
     * and count that: many lock a user out after a few.
     */
    List<Credential.Password> passwords() {
        return credentials(Credential.Password.class).stream()
                .filter(password -> !refused.contains(password))
                .toList();
    }

    void refuses(Credential.Password password) {
        refused.add(password);
    }

    /** Something is tried, named as people know it. */
    void tries(String what) {
        tried.add(what);
    }

    void succeeds(String method) {
        succeeded.add(method);
    }

    /** Something that may explain a failure. */
    void hint(String text) {
        hint = hint == null ? text : hint + "; " + text;
    }

    List<String> succeeded() {
        return succeeded;
    }

    /** What is said when the device lets us in by none of the ways. */
    SshFailure failure(String user, @Nullable String disconnected, @Nullable Throwable cause) {
        StringBuilder detail =
                new StringBuilder("the device does not let ").append(user).append(" in");
        if (disconnected != null) {
            detail.append(" and ended the connection: ").append(disconnected);
        }
        detail.append("; tried ").append(tried.isEmpty() ? "nothing" : String.join(", ", tried));
        if (!succeeded.isEmpty()) {
            detail.append("; it accepted ")
                    .append(String.join(" and ", succeeded))
                    .append(" and asks for more");
        }
        if (!offered.isEmpty()) {
            detail.append("; it offers ").append(String.join(", ", offered));
        }
        if (hint != null) {
            detail.append("; ").append(hint);
        }
        return new SshFailure(
                Reason.AUTHENTICATION_REFUSED,
                tried.isEmpty() ? Circumstance.NO_LOGIN_TRIED : null,
                detail.toString(),
                advice(),
                cause);
    }

    private String advice() {
        boolean common = credentials().stream()
                .flatMap(credential -> credential.methods().stream())
                .anyMatch(offered::contains);
        return common || offered.isEmpty()
                ? "check the user's name, and whether the device knows the key or password; its log says more"
                : "give a way to log in that the device offers: " + String.join(", ", offered);
    }
}
