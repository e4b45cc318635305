package dev.parley.capture;

import dev.parley.capture.TcpTalk.Ending;
import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.device.TlsCalls;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.tls.KeyLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All that sessions say at their sockets, as a pcapng file for Wireshark. Bytes and times are those that were seen; the IP
 * and TCP headers are made up, because a client never sees them. As a listener of one client it captures every session of
 * that client.
 *
 * <pre>{@code
 * try (Capture capture = Capture.open(file, CaptureSettings.DEFAULT.withTlsSecrets());
 *         NetconfClient client = NetconfClient.builder().listener(capture).build();
 *         Session session = client.open(capture.readable(device))) {
 *     …
 * }
 * }</pre>
 *
 * <p>The file is for its owner alone. It never holds a session up: what the disk is too slow for is missing, which {@link
 * #report} and the file say. The file is readable at any time, up to where it has been written. Safe for all threads.
 */
public final class Capture implements SessionListener, AutoCloseable {
    private static final String IN_WRONG_HANDS =
            "the capture holds the secrets of its TLS sessions: whoever has it reads"
                    + " them; hand it on with test data only, or without secrets (editcap --discard-all-secrets)";
    /** A UNIX socket has no address that fits into a packet. */
    private static final int NO_PORT = 830;

    private final CaptureSettings settings;
    private final InstantSource clock;
    private final AtomicLong lost;
    private final AtomicLong connections = new AtomicLong();
    private final CaptureFile file;
    private final Scribe<CaptureItem> scribe;
    private final Map<SessionKey, Flow> flows = new ConcurrentHashMap<>();
    private final Set<String> warnings = new CopyOnWriteArraySet<>();

    /** A connection as its loop has seen it so far. */
    private static final class Flow {
        private final long number;
        private long sent;
        private long received;

        Flow(long number) {
            this.number = number;
        }
    }

    private Capture(CaptureFile file, CaptureSettings settings, InstantSource clock, AtomicLong lost) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.lost = lost;
        scribe = new Scribe<>("parley-capture", settings.maxQueuedBytes(), file);
        if (settings.tlsSecrets()) {
            warnings.add(IN_WRONG_HANDS);
        }
    }

    /**
     * Begins a file, in place of one that may be there.
     *
     * @throws InputException if it cannot be made
     */
    public static Capture open(Path file, CaptureSettings settings) {
        return open(file, settings, InstantSource.system());
    }

    static Capture open(Path file, CaptureSettings settings, InstantSource clock) {
        AtomicLong lost = new AtomicLong();
        CaptureFile pen =
                new CaptureFile(PrivateFile.create(file), settings.maxFileBytes(), settings.tlsSecrets(), clock, lost);
        return new Capture(pen, settings, clock, lost);
    }

    /**
     * The same device, with the secrets of its TLS sessions told to this capture if it is to hold them: only then can they
     * be read in it. Nothing changes for other devices, nor for a capture without secrets. What carries out TLS has to tell
     * them, which the JDK's does not: {@link #report} then has a warning.
     */
    public Device readable(Device device) {
        return settings.tlsSecrets() && device.access() instanceof TlsAccess access
                ? device.withAccess(
                        new TlsAccess(access.host(), access.port(), access.tls().insecureKeyLog(keyLog())))
                : device;
    }

    /** The same calls, in the same way: those over TLS tell their secrets if this capture is to hold them. */
    public CallHome readable(CallHome calls) {
        return settings.tlsSecrets() && calls.security() instanceof TlsCalls over
                ? calls.withSecurity(new TlsCalls(over.tls().insecureKeyLog(keyLog())))
                : calls;
    }

    /**
     * What takes secrets for this capture, for {@link dev.parley.tls.Tls#insecureKeyLog}.
     *
     * @throws IllegalStateException if it is not to hold any
     */
    public KeyLog keyLog() {
        if (!settings.tlsSecrets()) {
            throw new IllegalStateException("this capture is without secrets; ask for them by withTlsSecrets");
        }
        return keys;
    }

    private final KeyLog keys = new KeyLog() {
        @Override
        public void secret(String line) {
            scribe.insist(new CaptureItem.Secret(line));
        }

        @Override
        public void unavailable(String why) {
            warnings.add("there are sessions that cannot be read in the capture: " + why);
        }
    };

    @Override
    public Interest interest() {
        return Interest.WIRE;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.WirePassed passed) {
            Flow flow = flows.get(session);
            if (flow != null) {
                passed(flow, passed.outbound(), passed.bytes());
            }
        } else if (event instanceof SessionEvent.Connected connected) {
            over(session, Ending.RESET, "another connection follows");
            begin(session, connected.local(), connected.remote());
        } else if (event instanceof SessionEvent.Secured || event instanceof SessionEvent.Established) {
            settled(session);
        } else if (event instanceof SessionEvent.Closed closed) {
            over(session, ending(closed.failure()), remark(closed.failure()));
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            over(session, ending(failed.failure()), remark(failed.failure()));
        }
    }

    private void begin(SessionKey session, SocketAddress local, SocketAddress remote) {
        Flow flow = new Flow(connections.incrementAndGet());
        flows.put(session, flow);
        String comment =
                session + (remote instanceof InetSocketAddress ? "" : ", " + remote + ": the addresses are made up");
        boolean known = local instanceof InetSocketAddress && remote instanceof InetSocketAddress;
        InetSocketAddress ours = known ? (InetSocketAddress) local : loopback((int) (49152 + flow.number % 16384));
        InetSocketAddress theirs = known ? (InetSocketAddress) remote : loopback(NO_PORT);
        boolean sameFamily = ours.getAddress().getClass() == theirs.getAddress().getClass();
        scribe.insist(new CaptureItem.Began(
                flow.number,
                clock.instant(),
                sameFamily ? ours : new InetSocketAddress(theirs.getAddress(), ours.getPort()),
                theirs,
                comment));
    }

    private static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private void passed(Flow flow, boolean outbound, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        long offset = outbound ? flow.sent : flow.received;
        if (outbound) {
            flow.sent += copy.length;
        } else {
            flow.received += copy.length;
        }
        Instant now = clock.instant();
        if (!scribe.offer(new CaptureItem.Passed(flow.number, now, outbound, offset, copy), copy.length)) {
            lost.addAndGet(copy.length);
        }
    }

    private void settled(SessionKey session) {
        Flow flow = flows.get(session);
        if (flow != null && settings.tlsSecrets()) {
            scribe.insist(new CaptureItem.Settled(flow.number));
        }
    }

    private void over(SessionKey session, Ending ending, @Nullable String comment) {
        Flow flow = flows.remove(session);
        if (flow != null) {
            scribe.insist(
                    new CaptureItem.Over(flow.number, clock.instant(), ending, flow.sent, flow.received, comment));
        }
    }

    /** Who ended it, as far as the failure tells. */
    private static Ending ending(@Nullable NetconfException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("reset")) {
                return Ending.RESET;
            }
        }
        return failure instanceof ProtocolException broken && broken.reason() == ProtocolException.Reason.TRUNCATED
                ? Ending.SERVER_CLOSES
                : Ending.CLIENT_CLOSES;
    }

    private static @Nullable String remark(@Nullable NetconfException failure) {
        return failure == null ? null : failure.getMessage();
    }

    /** What the capture holds by now; all of it after {@link #close}. */
    public CaptureReport report() {
        Optional<String> stopped =
                scribe.failure().map(why -> "the capture stopped: " + why).or(file::stopped);
        return new CaptureReport(connections.get(), file.bytes(), lost.get(), stopped, new ArrayList<>(warnings));
    }

    /**
     * Ends the file, when all that passed until now is in it; waits ten seconds for that at most. What passes later is not
     * captured. Closing again does nothing.
     */
    @Override
    public void close() {
        scribe.close();
    }
}
