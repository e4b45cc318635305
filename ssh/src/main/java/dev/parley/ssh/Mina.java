package dev.parley.ssh;

import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.bouncycastle.BouncyCastleSecurityProviderRegistrar;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * What all connections have of MINA SSHD in common: its factories. It is loaded when it is first needed, on a thread that
 * may block, because that takes a while. It is never started: threads, sockets and timers are Parley's.
 */
final class Mina {
    /** How much a device may send before it is told that it was taken in. */
    static final int WINDOW = 1 << 19;

    static {
        // MINA would add Bouncy Castle to the providers of the whole JVM; it works as well with one that nobody else
        // sees
        SecurityUtils.registerSecurityProvider(new BouncyCastleSecurityProviderRegistrar() {
            @Override
            public boolean isNamedProviderUsed() {
                return false;
            }
        });
    }

    private Mina() {}

    private static final class Loaded {
        static final SshClient CLIENT = build();

        private static SshClient build() {
            SshClient client = ClientBuilder.builder()
                    .randomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE))
                    // a device opens no channels and forwards nothing here
                    .channelFactories(List.of())
                    // signs of life are answered; whatever else a device asks is declined (RFC 4254 section 4)
                    .globalRequestHandlers(List.of(
                            KeepAliveHandler.INSTANCE,
                            (service, request, wantReply, message) -> RequestHandler.Result.ReplyFailure))
                    .build();
            client.setServiceFactories(List.of(Authentication.FACTORY, ClientConnectionServiceFactory.INSTANCE));
            CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "Parley");
            // one prompt is answered once; who wants to try again opens again
            CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
            return client;
        }
    }

    static SshClient client() {
        return Loaded.CLIENT;
    }

    /** Makes the providers known; for what reads keys before there is a connection. */
    static void prepare() {
        SecurityUtils.getKeyPairResourceParser();
    }
}
