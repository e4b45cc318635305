package dev.parley.cli.device;

import dev.parley.cli.openssh.OpenSshHost;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.ssh.SshChallenge;
import dev.parley.ssh.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what we log in on a host: keys that were named, the keys of the agent, those that OpenSSH would take, a password that
 * was given, and whatever the person at the terminal answers. Passphrases are asked for before anything is opened, so that
 * no time limit runs meanwhile.
 */
final class SshLogins {
    private static final List<String> STANDARD = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final OpenSshHost host;
    private final int port;
    private final Surroundings in;
    private final String name;

    /** What becomes of encrypted keys that nobody named. */
    private enum Sealed {
        /** There are other ways: the agent, which will have them, or a password. */
        LEAVE,
        /** Their passphrase can be had. */
        OPEN,
        /** It cannot, and there may be no other way. */
        WARN
    }

    SshLogins(OpenSshHost host, int port, Surroundings in) {
        this.host = host;
        this.port = port;
        this.in = in;
        this.name = host.user() + "@" + host.hostName();
    }

    /** Those for the device. */
    SshLogin[] toDevice(SshLoginSettings settings) {
        Optional<char[]> password = in.secrets().password(settings.passwordFile());
        List<SshLogin> logins = keys(settings, password.isPresent());
        password.ifPresentOrElse(given -> logins.add(SshLogin.password(given::clone)), () -> ask(logins));
        return logins.toArray(SshLogin[]::new);
    }

    /** Those for a jump host, which must not see the device's password. */
    SshLogin[] onTheWay(SshLoginSettings settings) {
        List<SshLogin> logins = keys(settings, false);
        ask(logins);
        return logins.toArray(SshLogin[]::new);
    }

    private List<SshLogin> keys(SshLoginSettings settings, boolean hasPassword) {
        List<SshLogin> keys = new ArrayList<>();
        Optional<SshLogin> agent = agent(settings);
        // what was named comes first: agents may have more keys than a device lets anybody try
        for (Path file : settings.identities()) {
            keys.add(named(file, settings.passphraseFile()));
        }
        agent.ifPresent(keys::add);
        if (settings.identities().isEmpty()) {
            Sealed sealed = agent.isPresent() || hasPassword
                    ? Sealed.LEAVE
                    : in.secrets().canOpen(settings.passphraseFile()) ? Sealed.OPEN : Sealed.WARN;
            usual().stream()
                    .filter(Files::exists)
                    .map(file -> usual(file, sealed, settings.passphraseFile()))
                    .flatMap(Optional::stream)
                    .forEach(keys::add);
        }
        return keys;
    }

    /** The agent, if it may be asked; where {@code IdentitiesOnly} holds, for those keys only that we would take ourselves. */
    private Optional<SshLogin> agent(SshLoginSettings settings) {
        if (DeviceSettings.isSet(settings.withoutAgent())) {
            return Optional.empty();
        }
        Optional<Path> socket = host.agent(port);
        if (!host.isIdentitiesOnly()) {
            return socket.map(SshLogin::agent);
        }
        List<Path> only = settings.identities().isEmpty() ? usual() : settings.identities();
        return only.isEmpty() ? Optional.empty() : socket.map(path -> SshLogin.agent(path, only));
    }

    private SshLogin named(Path file, @Nullable Path passphraseFile) {
        try {
            return switch (KeyText.of(file)) {
                case ENCRYPTED -> opened(file, in.secrets().passphrase(file, passphraseFile));
                case PLAIN, NO_KEY -> SshLogin.keyFile(file);
            };
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot read the key in " + file + ": " + FileTrouble.words(e),
                    "--identity FILE names the private key",
                    e);
        }
    }

    private static SshLogin opened(Path file, char[] passphrase) {
        return SshLogin.keyFile(file, passphrase::clone);
    }

    /** The keys that OpenSSH would take; they need not exist. */
    private List<Path> usual() {
        Path folder = in.home().resolve(".ssh");
        return host.isIdentityNamed()
                ? host.identityFiles(port)
                : STANDARD.stream().map(folder::resolve).toList();
    }

    /** Such a key, if it can be used without getting in the way: nobody named it for this device. */
    private Optional<SshLogin> usual(Path file, Sealed sealed, @Nullable Path passphraseFile) {
        try {
            return switch (KeyText.of(file)) {
                case PLAIN -> Optional.of(SshLogin.keyFile(file));
                case ENCRYPTED -> sealed(file, sealed, passphraseFile);
                case NO_KEY -> Optional.empty();
            };
        } catch (IOException e) {
            in.warning().accept("the key in " + file + " cannot be read, and is left out: " + FileTrouble.words(e));
            return Optional.empty();
        }
    }

    private Optional<SshLogin> sealed(Path file, Sealed sealed, @Nullable Path passphraseFile) {
        return switch (sealed) {
            case LEAVE -> Optional.empty();
            case OPEN ->
                Optional.of(in.secrets().passphrase(file, passphraseFile))
                        .filter(passphrase -> passphrase.length > 0)
                        .map(passphrase -> opened(file, passphrase));
            case WARN -> {
                in.warning()
                        .accept("the key in " + file
                                + " is encrypted and is left out, because nobody can be asked for the"
                                + " passphrase: put it into PARLEY_KEY_PASSPHRASE, or the key into an agent");
                yield Optional.empty();
            }
        };
    }

    private void ask(List<SshLogin> logins) {
        if (in.secrets().canAsk()) {
            logins.add(SshLogin.answering(this::answers));
            logins.add(SshLogin.password(
                    () -> in.secrets().ask(name + "'s password: ", false).orElse(new char[0])));
        }
    }

    /** What a person answers to a device's questions; null to give up. */
    @Nullable
    List<char[]> answers(SshChallenge challenge) {
        String words = (challenge.name().strip() + " " + challenge.instruction().strip()).strip();
        if (!words.isEmpty()) {
            in.secrets().say("(" + name + ") " + words);
        }
        List<char[]> answers = new ArrayList<>();
        for (SshChallenge.Prompt prompt : challenge.prompts()) {
            Optional<char[]> answer = in.secrets().ask("(" + name + ") " + prompt.text(), prompt.echo());
            if (answer.isEmpty()) {
                return null;
            }
            answers.add(answer.get());
        }
        return answers;
    }
}
