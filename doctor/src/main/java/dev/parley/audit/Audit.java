package dev.parley.audit;

import dev.parley.device.Device;
import dev.parley.device.NetworkAccess;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.probe.Limits;
import dev.parley.tls.Tls;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An audit of one device: it asks what the device would agree to, also what it never should, and holds the answers against
 * the rules of a {@link Profile}. A value; every {@code with…} makes another one.
 *
 * <pre>{@code
 * AuditReport report = Audit.of(Device.tls("pe1", tls)).withProfile(Profile.BCP195).run();
 * report.failures().forEach(System.out::println);
 * }</pre>
 *
 * <p>It is gentle: one connection at a time, with a pause between them. Over TLS sixty to a hundred connections are made, and
 * where an identity is given a few of them become NETCONF sessions, which change nothing; over SSH nobody logs in. It
 * causes no other traffic: no revocation list is fetched, and no other port is tried but those that were named. What the
 * device says to the questions is logged there, mostly as failed handshakes.
 */
public final class Audit {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_PORT = 65_535;

    private final Where where;
    private final Profile profile;
    private final Limits limits;
    private final List<Integer> plaintextPorts;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * What is audited.
     *
     * @param scheme {@code tls} or {@code ssh}
     * @param host a name or an address
     * @param port the port
     * @param tls whom we believe and who we are, or null if nobody said
     */
    record Where(
            String scheme, String host, int port, @Nullable Tls tls) {
        @Override
        public String toString() {
            return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    private Audit(
            Where where,
            Profile profile,
            Limits limits,
            List<Integer> plaintextPorts,
            Duration patience,
            InstantSource clock) {
        this.where = where;
        this.profile = profile;
        this.limits = limits;
        this.plaintextPorts = List.copyOf(plaintextPorts);
        this.patience = patience;
        this.clock = clock;
    }

    private static Audit of(Where where) {
        return new Audit(where, Profile.BCP195, Limits.DEFAULT, List.of(), PATIENCE, InstantSource.system());
    }

    /**
     * Of a device over TLS with the trust and the identity that it has, or of one over SSH.
     *
     * @throws InputException if it is reached in another way, or through another host
     */
    public static Audit of(Device device) {
        if (!(device.access() instanceof NetworkAccess access)
                || access.scheme().equals("tcp")) {
            throw new InputException(
                    InputException.Reason.BAD_ADDRESS,
                    device + " has neither TLS nor SSH, so there is nothing to audit",
                    "give a device that is reached by tls:// or ssh://",
                    null);
        }
        access.through().ifPresent(jump -> {
            throw new InputException(
                    InputException.Reason.BAD_SETTING,
                    device + " is reached through " + jump.address() + ", and an audit connects to the device itself",
                    "run the audit where the device is reached directly, on " + jump.host() + " for instance",
                    null);
        });
        return access instanceof TlsAccess tls
                ? of(new Where("tls", tls.host(), tls.port(), tls.tls()))
                : ssh(access.host(), access.port());
    }

    /** Of a server of TLS of which nothing is known: whom to believe, and what is behind its door, is not tested. */
    public static Audit tls(String host, int port) {
        return of(new Where("tls", host, port, null));
    }

    /** Of a server of SSH. */
    public static Audit ssh(String host, int port) {
        return of(new Where("ssh", host, port, null));
    }

    /** The same against other rules; {@link Profile#BCP195} if nothing is said. */
    public Audit withProfile(Profile other) {
        return new Audit(where, other, limits, plaintextPorts, patience, clock);
    }

    /**
     * The same with another limit for connecting and for each answer; five seconds if nothing is said.
     *
     * @throws IllegalArgumentException if it is not longer than nothing
     */
    public Audit withTimeout(Duration limit) {
        return new Audit(where, profile, new Limits(limit, limit, limits.pause()), plaintextPorts, patience, clock);
    }

    /**
     * The same with another pause between two connections; fifty milliseconds if nothing is said.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Audit withPause(Duration pause) {
        return new Audit(
                where, profile, new Limits(limits.connect(), limits.answer(), pause), plaintextPorts, patience, clock);
    }

    /**
     * The same, with further ports of the device listened to for NETCONF in the clear; none if nothing is said. Means nothing
     * for a device over SSH.
     *
     * @throws InputException if one of them is not from 1 to 65535
     */
    public Audit withPlaintextPorts(List<Integer> ports) {
        for (int port : ports) {
            if (port < 1 || port > MOST_PORT) {
                throw InputException.of(InputException.Reason.BAD_VALUE, "port " + port + " is not from 1 to 65535");
            }
        }
        return new Audit(where, profile, limits, ports, patience, clock);
    }

    /**
     * The same with another time to wait for what a device that has nothing to say will not say, such as an alert after a
     * handshake; three seconds if nothing is said. Never longer than the limit for an answer. A device that is slower than this
     * may pass for one that said nothing.
     *
     * @throws IllegalArgumentException if it is not longer than nothing
     */
    public Audit withPatience(Duration other) {
        if (other.isZero() || other.isNegative()) {
            throw new IllegalArgumentException("a patience of " + other + " is none");
        }
        return new Audit(where, profile, limits, plaintextPorts, other, clock);
    }

    /** The same at another time, for certificates. */
    Audit at(InstantSource other) {
        return new Audit(where, profile, limits, plaintextPorts, patience, other);
    }

    /** What is audited, with its scheme: {@code tls://pe1:6513}. */
    public String target() {
        return where.toString();
    }

    /** The host that is audited, as it was named. */
    public String host() {
        return where.host();
    }

    /** Whether the device is reached over SSH. */
    public boolean isOverSsh() {
        return where.scheme().equals("ssh");
    }

    /** The set of rules. */
    public Profile profile() {
        return profile;
    }

    /** How many rules will be looked at. */
    public int rules() {
        return selected().size();
    }

    private List<Rule> selected() {
        return isOverSsh() ? Rule.overSsh(profile) : Rule.overTls(profile);
    }

    /**
     * Carries the audit out, and waits for it: some seconds, and at most the limits of all its connections. An interrupt ends
     * it.
     *
     * @throws NetconfException if the device cannot be reached or speaks another protocol, or the thread is interrupted
     * @throws InputException if a file with a key or certificates cannot be used
     */
    public AuditReport run() {
        return run(finding -> {});
    }

    /**
     * The same, telling each finding as soon as it is made.
     *
     * @param listener called on this thread
     */
    public AuditReport run(Consumer<Finding> listener) {
        Instant began = clock.instant();
        long from = System.nanoTime();
        Findings findings = new Findings(profile, listener);
        Attempt attempt = new Attempt(where, limits, from);
        int connections;
        try {
            connections = isOverSsh()
                    ? attempt.ssh(findings)
                    : attempt.tls(findings, began, new ArrayList<>(plaintextPorts), shorter(patience));
        } catch (InterruptedIOException e) {
            throw attempt.failed(OpenException.Reason.CANCELLED, "the audit was interrupted", null, e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return new AuditReport(target(), profile, began, took, connections, findings.all(selected()));
    }

    private Duration shorter(Duration time) {
        return time.compareTo(limits.answer()) < 0 ? time : limits.answer();
    }

    @Override
    public String toString() {
        return "audit of " + where + " by " + profile;
    }
}
