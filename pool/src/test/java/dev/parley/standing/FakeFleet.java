package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.error.RequestException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionKey;
import dev.parley.operation.Request;
import dev.parley.session.Session;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Devices that are not there, in fake time: they let somebody in, say no, or say nothing. It remembers each attempt. */
final class FakeFleet implements Desk.Opener {
    final FakeTime time = new FakeTime();
    final List<Attempt> attempts = new ArrayList<>();
    final List<Told> told = new ArrayList<>();
    Consumer<Box> onAttempt = box -> {};
    Consumer<Box> onAbandoned = box -> {};
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final Desk desk;
    private int running;
    private int mostRunning;
    private int mostAtOneDevice;
    private long numbers;

    /** When an attempt began, and with whom. */
    record Attempt(String device, Duration at) {}

    record Told(Device device, StandingEvent event) {}

    /** What a device does. */
    enum Mood {
        WELL(Duration.ofMillis(20), Reason.FAILED),
        DEAD(Duration.ofSeconds(10), Reason.CONNECT_TIMEOUT),
        CLOSED_PORT(Duration.ofMillis(1), Reason.CONNECTION_REFUSED),
        LOCKED(Duration.ofMillis(30), Reason.AUTHENTICATION_REFUSED),
        STRANGE(Duration.ofMillis(30), Reason.UNKNOWN_CA);

        private final Duration takes;
        private final Reason reason;

        Mood(Duration takes, Reason reason) {
            this.takes = takes;
            this.reason = reason;
        }
    }

    /** One device. */
    static final class Box {
        final Device device;
        Mood mood = Mood.WELL;
        boolean mute;
        List<X509Certificate> certificates = List.of();
        int running;
        /** How many attempts in a row it has not answered. */
        int unanswered;
        /** How many logins in a row it has refused. */
        int logins;
        /** When the last attempt ended. */
        Duration endedAt = Duration.ZERO;
        /** What it did then. */
        Mood did = Mood.WELL;

        final List<FakeLive> sessions = new ArrayList<>();

        Box(Device device) {
            this.device = device;
        }

        /** All its links break. */
        void cut() {
            List.copyOf(sessions).forEach(live -> live.end(failure(device, Reason.FAILED)));
        }
    }

    /** A session with one. */
    final class FakeLive implements Live {
        final Box box;
        final SessionKey key;
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        Duration lastByteAt = time.passed();
        int underWay;
        boolean overdue;
        final List<X509Certificate> shown;

        @Nullable
        NetconfException failure;

        FakeLive(Box box) {
            this.box = box;
            key = new SessionKey(++numbers, box.device.name());
            shown = box.certificates;
            box.sessions.add(this);
        }

        void end(@Nullable NetconfException why) {
            if (!ended.isDone()) {
                failure = why;
                box.sessions.remove(this);
                ended.complete(null);
            }
        }

        @Override
        public Session session() {
            throw new UnsupportedOperationException("there is none behind it");
        }

        @Override
        public SessionKey key() {
            return key;
        }

        @Override
        public boolean isOpen() {
            return !ended.isDone();
        }

        @Override
        public CompletableFuture<?> ended() {
            return ended;
        }

        @Override
        public @Nullable NetconfException failure() {
            return failure;
        }

        @Override
        public Duration quiet() {
            return time.passed().minus(lastByteAt);
        }

        @Override
        public int underWay() {
            return underWay;
        }

        @Override
        public boolean isOverdue() {
            return overdue;
        }

        @Override
        public CompletableFuture<?> ask(Request<?> request) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            Duration limit = request.deadline();
            if (box.mute || limit == null) {
                time.after(
                        limit,
                        () -> answer.completeExceptionally(new RequestException(
                                RequestException.Reason.DEADLINE, Fate.UNKNOWN, "no answer", null, null)));
            } else {
                lastByteAt = time.passed();
                answer.complete(null);
            }
            return answer;
        }

        @Override
        public List<X509Certificate> certificates() {
            return shown;
        }

        @Override
        public void close() {
            end(null);
        }
    }

    FakeFleet(StandingSettings settings, long seed) {
        desk = new Desk(
                settings,
                time,
                this,
                Runnable::run,
                new Random(seed),
                List.of((device, event) -> told.add(new Told(device, event))));
    }

    Desk desk() {
        return desk;
    }

    Box box(String name) {
        return box(Device.cleartextTcp(name, 830).withName(name));
    }

    Box box(Device device) {
        return boxes.computeIfAbsent(device.name(), name -> new Box(device));
    }

    List<Box> boxes() {
        return List.copyOf(boxes.values());
    }

    Keeper keep(Box box) {
        return desk.keep(box.device, null);
    }

    int mostRunning() {
        return mostRunning;
    }

    int mostAtOneDevice() {
        return mostAtOneDevice;
    }

    StandingTally tally() {
        return desk.look(() -> StandingTally.of(desk));
    }

    @Override
    public CompletableFuture<Live> open(Device device) {
        Box box = box(device);
        onAttempt.accept(box);
        attempts.add(new Attempt(device.name(), time.passed()));
        mostRunning = Math.max(mostRunning, ++running);
        mostAtOneDevice = Math.max(mostAtOneDevice, ++box.running);
        Mood mood = box.mood;
        CompletableFuture<Live> attempt = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                if (!isDone()) {
                    over(box);
                    onAbandoned.accept(box);
                }
                return super.cancel(mayInterruptIfRunning);
            }
        };
        time.after(mood.takes, () -> {
            if (!attempt.isDone()) {
                // whoever hears of the end may begin another one at once
                over(box);
                answers(box, mood);
                if (mood == Mood.WELL) {
                    attempt.complete(new FakeLive(box));
                } else {
                    attempt.completeExceptionally(failure(device, mood.reason));
                }
            }
        });
        return attempt;
    }

    private void over(Box box) {
        running--;
        box.running--;
    }

    private void answers(Box box, Mood mood) {
        box.endedAt = time.passed();
        box.did = mood;
        box.unanswered = mood == Mood.DEAD || mood == Mood.CLOSED_PORT ? box.unanswered + 1 : 0;
        box.logins = mood == Mood.LOCKED ? box.logins + 1 : mood == Mood.WELL ? 0 : box.logins;
    }

    static OpenException failure(Device device, Reason reason) {
        return new OpenException(
                reason, Phase.CONNECT, device.label(), Duration.ZERO, Traffic.NONE, reason.toString(), null, null);
    }

    /** The most attempts that began within a second, wherever that second begins. */
    int mostInASecond() {
        int most = 0;
        int first = 0;
        for (int last = 0; last < attempts.size(); last++) {
            while (attempts.get(last).at().minus(attempts.get(first).at()).compareTo(Duration.ofSeconds(1)) >= 0) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
