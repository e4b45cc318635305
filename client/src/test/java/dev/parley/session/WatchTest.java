package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.Line;
import dev.parley.fixture.Line.Rpc;
import dev.parley.fixture.Listening;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.Script;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Capability;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Request;
import dev.parley.session.StreamItem.Continuity;
import dev.parley.session.StreamItem.Interrupted;
import dev.parley.session.StreamItem.ReplayComplete;
import dev.parley.session.StreamItem.Resumed;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.notification.EventStream;
import dev.parley.simulator.notification.NotificationSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscriptions that outlive their sessions; each connection has a script of its own. */
@Timeout(60)
class WatchTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private final List<Integer> attempts = new CopyOnWriteArrayList<>();
    private final Backoff atOnce = attempt -> {
        attempts.add(attempt);
        return Duration.ZERO;
    };
    private final WatchedClient client = WatchedClient.create();
    private ScriptedDevice device;

    @AfterEach
    void nothingIsLeft() {
        client.close();
        if (device != null) {
            device.close();
        }
    }

    /** Each connection plays the next of them; the last one for ever. */
    private void play(Script... scripts) {
        AtomicInteger connections = new AtomicInteger();
        device = ScriptedDevice.tcp(
                line -> scripts[Math.min(connections.getAndIncrement(), scripts.length - 1)].play(line));
    }

    private Listening watch(CreateSubscription subscription) {
        return watch(device.device(), subscription);
    }

    private Listening watch(Device of, CreateSubscription subscription) {
        Listening listening = Listening.toAll();
        client.netconf()
                .watch(of, Request.of(subscription), Backlog.DEFAULT, atOnce)
                .subscribe(listening);
        return listening;
    }

    private static Line up(Line line) throws IOException {
        return line.announcing(Capability.NOTIFICATION);
    }

    private static String event(String name) {
        return "<" + name + " xmlns=\"urn:e\"/>";
    }

    private static String time(int second) {
        return "2026-11-20T17:00:0" + second + "Z";
    }

    /** Answers what is asked before the subscription is resumed: which streams there are. */
    private static Line streams(Line line, String replay) throws IOException {
        return line.reply(line.request(), listed(replay));
    }

    private static String listed(String replay) {
        return "<data><netconf xmlns='urn:ietf:params:xml:ns:netmod:notification'><streams><stream><name>NETCONF</name>"
                + "<description/>" + replay + "</stream></streams></netconf></data>";
    }

    private static Line replayingSince(Line line, int second) throws IOException {
        return streams(
                up(line),
                "<replaySupport>true</replaySupport><replayLogCreationTime>" + time(second)
                        + "</replayLogCreationTime>");
    }

    private static String error(String tag) {
        return "<rpc-error><error-type>protocol</error-type><error-tag>" + tag
                + "</error-tag><error-severity>error</error-severity></rpc-error>";
    }

    @Test
    void whatHappenedMeanwhileIsReplayedAndWhatWasToldIsNotToldAgain() {
        play(
                line -> {
                    up(line).ok(line.request());
                    line.tell(time(1), event("one"));
                    line.tell(time(2), event("two"))
                            .tell(time(2), event("same"))
                            .tell(time(2), event("same"));
                },
                line -> {
                    Rpc asked = replayingSince(line, 0).request();
                    assertThat(asked.text()).contains("<startTime>" + time(2) + "</startTime>");
                    // replayed before the ok, too
                    line.tell(time(2), event("two")).ok(asked);
                    line.tell(time(2), event("same"))
                            .tell(time(2), event("same"))
                            .tell(time(2), event("same"));
                    line.tell(time(2), event("missed")).tell(time(3), event("three"));
                    line.signal("replayComplete", time(4)).tell(time(2), event("two"));
                    line.serve();
                });
        Listening listening = watch(CreateSubscription.now());

        assertThat(List.of(listening.eventName(), listening.eventName(), listening.eventName(), listening.eventName()))
                .containsExactly("one", "two", "same", "same");
        Interrupted interrupted = listening.next(Interrupted.class);
        assertThat(interrupted.attempt()).isEqualTo(1);
        assertThat(interrupted.failure()).hasMessageContaining("the device closed the connection");
        Resumed resumed = listening.next(Resumed.class);
        assertThat(resumed.from()).isEqualTo(time(2));
        assertThat(resumed.continuity()).isEqualTo(Continuity.SEAMLESS);
        assertThat(List.of(listening.eventName(), listening.eventName(), listening.eventName()))
                .containsExactly("same", "missed", "three");
        listening.next(ReplayComplete.class);
        assertThat(listening.eventName()).as("it happens again").isEqualTo("two");
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void aLogThatBeginsTooLateIsAGapThatIsTold() {
        play(line -> up(line).ok(line.request()).tell(time(1), event("one")), line -> {
            Rpc asked = replayingSince(line, 5).request();
            assertThat(asked.text()).contains("<startTime>" + time(1) + "</startTime>");
            line.ok(asked).signal("replayComplete", time(6)).serve();
        });
        Listening listening = watch(CreateSubscription.now());

        listening.event();
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class)).satisfies(resumed -> {
            assertThat(resumed.continuity()).isEqualTo(Continuity.LOG_TOO_YOUNG);
            assertThat(resumed.remark()).contains("log begins at " + time(5));
        });
    }

    // replayLogAgedTime: the log still exists since long ago, but has forgotten
    @Test
    void whatTheLogHasForgottenIsAGapThatIsTold() {
        NotificationSettings forgetful = NotificationSettings.usual().stream(
                EventStream.named(EventStream.NETCONF).remembering(2));
        Instant start = Instant.parse(time(0));
        AtomicReference<Instant> now = new AtomicReference<>(start);
        try (DeviceSimulator simulator = DeviceSimulator.builder()
                .clearText()
                .clock(now::get)
                .notifications(forgetful)
                .start()) {
            now.set(start.plusSeconds(60));
            Backoff meanwhile = attempt -> {
                for (int i = 2; i <= 6; i++) {
                    simulator.emit(EventStream.NETCONF, start.plusSeconds(i), event("e" + i));
                }
                return Duration.ZERO;
            };
            Listening listening = Listening.toAll();
            client.netconf()
                    .watch(
                            Device.cleartextTcp(simulator.host(), simulator.port()),
                            Request.of(CreateSubscription.now()),
                            Backlog.DEFAULT,
                            meanwhile)
                    .subscribe(listening);
            simulator.emit(EventStream.NETCONF, start.plusSeconds(1), event("e1"));
            assertThat(listening.eventName()).isEqualTo("e1");
            assertThat(simulator.end(simulator.sessions().get(0).id(), Ending.FIN))
                    .isTrue();

            listening.next(Interrupted.class);
            assertThat(listening.next(Resumed.class)).satisfies(resumed -> {
                assertThat(resumed.continuity()).isEqualTo(Continuity.LOG_TOO_YOUNG);
                assertThat(resumed.remark())
                        .contains("has forgotten what happened up to "
                                + start.plusSeconds(4).toString());
            });
            assertThat(List.of(listening.eventName(), listening.eventName())).containsExactly("e5", "e6");
        }
    }

    static Stream<Arguments> answersThatLeaveOpenHowFarBackTheLogReaches() {
        return Stream.of(
                Arguments.of("a refusal", error("access-denied"), "access-denied"),
                Arguments.of("no stream", "<data/>", "does not list its stream NETCONF"),
                Arguments.of(
                        "no time", listed("<replaySupport>true</replaySupport>"), "does not say since when it keeps"),
                Arguments.of(
                        "another time",
                        listed("<replaySupport>true</replaySupport><replayLogCreationTime>long ago"
                                + "</replayLogCreationTime>"),
                        "does not say since when it keeps"));
    }

    /** That the device says ok to a replay is no proof that its log reaches back so far (N-06). */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answersThatLeaveOpenHowFarBackTheLogReaches")
    void aReplayOfWhichItIsNotKnownWhetherItIsWholeIsNotCalledSeamless(String what, String answer, String words) {
        play(line -> up(line).ok(line.request()).tell(time(1), event("one")), line -> {
            up(line).reply(line.request(), answer);
            Rpc asked = line.request();
            assertThat(asked.text()).contains("<startTime>" + time(1) + "</startTime>");
            line.ok(asked)
                    .tell(time(1), event("one"))
                    .tell(time(2), event("two"))
                    .serve();
        });
        Listening listening = watch(CreateSubscription.now());

        assertThat(listening.eventName()).isEqualTo("one");
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class)).satisfies(resumed -> {
            assertThat(resumed.continuity()).isEqualTo(Continuity.UNKNOWN);
            assertThat(resumed.from()).isEqualTo(time(1));
            assertThat(resumed.remark()).contains("is not known").contains(words);
        });
        assertThat(listening.eventName()).isEqualTo("two");
    }

    @Test
    void aLogThatForgotOnlyWhatHadBeenToldHasNoGap() {
        play(line -> up(line).ok(line.request()).tell(time(2), event("two")), line -> {
            streams(
                    up(line),
                    "<replaySupport>true</replaySupport><replayLogAgedTime>" + time(1) + "</replayLogAgedTime>");
            line.ok(line.request()).serve();
        });
        Listening listening = watch(CreateSubscription.now());

        listening.event();
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class).continuity()).isEqualTo(Continuity.SEAMLESS);
    }

    @Test
    void aDeviceThatReplaysFromTheWholeSecondTellsNothingTwice() {
        play(
                line -> {
                    up(line).ok(line.request());
                    line.tell("2026-11-20T17:00:01.25Z", event("one")).tell("2026-11-20T17:00:01.75Z", event("two"));
                },
                line -> {
                    Rpc asked = replayingSince(line, 0).request();
                    assertThat(asked.text()).contains("<startTime>2026-11-20T17:00:01.750Z</startTime>");
                    line.ok(asked);
                    line.tell("2026-11-20T17:00:01.25Z", event("one")).tell("2026-11-20T17:00:01.75Z", event("two"));
                    line.tell(time(2), event("three")).serve();
                });
        Listening listening = watch(CreateSubscription.now());

        assertThat(List.of(listening.eventName(), listening.eventName())).containsExactly("one", "two");
        listening.next(Interrupted.class);
        listening.next(Resumed.class);
        assertThat(listening.eventName()).isEqualTo("three");
    }

    @Test
    void aDeviceWithoutReplayIsNotAskedForOneAndTheGapIsTold() {
        play(line -> up(line).ok(line.request()).tell(time(1), event("one")), line -> {
            Rpc asked =
                    streams(up(line), "<replaySupport>false</replaySupport>").request();
            assertThat(asked.text()).doesNotContain("startTime");
            line.ok(asked).tell(time(3), event("three")).serve();
        });
        Listening listening = watch(CreateSubscription.now());

        listening.event();
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class)).satisfies(resumed -> {
            assertThat(resumed.from()).isNull();
            assertThat(resumed.continuity()).isEqualTo(Continuity.NO_REPLAY);
            assertThat(resumed).hasToString("resumed: " + resumed.remark());
        });
        assertThat(listening.eventName()).isEqualTo("three");
    }

    @Test
    void aDeviceThatRefusesTheReplayIsAskedWithoutAndTheGapIsTold() {
        play(line -> up(line).ok(line.request()).tell(time(1), event("one")), line -> {
            up(line).reply(line.request(), error("access-denied"));
            Rpc asked = line.request();
            assertThat(asked.text()).contains("<startTime>");
            line.reply(asked, error("operation-failed"));
            Rpc live = line.request();
            assertThat(live.text()).doesNotContain("startTime");
            line.ok(live).tell(time(3), event("three")).serve();
        });
        Listening listening = watch(CreateSubscription.now());

        listening.event();
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class)).satisfies(resumed -> {
            assertThat(resumed.continuity()).isEqualTo(Continuity.NO_REPLAY);
            assertThat(resumed.remark()).contains("operation-failed");
        });
        assertThat(listening.eventName()).isEqualTo("three");
    }

    @Test
    void whenNothingHadComeItGoesOnFromWhereItBegan() {
        Instant start = Instant.parse(time(0));
        Script lost = line -> up(line).ok(line.request());
        play(lost, line -> {
            Rpc asked = replayingSince(line, 0).request();
            assertThat(asked.text()).contains("<startTime>" + time(0) + "</startTime>");
            line.ok(asked).serve();
        });
        Listening listening = watch(CreateSubscription.since(start));
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class).continuity()).isEqualTo(Continuity.SEAMLESS);

        device.close();
        play(lost, line -> {
            Rpc asked = streams(up(line), "<replaySupport>true</replaySupport>").request();
            assertThat(asked.text()).contains("<startTime>");
            line.ok(asked).serve();
        });
        Listening live = watch(CreateSubscription.now());
        live.next(Interrupted.class);
        assertThat(live.next(Resumed.class)).satisfies(resumed -> {
            assertThat(resumed.continuity()).isEqualTo(Continuity.BY_OUR_CLOCK);
            assertThat(resumed.remark()).contains("by our clock").contains("does not say since when");
        });
    }

    @Test
    void fruitlessAttemptsAreToldAndCountedUntilSomethingNewComes() {
        Script gone = Line::close;
        Script fruitless = line -> {
            Rpc asked = replayingSince(line, 0).request();
            line.ok(asked).tell(time(1), event("one"));
        };
        play(
                line -> up(line).ok(line.request()).tell(time(1), event("one")),
                gone,
                gone,
                fruitless,
                line -> {
                    Rpc asked = replayingSince(line, 0).request();
                    line.ok(asked).tell(time(1), event("one")).tell(time(2), event("two"));
                },
                line -> replayingSince(line, 0).ok(line.request()).serve());
        Listening listening = watch(CreateSubscription.now());

        assertThat(listening.eventName()).isEqualTo("one");
        assertThat(listening.next(Interrupted.class).attempt()).isEqualTo(1);
        assertThat(listening.next(Interrupted.class)).satisfies(second -> {
            assertThat(second.attempt()).isEqualTo(2);
            assertThat(second.failure()).isInstanceOf(OpenException.class);
            assertThat(second)
                    .hasToString("interrupted: " + second.failure().getMessage() + "; attempt 2 follows in 0 µs");
        });
        assertThat(listening.next(Interrupted.class).attempt()).isEqualTo(3);
        listening.next(Resumed.class);
        assertThat(listening.next(Interrupted.class).attempt()).isEqualTo(4);
        listening.next(Resumed.class);
        assertThat(listening.eventName()).isEqualTo("two");
        assertThat(listening.next(Interrupted.class).attempt()).isEqualTo(1);
        listening.next(Resumed.class);
        assertThat(attempts).containsExactly(1, 2, 3, 4, 1);
    }

    // each replayComplete has a time of its own
    @Test
    void theEndOfAReplayIsNothingNewSoTheWaitsGrow() {
        AtomicInteger second = new AtomicInteger(2);
        Script fruitless = line -> {
            Rpc asked = replayingSince(line, 0).request();
            assertThat(asked.text()).contains("<startTime>" + time(1) + "</startTime>");
            line.ok(asked).tell(time(1), event("one")).signal("replayComplete", time(second.getAndIncrement()));
        };
        play(
                line -> up(line).ok(line.request()).tell(time(1), event("one")),
                fruitless,
                fruitless,
                fruitless,
                line -> replayingSince(line, 0).ok(line.request()).serve());
        Listening listening = watch(CreateSubscription.now());

        listening.event();
        listening.next(Interrupted.class);
        for (int i = 0; i < 3; i++) {
            listening.next(Resumed.class);
            listening.next(ReplayComplete.class);
            listening.next(Interrupted.class);
        }
        listening.next(Resumed.class);
        assertThat(attempts).containsExactly(1, 2, 3, 4);
    }

    @Test
    void anEventThatLooksLikeTheEndOfAReplayIsNewAllTheSame() {
        Script backups = line -> {
            Rpc asked = replayingSince(line, 0).request();
            line.ok(asked).signal("replayComplete", time(5)).tell(time(6), event("restoreComplete"));
        };
        play(line -> up(line).ok(line.request()).tell(time(1), event("backupComplete")), Line::close, backups, line -> {
            Rpc asked = replayingSince(line, 0).request();
            assertThat(asked.text()).contains("<startTime>" + time(6) + "</startTime>");
            line.ok(asked).serve();
        });
        Listening listening = watch(CreateSubscription.now());

        assertThat(listening.eventName()).isEqualTo("backupComplete");
        listening.next(Interrupted.class);
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class).from()).isEqualTo(time(1));
        listening.next(ReplayComplete.class);
        assertThat(listening.eventName()).isEqualTo("restoreComplete");
        listening.next(Interrupted.class);
        assertThat(listening.next(Resumed.class).from()).isEqualTo(time(6));
        assertThat(attempts).containsExactly(1, 2, 1);
    }

    @Test
    void theFirstAttemptFailsForItself() {
        play(Line::close);
        assertThat(catchThrowableOfType(NetconfException.class, () -> watch(CreateSubscription.now())))
                .isInstanceOf(OpenException.class);

        device.close();
        play(line -> up(line).reply(line.request(), error("invalid-value")).serve());
        assertThat(catchThrowableOfType(NetconfException.class, () -> watch(CreateSubscription.now())))
                .isInstanceOf(RpcErrorException.class);
        client.recorder().await(SessionEvent.Closed.class);
        assertThat(attempts).isEmpty();
    }

    @Test
    void whatNoLaterAttemptCanMendIsTheEnd() {
        play(line -> up(line).ok(line.request()).tell(time(1), event("one")), line -> {
            replayingSince(line, 0).reply(line.request(), error("access-denied"));
            line.serve();
        });
        Listening listening = watch(CreateSubscription.now());

        assertThat(listening.awaitFailure()).isInstanceOf(RpcErrorException.class);
        assertThat(listening.eventName()).isEqualTo("one");
        listening.next(Interrupted.class);
    }

    @Test
    void whatIsShortForTheMomentIsTriedAgain() {
        play(
                line -> up(line).ok(line.request()).tell(time(1), event("one")),
                line -> {
                    replayingSince(line, 0).reply(line.request(), error("resource-denied"));
                    line.serve();
                },
                line -> replayingSince(line, 0).ok(line.request()).serve());
        Listening listening = watch(CreateSubscription.now());

        listening.event();
        listening.next(Interrupted.class);
        assertThat(listening.next(Interrupted.class).failure()).hasMessageContaining("resource-denied");
        listening.next(Resumed.class);
    }

    @Test
    void theStopTimeEndsItAndItsSession() {
        Instant start = Instant.parse(time(0));
        play(line -> up(line).ok(line.request()).tell(time(1), event("one")), line -> {
            Rpc asked = replayingSince(line, 0).request();
            assertThat(asked.text()).contains("<stopTime>" + time(3) + "</stopTime>");
            line.ok(asked).tell(time(2), event("two"));
            line.signal("replayComplete", time(3)).signal("notificationComplete", time(3));
            assertThat(line.request().name()).isEqualTo("close-session");
        });
        Listening listening = watch(CreateSubscription.since(start).until(start.plusSeconds(3)));

        listening.awaitCompletion();
        assertThat(listening.all().stream().filter(StreamItem.Event.class::isInstance))
                .hasSize(2);
    }

    @Test
    void closingItClosesItsSession() {
        play(line -> up(line).ok(line.request()).serve());
        NotificationStream stream = client.netconf().watch(device.device(), CreateSubscription.now());
        Listening listening = Listening.toAll();
        stream.subscribe(listening);

        stream.close();

        listening.awaitCompletion();
        client.recorder().await(SessionEvent.Closed.class);
    }

    @Test
    void closingItWhileItWaitsEndsTheWait() {
        play(line -> up(line).ok(line.request()));
        NotificationStream stream = client.netconf()
                .watch(
                        device.device(),
                        Request.of(CreateSubscription.now()),
                        Backlog.DEFAULT,
                        attempt -> Duration.ofHours(1));
        Listening listening = Listening.toAll();
        stream.subscribe(listening);
        assertThat(listening.next(Interrupted.class).retryIn()).isEqualTo(Duration.ofHours(1));

        stream.close();

        listening.awaitCompletion();
        assertThat(device.lines()).hasSize(1);
    }

    @Test
    void aSubscriberThatCancelsEndsItToo() {
        play(line -> up(line).ok(line.request()).serve());
        Listening listening = watch(CreateSubscription.now());

        listening.subscription().cancel();

        client.recorder().await(SessionEvent.Closed.class);
    }

    @Test
    void closingTheClientEndsItInOrderWhateverItIsDoing() {
        play(line -> up(line).ok(line.request()).serve());
        Listening live = watch(CreateSubscription.now());
        ScriptedDevice other = ScriptedDevice.tcp(line -> up(line).ok(line.request()));
        Listening waiting = Listening.toAll();
        client.netconf()
                .watch(
                        other.device(),
                        Request.of(CreateSubscription.now()),
                        Backlog.DEFAULT,
                        attempt -> Duration.ofHours(1))
                .subscribe(waiting);
        waiting.next(Interrupted.class);

        client.close();

        live.awaitCompletion();
        waiting.awaitCompletion();
        other.close();
    }

    @Test
    void anAttemptCanBeGivenUp() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        play(line -> {
            up(line).request();
            asked.complete(null);
            line.silence();
        });
        CompletableFuture<NotificationStream> beginning = client.netconf()
                .watchAsync(device.device(), Request.of(CreateSubscription.now()), Backlog.DEFAULT, atOnce);
        asked.join();

        beginning.cancel(true);

        client.recorder().await(SessionEvent.Closed.class);
    }
}
