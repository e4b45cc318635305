package dev.parley.tls;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS contexts of a client: what is expensive to set up, and what sessions are resumed from. Two connections share
 * a context only if they agree in everything that matters for security: policy, client identity, trust, provider, and
 * how names are checked, and who is told the secrets. A session is therefore never resumed by another identity, or under another trust; when a file
 * of an identity or a trust changes, its content is another one, and so is the context.
 *
 * <p>Most clients need one or two. Where each device has a trust or an identity of its own, such as a pinned certificate, each has a
 * context, and up to 16 384 are kept, those used last: some 3 kB of heap each, with the session that is resumed 5 kB (BoringSSL, and
 * some 10 kB outside of the heap) or 10 kB (the JDK's TLS). What is beyond that begins with a full handshake. A context keeps
 * four sessions for one server, more where several are opened at once, and 20 480 for hundreds of servers. A context is set up by one thread, and holds up only who needs the same.
 *
 * <p>A resource: close it when the client closes. Safe for all threads.
 */
public final class TlsContexts implements AutoCloseable {
    /** As many as a large fleet has devices, for where each has a trust or an identity of its own. */
    private static final int MOST = 16_384;

    /** One day, as JSSE has it; the standard's limit is a week (RFC 9846 section 4.7.1). */
    private static final long SESSION_SECONDS = 86_400;

    private final InstantSource clock;
    private final SharedCache<Key, Context> contexts;

    private record Key(
            TlsPolicy policy,
            Optional<Credentials> credentials,
            Believed believed,
            boolean nameMatters,
            TlsProvider provider,
            boolean resumption,
            @Nullable KeyLog keyLog) {}

    /** A context in use; counted, because a native one must outlive the connections that are made from it. */
    record Context(SslContext ssl, Handshakes handshakes, ServerTrust trust, Constraints constraints, Lanes lanes)
            implements SharedCache.Shared {
        @Override
        public void retain() {
            ReferenceCountUtil.retain(ssl);
        }

        @Override
        public void release() {
            ReferenceCountUtil.release(ssl);
        }
    }

    /** No contexts yet. */
    public TlsContexts() {
        this(InstantSource.system());
    }

    /** With a clock for the dates of certificates. */
    TlsContexts(InstantSource clock) {
        this(clock, MOST);
    }

    /** With room for so many contexts. */
    TlsContexts(InstantSource clock, int most) {
        this.clock = clock;
        // A session must not outlive the certificate it was begun with, although providers would resume it.
        contexts = new SharedCache<>(
                most,
                this::create,
                context -> clock.instant().isBefore(context.trust().until()));
    }

    /**
     * Prepares a connection. Looks whether the files of identity and trust have changed and reads them if so, which may
     * block: not for an event loop. The connection must be closed.
     *
     * @param tls how the device is secured
     * @param host the device as the user named it: what its certificate must carry unless {@link Tls#serverName} says
     *     otherwise. For a device that calls home, a stable name of it
     * @param port the port that sessions are resumed by, together with the host
     * @throws InputException if an identity or a trust cannot be used, or the provider is not there or cannot do what is
     *     asked
     */
    public TlsConnection open(Tls tls, String host, int port) {
        String expected = tls.serverName();
        ServerIdentity reference = ServerIdentity.of(expected == null ? host : expected);
        Optional<Credentials> credentials = tls.identity().credentials();
        TlsProvider provider = tls.provider().resolve(tls.policy(), credentials);
        Key key = new Key(
                tls.policy(),
                credentials,
                tls.trust().believed(),
                tls.isServerNameChecked(),
                provider,
                tls.isResumption(),
                tls.keyLog());
        tellIfSilent(provider, tls.keyLog());
        Handshake handshake = new Handshake(reference, credentials, null, clock);
        return new TlsConnection(contexts.acquire(key), provider, tls.isResumption(), handshake, host, port, null);
    }

    /**
     * Prepares the TLS of a connection that a device has made to us, in which we are the TLS client all the same (RFC 8071
     * section 3.1). Like {@link #open}, it may block and must be closed. Nothing is resumed: who calls shows only in a full
     * handshake.
     *
     * @param tls whom to believe, and who we are; if a server name is set, all callers must carry it
     * @param from where the device called from, for errors
     * @param callers knows the devices
     * @param tasks where certificates are checked and the devices recognised, which may block
     */
    public TlsConnection answer(Tls tls, String from, CallerCheck callers, Executor tasks) {
        String expected = tls.serverName();
        ServerIdentity reference = expected == null ? new ServerIdentity.Caller(from) : ServerIdentity.of(expected);
        Optional<Credentials> credentials = tls.identity().credentials();
        TlsProvider provider = tls.provider().resolve(tls.policy(), credentials);
        Key key = new Key(
                tls.policy(),
                credentials,
                tls.trust().believed(),
                expected != null && tls.isServerNameChecked(),
                provider,
                false,
                tls.keyLog());
        tellIfSilent(provider, tls.keyLog());
        CallerCheck usable = chain -> {
            TlsIdentity ours = callers.recognise(chain);
            if (ours != null && tls.provider().resolve(tls.policy(), ours.credentials()) != provider) {
                throw InputException.of(
                        Reason.BAD_SETTING,
                        provider + " carries out TLS for the devices that call, and is not able to use the key of the"
                                + " client certificate for this one; choose TlsProvider.JDK for all of them");
            }
            return ours;
        };
        Handshake handshake = new Handshake(reference, credentials, usable, clock);
        return new TlsConnection(contexts.acquire(key), provider, false, handshake, from, 0, tasks);
    }

    private static void tellIfSilent(TlsProvider provider, @Nullable KeyLog log) {
        if (log != null && provider == TlsProvider.JDK) {
            log.unavailable("the JDK's TLS, which carries out this session, does not tell its secrets; with"
                    + " netty-tcnative-boringssl-static on the class path BoringSSL does"
                    + (BoringSsl.isAvailable() ? ", unless the provider, the policy or the key call for the JDK" : ""));
        }
    }

    /** Whether BoringSSL is there to be used. */
    public static boolean isBoringSslAvailable() {
        return BoringSsl.isAvailable();
    }

    private Context create(Key key) {
        Handshakes handshakes = new Handshakes();
        ServerTrust trust =
                new ServerTrust(new ServerCheck(key.believed(), key.nameMatters(), clock), handshakes, key.provider());
        boolean boringSsl = key.provider() == TlsProvider.BORINGSSL;
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(boringSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(key.policy().protocols())
                .ciphers(key.policy().suites(), IdentityCipherSuiteFilter.INSTANCE)
                .keyManager(new ClientKey(handshakes))
                .trustManager(trust)
                // Netty has JSSE's name check on by default. It takes common names and partial wildcards, which
                // RFC 9525 forbids; ServerCheck does it instead, and in resumed sessions too.
                .endpointIdentificationAlgorithm(null)
                .sessionCacheSize(Lanes.LEAST_SESSIONS)
                .sessionTimeout(SESSION_SECONDS);
        if (boringSsl) {
            builder.option(OpenSslContextOption.GROUPS, key.policy().groups().toArray(String[]::new));
        }
        try {
            SslContext ssl = builder.build();
            if (boringSsl && key.keyLog() != null) {
                BoringSsl.logKeys(ssl, key.keyLog());
            }
            Lanes lanes = new Lanes(most -> ssl.sessionContext().setSessionCacheSize(most));
            return new Context(ssl, handshakes, trust, new Constraints(key.policy()), lanes);
        } catch (SSLException | IllegalArgumentException e) {
            throw new InputException(Reason.BAD_SETTING, "TLS cannot be set up as asked: " + e.getMessage(), null, e);
        }
    }

    /** Forgets all sessions that could be resumed. Connections that exist go on. Closing again does nothing. */
    @Override
    public void close() {
        contexts.close();
    }
}
