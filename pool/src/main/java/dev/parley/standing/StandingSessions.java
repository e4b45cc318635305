package dev.parley.standing;

import dev.parley.NetconfClient;
import dev.parley.device.CallAccess;
import dev.parley.device.Device;
import dev.parley.error.AcquireException;
import dev.parley.error.InputException;
import dev.parley.pool.SessionPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that stay open: whenever one is lost, another one is opened.
 *
 * <pre>{@code
 * try (NetconfClient client = NetconfClient.create();
 *         StandingSessions sessions = StandingSessions.of(client);
 *         StandingSession session = sessions.keepOpen(pe1)) {
 *     Data running = session.use(up -> up.send(GetConfig.from(Datastore.RUNNING)));
 * }
 * }</pre>
 *
 * <p>Before each attempt it waits for a time that grows, with full jitter. All attempts together are bounded, at once and in a second,
 * and fair among devices: when everything comes back after an outage, nothing is overrun. A device that does not answer several times
 * in a row is left alone for a while, by all that keep sessions with it, and by pools that ask ({@link #poolBuilder}). Where an attempt
 * fails for a reason that only somebody's hands mend (a refused login or certificate, a file that cannot be used), the next is made
 * much later, or when the file changes; and before refused logins lock a user out, none is made any more until {@link
 * StandingSession#retry}, or until there are keys that were not tried; where a password is sent, no file changes that.
 *
 * <p>A device or link that is dead without a word is noticed by TCP's keepalive, and by asking after a silence, within the time that
 * {@link StandingSettings#probeLimit} tells. Files of identities and of whom we trust are watched: sessions that are up stay up, and
 * the next one uses what the files hold then. If the files of a TLS identity are broken, what they held before is used for as long as
 * it is valid; it is not so with trust, where what was taken out of a file must not count any more. The files of keys and known hosts
 * that SSH reads for each session are watched, too. Certificates that expire soon are told of, also while a session stays up for
 * months.
 *
 * <p>One thread keeps the time for all of them. A standing session costs, beside its session: itself and its keeper, its state, what is
 * known of its device's place, a callback for its end, and a timer while there is something to wait for; less than a kilobyte in all.
 *
 * <p>Safe for all threads. Devices that call (RFC 8071) cannot be kept open from here: they come when they call.
 */
public final class StandingSessions implements AutoCloseable {
    private final NetconfClient client;
    private final Desk desk;

    private StandingSessions(Builder builder) {
        client = builder.client;
        Clockwork clock = Clockwork.system();
        Identities identities = new Identities(clock::instant);
        RandomGenerator chance = () -> ThreadLocalRandom.current().nextLong();
        Callbacks runner = new Callbacks(client.callbacks());
        desk = new Desk(
                builder.settings,
                clock,
                new ClientOpener(client, identities, runner),
                runner,
                chance,
                builder.listeners);
        new Watchman(desk, identities).begin();
    }

    /** Standing sessions of that client, with the default settings. Closing them leaves the client open. */
    public static StandingSessions of(NetconfClient client) {
        return builder(client).build();
    }

    /** For standing sessions of that client. */
    public static Builder builder(NetconfClient client) {
        return new Builder(client);
    }

    /**
     * Begins to keep a session with a device open. It does not wait for it: {@link StandingSession#session()} does.
     *
     * @throws InputException if the device is one that calls
     * @throws AcquireException if the standing sessions are closed
     */
    public StandingSession keepOpen(Device device) {
        return keep(device, null);
    }

    /** The same, with a listener that is told what happens to this one. */
    public StandingSession keepOpen(Device device, StandingListener listener) {
        return keep(device, listener);
    }

    private StandingSession keep(Device device, @Nullable StandingListener listener) {
        if (device.access() instanceof CallAccess) {
            throw new InputException(
                    InputException.Reason.BAD_SETTING,
                    "no session can be kept open with " + device.label()
                            + ": it calls (RFC 8071), and nobody can dial it",
                    "listen for its calls; when a session is lost, it is the device that calls again",
                    null);
        }
        return new StandingSession(desk, desk.keep(device, listener));
    }

    /**
     * For a pool that leaves alone the devices that do not answer here, and tells here of those that do not answer there: whoever
     * borrows from one that has failed too often in a row, or has refused the same device value, is told at once, as {@link
     * AcquireException.Reason#CIRCUIT_OPEN} or {@link AcquireException.Reason#REFUSED_BEFORE}. Whoever comes after its files
     * hold something else may try again, as sessions that are kept open do.
     */
    public SessionPool.Builder poolBuilder() {
        return SessionPool.builder(new Guard(desk)::open).callbacks(client.callbacks());
    }

    /**
     * Lets a device be tried as soon as possible, because something was mended: whatever is known of failures of this device value,
     * or of its address, holds nobody up any more, be it a standing session or somebody who borrows from a pool of {@link
     * #poolBuilder}.
     */
    public void retry(Device device) {
        desk.change(later -> desk.retry(device, later));
    }

    /** How sessions are kept open. */
    public StandingSettings settings() {
        return desk.settings();
    }

    /** What all of them are doing, and have done. */
    public StandingTally tally() {
        return desk.look(() -> StandingTally.of(desk));
    }

    /**
     * Begins to close all of them; see {@link StandingSession#closeAsync}. The future is completed when all have ended. The client
     * stays open. Closing again does nothing more.
     */
    public CompletableFuture<Void> closeAsync() {
        return desk.close();
    }

    /** Closes all of them, and waits for their ends. An interrupt stops waiting, and leaves the thread interrupted. */
    @Override
    public void close() {
        StandingSession.await(closeAsync());
    }

    /** What standing sessions are made of. */
    public static final class Builder {
        private final NetconfClient client;
        private final List<StandingListener> listeners = new ArrayList<>();
        private StandingSettings settings = StandingSettings.DEFAULT;

        private Builder(NetconfClient client) {
            this.client = client;
        }

        /** When attempts are made, how many, and what is watched. */
        public Builder settings(StandingSettings some) {
            settings = some;
            return this;
        }

        /** Is told what happens to all of them. */
        public Builder listener(StandingListener listener) {
            listeners.add(listener);
            return this;
        }

        /** The standing sessions, of which there are none yet. */
        public StandingSessions build() {
            return new StandingSessions(this);
        }
    }
}
