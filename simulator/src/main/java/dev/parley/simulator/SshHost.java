package dev.parley.simulator;

import dev.parley.simulator.ssh.Algorithms;
import dev.parley.simulator.ssh.AuthMethod;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/**
 * MINA's SSH server as all connections with the same settings share it: it is never started, has no socket and no thread,
 * and is fed by the {@link SshWire} of each connection. Safe for any thread.
 */
final class SshHost extends SessionFactory {
    private final SshSettings settings;

    private SshHost(SshSettings settings, SshServer server) {
        super(server);
        this.settings = settings;
    }

    /** A host of those settings, whose delayed work runs there. */
    static SshHost of(SshSettings settings, ScheduledExecutorService timer) {
        Algorithms algorithms = settings.algorithms();
        ServerBuilder builder =
                ServerBuilder.builder().channelFactories(List.of(SshChannel.Kind.SESSION, SshChannel.Kind.FORWARDED));
        if (!algorithms.keyExchange().isEmpty()) {
            builder.keyExchangeFactories(algorithms.keyExchange().stream()
                    .map(name -> ServerBuilder.DH2KEX.apply(BuiltinDHFactories.resolveFactory(name)))
                    .toList());
        }
        if (!algorithms.ciphers().isEmpty()) {
            builder.cipherFactories(algorithms.ciphers().stream()
                    .<NamedFactory<Cipher>>map(BuiltinCiphers::resolveFactory)
                    .toList());
        }
        if (!algorithms.macs().isEmpty()) {
            builder.macFactories(algorithms.macs().stream()
                    .<NamedFactory<Mac>>map(BuiltinMacs::resolveFactory)
                    .toList());
        }
        if (!algorithms.hostKeys().isEmpty()) {
            builder.signatureFactories(algorithms.hostKeys().stream()
                    .<NamedFactory<Signature>>map(BuiltinSignatures::resolveFactory)
                    .toList());
        }
        SshServer server = builder.build();
        server.setServiceFactories(SshServer.DEFAULT_SERVICE_FACTORIES);
        server.setScheduledExecutorService(timer);
        server.setKeyPairProvider(KeyPairProvider.wrap(settings.hostKeys().pairs()));
        List<OpenSshCertificate> certificates = settings.hostKeys().certificates().stream()
                .map(OpenSshCertificate.class::cast)
                .toList();
        if (!certificates.isEmpty()) {
            server.setHostKeyCertificateProvider(session -> certificates);
        }
        authenticate(server, settings);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Parley-simulator");
        CoreModuleProperties.WINDOW_SIZE.set(server, (long) settings.window());
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, settings.rekeyAfter());
        settings.welcome().ifPresent(text -> CoreModuleProperties.WELCOME_BANNER.set(server, text));
        return new SshHost(settings, server);
    }

    private static void authenticate(SshServer server, SshSettings settings) {
        server.setUserAuthFactories(settings.sequences().stream()
                .flatMap(List::stream)
                .distinct()
                .map(SshHost::factoryOf)
                .toList());
        CoreModuleProperties.AUTH_METHODS.set(
                server,
                settings.sequences().stream()
                        .map(sequence ->
                                sequence.stream().map(AuthMethod::wireName).collect(Collectors.joining(",")))
                        .collect(Collectors.joining(" ")));
        server.setPasswordAuthenticator((name, password, session) ->
                user(settings, name).filter(user -> user.hasPassword(password)).isPresent());
        server.setPublickeyAuthenticator((name, key, session) ->
                user(settings, name).filter(user -> user.hasKey(key)).isPresent());
        server.setKeyboardInteractiveAuthenticator(new SshQuestions(name -> user(settings, name)));
    }

    private static UserAuthFactory factoryOf(AuthMethod method) {
        return switch (method) {
            // The algorithms of host keys are not those that users may sign with.
            case PUBLIC_KEY -> new UserAuthPublicKeyFactory(ServerBuilder.setUpDefaultSignatureFactories(true));
            case PASSWORD -> UserAuthPasswordFactory.INSTANCE;
            case KEYBOARD_INTERACTIVE -> UserAuthKeyboardInteractiveFactory.INSTANCE;
        };
    }

    private static Optional<SshUser> user(SshSettings settings, String name) {
        return settings.users().stream()
                .filter(user -> user.name().equals(name))
                .findFirst();
    }

    SshSettings settings() {
        return settings;
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession wire) throws Exception {
        return new SshPeer(getServer(), (SshWire) wire);
    }
}
