package dev.parley.doctor.evidence;

import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.doctor.evidence.Evidence.AddressFailure;
import dev.parley.doctor.evidence.Evidence.Departure;
import dev.parley.doctor.evidence.Evidence.Exchange;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.Evidence.Piece;
import dev.parley.doctor.evidence.Evidence.Security;
import dev.parley.doctor.evidence.Evidence.Step;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.event.TcpState;
import dev.parley.security.SecurityDetails;
import dev.parley.tls.TlsDetails;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the {@link Evidence} of one attempt, and of the one session that comes of it. A listener for the client that makes
 * the attempt; the events of other sessions must be kept from it. Bounded in memory. Safe for all threads.
 */
public final class Watch implements SessionListener {
    private static final int MOST_PIECES = 4_096;
    private static final int MOST_BYTES = 256 * 1_024;
    private static final int MOST_DEPARTURES = 100;
    private static final String CLOSE = "close";

    private final Device device;
    private final Variation variation;
    private final Instant began = Instant.now();
    private final long start = System.nanoTime();
    private final List<Step> steps = new ArrayList<>();
    private final List<AddressFailure> failedAddresses = new ArrayList<>();
    private final List<Departure> deviations = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final long[] bytes = new long[2];
    private final TlsRecords records = new TlsRecords();
    private final HelloWatch hello = new HelloWatch();
    private List<String> addresses = List.of();
    private @Nullable String local;
    private @Nullable String remote;
    private @Nullable Phase phase;
    private Duration phaseBegan = Duration.ZERO;
    private @Nullable Failure failure;
    private @Nullable TcpState tcp;
    private @Nullable TcpState tcpLast;
    private @Nullable Security security;
    private @Nullable Exchange request;
    private Duration asked = Duration.ZERO;
    private long receivedWhenAsked;
    private int lateReplies;
    private @Nullable Duration closeBegan;
    private boolean closeAnswered;
    private Traffic traffic = Traffic.NONE;

    /**
     * A watch over an attempt that begins now.
     *
     * @param device who is tried
     * @param variation what is done in another way than the user asks for
     */
    public Watch(Device device, Variation variation) {
        this.device = device;
        this.variation = variation;
    }

    @Override
    public Interest interest() {
        return Interest.WIRE;
    }

    @Override
    public synchronized void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.WirePassed passed) {
            passed(passed.outbound(), passed.bytes());
        } else if (event instanceof SessionEvent.PlainPassed passed) {
            if (!passed.outbound()) {
                hello.plain(passed.bytes());
            }
        } else if (event instanceof SessionEvent.PhaseBegun begun) {
            phase = begun.phase();
            phaseBegan = now();
            if (begun.phase() == Phase.HELLO) {
                hello.begin(bytes[0]);
            }
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            ended(ended);
        } else if (event instanceof SessionEvent.AddressFailed failed) {
            failedAddresses.add(new AddressFailure(text(failed.address()), failed.why()));
        } else if (event instanceof SessionEvent.Connected connected) {
            local = text(connected.local());
            remote = text(connected.remote());
        } else if (event instanceof SessionEvent.TcpMeasured measured) {
            tcp = tcp == null ? measured.state() : tcp;
            tcpLast = measured.state();
        } else if (event instanceof SessionEvent.Secured secured) {
            security = securityOf(secured.details());
        } else if (event instanceof SessionEvent.DeviationMet met) {
            if (deviations.size() < MOST_DEPARTURES) {
                deviations.add(new Departure(met.deviation(), met.detail()));
            }
        } else if (event instanceof SessionEvent.MessagePassed passed) {
            message(passed);
        } else if (event instanceof SessionEvent.Established established) {
            hello.accepted(established.hello());
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            openFailed(failed.failure());
        } else if (event instanceof SessionEvent.LateReply) {
            lateReplies++;
        } else if (event instanceof SessionEvent.Closed closed) {
            traffic = closed.traffic();
        }
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void passed(boolean outbound, ByteBuffer passed) {
        Duration at = now();
        int direction = outbound ? 1 : 0;
        if (pieces.size() < MOST_PIECES) {
            int kept = (int) Math.max(0, Math.min(passed.remaining(), MOST_BYTES - bytes[direction]));
            byte[] copy = new byte[kept];
            passed.duplicate().get(copy);
            pieces.add(new Piece(outbound, bytes[direction], at, passed.remaining(), ByteBuffer.wrap(copy)));
        }
        bytes[direction] += passed.remaining();
        records.take(outbound, passed.duplicate(), at);
    }

    private void ended(SessionEvent.PhaseEnded ended) {
        steps.add(new Step(nameOf(ended.phase()), now().minus(ended.took()), ended.took(), false, ended.detail()));
        if (ended.phase() == Phase.RESOLVE) {
            addresses = Arrays.asList(ended.detail().split(", ", -1));
        }
    }

    private void message(SessionEvent.MessagePassed passed) {
        if (passed.outbound()) {
            hello.weSpoke(now());
        } else {
            closeAnswered |= closeBegan != null;
            hello.came(passed.message(), now(), bytes[0]);
        }
    }

    private void openFailed(NetconfException why) {
        Duration after = now();
        Integer alert = lastAlert();
        Failure known = Failures.of(why, phase, after, alert);
        failure = known;
        if (why instanceof OpenException open) {
            traffic = open.traffic();
        }
        if (known.phase() != null) {
            steps.add(new Step(nameOf(known.phase()), phaseBegan, after.minus(phaseBegan), true, why.code()));
        }
    }

    private @Nullable Integer lastAlert() {
        return records.seen().alerts().stream()
                .filter(alert -> !alert.outbound())
                .reduce((first, last) -> last)
                .map(alert -> Integer.valueOf(alert.code()))
                .orElse(null);
    }

    /** The attempt could not even begin. */
    public synchronized void unusable(InputException why) {
        if (failure == null) {
            failure = Failures.of(why, phase, now(), null);
        }
    }

    /**
     * A request is about to be sent.
     *
     * @param before how far the bytes of the session have got
     */
    public synchronized void asking(Traffic before) {
        asked = now();
        receivedWhenAsked = before.plainIn();
    }

    /**
     * The request has ended.
     *
     * @param name what it was
     * @param why why there is no result, or null if there is one
     * @param after how far the bytes of the session have got
     */
    public synchronized void answered(String name, @Nullable NetconfException why, Traffic after) {
        Duration took = now().minus(asked);
        Failure trouble = why == null ? null : Failures.of(why, Phase.RPC, now(), null);
        request = new Exchange(name, asked, took, after.plainIn() - receivedWhenAsked, trouble);
        steps.add(new Step(name, asked, took, trouble != null, trouble == null ? "answered" : trouble.code()));
    }

    /** The session is about to be closed. */
    public synchronized void closing() {
        closeBegan = now();
    }

    /** The session is closed. */
    public synchronized void closed() {
        Duration begun = closeBegan;
        if (begun != null) {
            String how = closeAnswered ? "answered" : "no answer to close-session";
            steps.add(new Step(CLOSE, begun, now().minus(begun), !closeAnswered, how));
        }
    }

    /** All that was seen so far. */
    public synchronized Evidence evidence(ClientLoad load) {
        TlsWire tls = device.access() instanceof TlsAccess ? records.seen() : TlsWire.NONE;
        return new Evidence(
                began,
                device.name(),
                device.access().scheme(),
                device.access().address(),
                variation,
                addresses,
                failedAddresses,
                local,
                remote,
                steps,
                failure,
                tcp,
                tcpLast,
                pieces,
                bytes[1],
                bytes[0],
                tls,
                security,
                ownCertificate(),
                hello.arrival(tls, security, pieces, failure, traffic),
                deviations,
                request,
                lateReplies,
                traffic,
                load);
    }

    private @Nullable CertificateFacts ownCertificate() {
        if (!(device.access() instanceof TlsAccess access)) {
            return null;
        }
        try {
            return access.tls().identity().certificates().stream()
                    .findFirst()
                    .map(CertificateFacts::of)
                    .orElse(null);
        } catch (InputException e) {
            // it cannot be read: the attempt says so
            return null;
        }
    }

    private static Security securityOf(SecurityDetails details) {
        if (!(details instanceof TlsDetails tls)) {
            return new Security(details.summary(), null, null, null, false, null, List.of());
        }
        return new Security(
                tls.summary(),
                tls.version().protocol(),
                tls.suite(),
                tls.group(),
                tls.resumed(),
                tls.clientCertificate().name(),
                tls.peerCertificates().stream().map(CertificateFacts::of).toList());
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress() + " port " + inet.getPort()
                : address.toString();
    }

    /** What the step is called that is this phase. */
    static String nameOf(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
