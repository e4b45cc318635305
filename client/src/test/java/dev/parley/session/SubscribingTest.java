package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RequestException.Reason;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionEvent.SubscriptionEnded.How;
import dev.parley.fixture.Line;
import dev.parley.fixture.Line.Rpc;
import dev.parley.fixture.Listening;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.Script;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Capability;
import dev.parley.message.Deviation;
import dev.parley.notification.CreateSubscription;
import dev.parley.notification.EventStream;
import dev.parley.notification.GetStreams;
import dev.parley.operation.Datastore;
import dev.parley.operation.Filter;
import dev.parley.operation.Get;
import dev.parley.operation.Lock;
import dev.parley.operation.Request;
import dev.parley.operation.Unlock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions of a session (RFC 5277), as a transcript with a device that follows a script. */
@Timeout(60)
class SubscribingTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    /** A limit that is reached after something else has happened, however busy the machine is. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    private static final String TIME = "2026-11-20T17:00:00Z";
    private static final Lock REQUEST = new Lock(Datastore.RUNNING);

    private static Line speaking(Line line) throws IOException {
        return line.announcing(Capability.NOTIFICATION);
    }

    private static Line interleaving(Line line) throws IOException {
        return line.announcing(Capability.NOTIFICATION, Capability.INTERLEAVE);
    }

    private static Line tell(Line line, String name) throws IOException {
        return line.tell(TIME, "<" + name + " xmlns=\"urn:e\"/>");
    }

    /** A client, a device that plays a script, and a session between them. */
    private static final class Stage implements AutoCloseable {
        final WatchedClient client = WatchedClient.create();
        final ScriptedDevice device;
        final Session session;

        Stage(Script script) {
            device = ScriptedDevice.tcp(script);
            session = client.open(device.device());
        }

        <E extends SessionEvent> E event(Class<E> kind) {
            return client.recorder().await(kind);
        }

        @Override
        public void close() {
            session.close();
            device.close();
            client.close();
        }
    }

    // ---- what comes, and when (N-01, N-03, Q-16)

    @Test
    void whatComesBeforeTheOkAndBeforeTheSubscriberIsKeptInOrder_N03_Q16() {
        try (Stage stage = new Stage(line -> {
            Rpc asked = speaking(line).request();
            assertThat(asked.name()).isEqualTo("create-subscription");
            tell(line, "before");
            line.ok(asked);
            tell(line, "after");
            line.serve();
        })) {
            NotificationStream stream = stage.session.subscribe(CreateSubscription.now());
            assertThat(stream.subscription()).isEqualTo(CreateSubscription.now());
            assertThat(stage.event(SessionEvent.SubscriptionBegun.class))
                    .isEqualTo(new SessionEvent.SubscriptionBegun("NETCONF", null));

            Listening listening = Listening.toAll();
            stream.subscribe(listening);

            assertThat(listening.eventName()).isEqualTo("before");
            assertThat(listening.eventName()).isEqualTo("after");
            stage.session.close();
            listening.awaitCompletion();
            assertThat(stage.event(SessionEvent.SubscriptionEnded.class)).satisfies(ended -> {
                assertThat(ended.how()).isEqualTo(How.SESSION_CLOSED);
                assertThat(ended.received()).isEqualTo(2);
                assertThat(ended.lost()).isZero();
            });
            assertThat(stage.client.recorder().events(SessionEvent.NotificationUnheard.class))
                    .isEmpty();
        }
    }

    @Test
    void aNotificationBetweenARequestAndItsReplyDisturbsNeither_N03() {
        try (Stage stage = new Stage(line -> {
            interleaving(line).ok(line.request());
            Rpc get = line.request();
            tell(line, "between");
            line.reply(get, "<data><a xmlns='urn:a'/></data>");
            tell(line, "behind");
            line.serve();
        })) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(stage.session.send(Get.all()).content()).isPresent();
            assertThat(listening.eventName()).isEqualTo("between");
            assertThat(listening.eventName()).isEqualTo("behind");
        }
    }

    @Test
    void theStreamsOfADeviceAreAskedForAndOneOfThemSubscribedTo_N06() {
        try (Stage stage = new Stage(line -> {
            Rpc get = speaking(line).request();
            assertThat(get.text()).contains("<streams/>");
            line.reply(
                    get,
                    "<data><netconf xmlns='urn:ietf:params:xml:ns:netmod:notification'><streams><stream><name>audit</name>"
                            + "<description>who did what</description><replaySupport>false</replaySupport></stream></streams>"
                            + "</netconf></data>");
            Rpc asked = line.request();
            assertThat(asked.text()).contains("<stream>audit</stream>");
            line.ok(asked);
            tell(line, "done");
            line.serve();
        })) {
            EventStream offered = stage.session.send(new GetStreams()).get(0);
            Listening listening = Listening.toAll();
            stage.session
                    .subscribe(CreateSubscription.now().stream(offered.name()))
                    .subscribe(listening);

            assertThat(listening.eventName()).isEqualTo("done");
            assertThat(stage.event(SessionEvent.SubscriptionBegun.class).stream())
                    .isEqualTo("audit");
        }
    }

    @Test
    void aNotificationThatNobodyAskedForIsToldAsUnheard() {
        try (Stage stage = new Stage(line -> {
            Rpc asked = speaking(line).request();
            tell(line, "unasked");
            line.ok(asked).serve();
        })) {
            stage.session.send(REQUEST);

            assertThat(stage.event(SessionEvent.NotificationUnheard.class).bytes())
                    .isPositive();
            assertThat(stage.session.isSubscribed()).isFalse();
        }
    }

    // ---- what else a session may do (N-04, N-07)

    @Test
    void withoutInterleaveNothingButCloseSessionIsSent_N04() {
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request());
            Rpc forced = line.request();
            assertThat(forced.name()).isEqualTo("unlock");
            line.ok(forced);
            assertThat(line.request().name()).isEqualTo("close-session");
        })) {
            stage.session.subscribe(CreateSubscription.now());
            assertThat(stage.session.isSubscribed()).isTrue();

            RequestException refused = catchThrowableOfType(RequestException.class, () -> stage.session.send(REQUEST));
            assertThat(refused.reason()).isEqualTo(Reason.SUBSCRIBED);
            assertThat(refused.fate()).isEqualTo(Fate.NOT_SENT);
            assertThat(refused).hasMessageContaining("lock was not sent to").hasMessageContaining("interleave:1.0");
            assertThat(refused.advice().orElseThrow()).contains("another session");
            assertThat(failureOf(stage.session.sendAsync(REQUEST)).code()).isEqualTo("subscribed");

            stage.session.send(new Unlock(Datastore.RUNNING).force());
        }
    }

    @Test
    void aSessionHasOneSubscription_N07() {
        try (Stage stage =
                new Stage(line -> interleaving(line).ok(line.request()).serve())) {
            stage.session.subscribe(CreateSubscription.now());

            RequestException second = catchThrowableOfType(
                    RequestException.class, () -> stage.session.subscribe(CreateSubscription.now()));
            assertThat(second.reason()).isEqualTo(Reason.SUBSCRIBED);
            assertThat(second.fate()).isEqualTo(Fate.NOT_SENT);
            assertThat(failureOf(stage.session.subscribeAsync(CreateSubscription.now()))
                            .code())
                    .isEqualTo("subscribed");
            stage.session.send(REQUEST);
        }
    }

    @Test
    void aSubscriptionIsNotSentLikeAnyOtherRequest() {
        try (Stage stage = new Stage(line -> speaking(line).ok(line.request()).serve())) {
            RequestException refused =
                    catchThrowableOfType(RequestException.class, () -> stage.session.send(CreateSubscription.now()));
            assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST);
            assertThat(refused.advice().orElseThrow()).contains("subscribe");

            assertThat(stage.session.send(CreateSubscription.now().force()).warnings())
                    .isEmpty();
            assertThat(stage.session.isSubscribed()).isFalse();
        }
    }

    // ---- what is refused, here or there (N-02)

    @Test
    void whatCannotBeIsRefusedBeforeItIsSent_N02() {
        try (Stage stage = new Stage(line -> speaking(line).serve())) {
            RequestException ahead = catchThrowableOfType(
                    RequestException.class,
                    () -> stage.session.subscribe(CreateSubscription.since(Instant.parse("2999-01-01T00:00:00Z"))));
            assertThat(ahead.reason()).isEqualTo(Reason.INVALID_REQUEST);
            assertThat(ahead).hasMessageContaining("2999-01-01T00:00:00Z").hasMessageContaining("lies in the future");

            RequestException xpath = catchThrowableOfType(
                    RequestException.class,
                    () -> stage.session.subscribe(CreateSubscription.now().filter(Filter.xpath("/a", Map.of()))));
            assertThat(xpath.reason()).isEqualTo(Reason.CAPABILITY_MISSING);
            assertThat(stage.session.isSubscribed()).isFalse();
        }
    }

    @Test
    void aDeviceWithoutNotificationsIsNotAsked_N01() {
        try (Stage stage = new Stage(line -> line.base11().serve())) {
            RequestException refused = catchThrowableOfType(
                    RequestException.class, () -> stage.session.subscribe(CreateSubscription.now()));

            assertThat(refused.reason()).isEqualTo(Reason.CAPABILITY_MISSING);
            assertThat(refused).hasMessageContaining(Capability.NOTIFICATION);
        }
    }

    @Test
    void aRefusedSubscriptionLeavesTheSessionAsItWas_N02() {
        try (Stage stage = new Stage(line -> {
            line.announcing(Capability.NOTIFICATION).reply(line.request(), error("operation-failed"));
            line.ok(line.request());
            line.reply(line.request(), error("invalid-value"));
            line.serve();
        })) {
            RpcErrorException refused = catchThrowableOfType(
                    RpcErrorException.class,
                    () -> stage.session.subscribe(CreateSubscription.since(Instant.parse(TIME))));
            assertThat(refused.first().tag()).isEqualTo("operation-failed");
            assertThat(refused).hasMessageContaining("create-subscription on");

            stage.session.send(REQUEST);
            assertThat(failureOf(stage.session.subscribeAsync(CreateSubscription.now())))
                    .isInstanceOf(RpcErrorException.class);
            assertThat(stage.session.isSubscribed()).isFalse();
            assertThat(stage.client.recorder().events(SessionEvent.SubscriptionBegun.class))
                    .isEmpty();
        }
    }

    @Test
    void aSubscriptionOfWhichNobodyKnowsMayHaveBegun() {
        CompletableFuture<Void> given = new CompletableFuture<>();
        try (Stage stage = new Stage(line -> {
            Rpc asked = speaking(line).request();
            given.join();
            line.ok(asked).serve();
        })) {
            RequestException late = catchThrowableOfType(
                    RequestException.class,
                    () -> stage.session.subscribe(CreateSubscription.now().within(ENOUGH), Backlog.DEFAULT));
            assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
            assertThat(stage.session.isSubscribed()).isTrue();
            assertThat(catchThrowableOfType(
                                    RequestException.class, () -> stage.session.subscribe(CreateSubscription.now()))
                            .reason())
                    .isEqualTo(Reason.SUBSCRIBED);
            given.complete(null);
        }
    }

    @Test
    void whoeverCancelsTheFutureGetsNoStream() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (Stage stage = new Stage(line -> {
            Rpc rpc = speaking(line).request();
            asked.complete(null);
            cancelled.join();
            tell(line, "nobody");
            line.ok(rpc).serve();
        })) {
            CompletableFuture<NotificationStream> stream = stage.session.subscribeAsync(CreateSubscription.now());
            asked.join();
            assertThat(stream.cancel(true)).isTrue();
            // the device answers when the request has been given up, and not before
            assertThat(stage.event(SessionEvent.RequestEnded.class).failure()).isNotNull();
            cancelled.complete(null);

            assertThat(stage.event(SessionEvent.NotificationUnheard.class)).isNotNull();
            assertThat(stage.event(SessionEvent.LateReply.class).operation()).isEqualTo("create-subscription");
            assertThat(stage.session.isSubscribed()).isTrue();
        }
    }

    // ---- how it ends (N-05)

    @Test
    void behindTheStopTimeTheSessionIsAnOrdinaryOneAgain_N05() {
        try (Stage stage = new Stage(line -> {
            Rpc asked = speaking(line).request();
            assertThat(asked.text())
                    .contains("<startTime>2026-11-20T17:00:00Z</startTime><stopTime>2026-11-20T17:00:01Z</stopTime>");
            line.ok(asked);
            tell(line, "kept");
            line.signal("replayComplete", TIME).signal("notificationComplete", TIME);
            line.ok(line.request());
            line.ok(line.request());
            tell(line, "again");
            line.serve();
        })) {
            Instant start = Instant.parse(TIME);
            Listening listening = Listening.toAll();
            stage.session
                    .subscribe(CreateSubscription.since(start).until(start.plusSeconds(1)))
                    .subscribe(listening);

            assertThat(listening.eventName()).isEqualTo("kept");
            assertThat(listening.next(StreamItem.ReplayComplete.class).time()).isEqualTo(TIME);
            listening.awaitCompletion();
            assertThat(stage.session.isSubscribed()).isFalse();
            stage.session.send(REQUEST);

            Listening second = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(second);
            assertThat(second.eventName()).isEqualTo("again");
            assertThat(stage.event(SessionEvent.SubscriptionEnded.class).how()).isEqualTo(How.COMPLETED);
        }
    }

    @Test
    void theEndOfTheSubscriptionIsNoticedThoughNobodyAsksForMore_N05() {
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request()).signal("notificationComplete", TIME);
            line.serve();
        })) {
            Listening listening = Listening.to(0);
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);

            listening.awaitCompletion();
            stage.session.send(REQUEST);
        }
    }

    // more of them than are taken in for a subscriber who is behind
    private static Line tellWhatLooksLikeAnEnd(Line line) throws IOException {
        for (int i = 0; i < 200; i++) {
            line.tell(TIME, "<notificationComplete xmlns='urn:somebody-else'/>");
        }
        return line;
    }

    @Test
    void theEndOfTheSubscriptionFreesTheSessionThoughTheSubscriberIsStuck_N05() throws Exception {
        CompletableFuture<Void> stuck = new CompletableFuture<>();
        CompletableFuture<Void> letGo = new CompletableFuture<>();
        List<StreamItem> told = new CopyOnWriteArrayList<>();
        try (Stage stage = new Stage(line -> {
            tell(speaking(line).ok(line.request()), "first");
            stuck.join();
            tell(line, "second");
            tellWhatLooksLikeAnEnd(line).signal("notificationComplete", TIME);
            line.serve();
        })) {
            CompletableFuture<Void> end = stage.session
                    .subscribe(Request.of(CreateSubscription.now()), new Backlog(5, 1 << 20))
                    .consume(item -> {
                        told.add(item);
                        stuck.complete(null);
                        letGo.join();
                    });
            assertThat(stage.event(SessionEvent.SubscriptionEnded.class).how()).isEqualTo(How.COMPLETED);
            while (stage.session.isSubscribed()) {
                Thread.onSpinWait();
            }
            stage.session.send(REQUEST);
            assertThat(end).isNotDone();
            assertThat(told).hasSize(1);

            letGo.complete(null);
            end.get();
            assertThat(((StreamItem.Event) told.get(1)).notification().event().getLocalPart())
                    .isEqualTo("second");
        }
    }

    @Test
    void theEndOfTheSubscriptionIsFoundAmongAnyNumberThatLookLikeIt_N05() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request());
            closed.join();
            tellWhatLooksLikeAnEnd(line).signal("notificationComplete", TIME);
            line.serve();
        })) {
            stage.session.subscribe(CreateSubscription.now()).close();
            closed.complete(null);

            while (stage.session.isSubscribed()) {
                Thread.onSpinWait();
            }
            stage.session.send(REQUEST);
        }
    }

    @Test
    void aSubscriptionThatHasEndedIsNotLostWithItsSession_N05() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request());
            begun.join();
            line.signal("notificationComplete", TIME);
        })) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);
            begun.complete(null);

            listening.awaitCompletion();
        }
    }

    @Test
    void aLostSessionIsToldBehindAllThatCame() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request());
            begun.join();
            tell(line, "last");
        })) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);
            stage.event(SessionEvent.SubscriptionBegun.class);
            begun.complete(null);

            assertThat(listening.awaitFailure()).isInstanceOfSatisfying(RequestException.class, lost -> {
                assertThat(lost.reason()).isEqualTo(Reason.SESSION_LOST);
                assertThat(lost).hasMessageStartingWith("the notifications of stream NETCONF from ");
                assertThat(lost).hasCauseInstanceOf(ProtocolException.class);
            });
            assertThat(listening.eventName()).isEqualTo("last");
            assertThat(stage.event(SessionEvent.SubscriptionEnded.class).how()).isEqualTo(How.SESSION_LOST);
        }
    }

    @Test
    void aSessionThatIsLostRightBehindTheOkIsToldToo() {
        try (Stage stage = new Stage(line -> speaking(line).ok(line.request()))) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(listening.awaitFailure()).isInstanceOf(RequestException.class);
        }
    }

    @Test
    void aClosedStreamIsNotHeardButTheDeviceGoesOnUntilItSaysOtherwise() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request());
            tell(line, "heard");
            closed.join();
            tell(line, "unheard");
            line.tell(TIME, "<notificationComplete xmlns='urn:somebody-else'/>");
            line.signal("notificationComplete", TIME);
            line.serve();
        })) {
            NotificationStream stream = stage.session.subscribe(CreateSubscription.now());
            Listening listening = Listening.toAll();
            stream.subscribe(listening);
            assertThat(listening.eventName()).isEqualTo("heard");
            stream.close();
            stream.close();
            listening.awaitCompletion();
            assertThat(stage.event(SessionEvent.SubscriptionEnded.class).how()).isEqualTo(How.CANCELLED);
            assertThat(stage.session.isSubscribed()).isTrue();
            closed.complete(null);

            while (stage.session.isSubscribed()) {
                Thread.onSpinWait();
            }
            stage.session.send(REQUEST);
            assertThat(stage.client.recorder().events(SessionEvent.NotificationUnheard.class))
                    .hasSize(3);
            assertThat(listening.all()).hasSize(1);
        }
    }

    // ---- bad input

    @Test
    void aTimeThatIsNoneIsToldAndTheEventAllTheSame() {
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request()).tell("tomorrow", "<up xmlns='urn:e'/>");
            line.serve();
        })) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(listening.event().time()).isEmpty();
            assertThat(stage.event(SessionEvent.DeviationMet.class)).satisfies(met -> {
                assertThat(met.deviation()).isEqualTo(Deviation.EVENT_TIME);
                assertThat(met.detail()).contains("tomorrow");
            });
        }
    }

    @Test
    void inStrictModeItIsAnItemOfItsOwnAndTheNextOneIsReadAllTheSame() {
        Script script = line -> {
            speaking(line).ok(line.request()).tell("tomorrow", "<up xmlns='urn:e'/>");
            tell(line, "next");
            line.serve();
        };
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(script);
                Session session = client.open(
                        device.device().withProtocol(device.device().protocol().asStrict()))) {
            Listening listening = Listening.toAll();
            session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(listening.next(StreamItem.Unreadable.class)).satisfies(unreadable -> {
                assertThat(unreadable.why().reason()).isEqualTo(ProtocolException.Reason.DEVIATION);
                assertThat(unreadable.bytes()).isPositive();
            });
            assertThat(listening.eventName()).isEqualTo("next");
        }
    }

    @Test
    void aNotificationThatIsNotWellFormedIsItsOwnMisfortune() {
        try (Stage stage = new Stage(line -> {
            speaking(line).ok(line.request()).tell(TIME, "<up xmlns='urn:e'></down>");
            line.say("<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>");
            tell(line, "next");
            line.serve();
        })) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(listening.next(StreamItem.Unreadable.class).why().reason())
                    .isEqualTo(ProtocolException.Reason.MALFORMED_XML);
            assertThat(listening.next(StreamItem.Unreadable.class).why()).hasMessageContaining("no event in it");
            assertThat(listening.eventName()).isEqualTo("next");
        }
    }

    @Test
    void aNotificationWhereAReplyIsDueIsNoReply() {
        try (Stage stage = new Stage(line -> {
            speaking(line).request();
            tell(line, "instead");
            line.serve();
        })) {
            RequestException late =
                    catchThrowableOfType(RequestException.class, () -> stage.session.send(REQUEST.within(ENOUGH)));

            assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
            assertThat(stage.event(SessionEvent.NotificationUnheard.class)).isNotNull();
        }
    }

    @Test
    void aReplyToNobodyDisturbsNoSubscription() {
        try (Stage stage = new Stage(line -> {
            speaking(line)
                    .ok(line.request())
                    .say(
                            "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"999\"><ok/></rpc-reply>");
            tell(line, "next");
            line.serve();
        })) {
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(listening.eventName()).isEqualTo("next");
            assertThat(stage.event(SessionEvent.DeviationMet.class).deviation()).isEqualTo(Deviation.UNKNOWN_REPLY);
        }
    }

    @Test
    void aNotificationInPlaceOfTheHelloIsAnError() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device =
                        ScriptedDevice.tcp(line -> line.send(Line.notification(TIME, "<up xmlns='urn:e'/>") + "]]>]]>")
                                .silence())) {
            OpenException refused = client.failToOpen(OpenException.class, device.device());

            assertThat(refused.reason()).isEqualTo(OpenException.Reason.BAD_HELLO);
            assertThat(refused).hasMessageContaining("<notification>");
        }
    }

    @Test
    void aNotificationInsideTheHelloIsPassedOver() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.send(Line.hello("1.0").replace("</hello>", Line.notification(TIME, "<up/>") + "</hello>")
                            + "]]>]]>");
                    line.hear();
                    line.serve();
                });
                Session session = client.open(device.device())) {
            assertThat(session.isSubscribed()).isFalse();
            assertThat(client.recorder().events(SessionEvent.NotificationUnheard.class))
                    .isEmpty();
        }
    }

    @Test
    void aNotificationBeyondTheLimitForMessagesEndsTheSession() {
        Script script = line -> {
            speaking(line).ok(line.request()).tell(TIME, "<up xmlns='urn:e'>" + "x".repeat(70_000) + "</up>");
            line.silence();
        };
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(script);
                Session session = client.open(
                        device.device().withProtocol(device.device().protocol().withMaxMessageBytes(65_536)))) {
            Listening listening = Listening.toAll();
            session.subscribe(CreateSubscription.now()).subscribe(listening);

            assertThat(listening.awaitFailure())
                    .hasMessageContaining("<notification> of more than 65536 bytes")
                    .hasCauseInstanceOf(ProtocolException.class);
        }
    }

    // E-06
    @Test
    void aChangeOfCapabilitiesIsTakenIntoAccount_E06() {
        try (Stage stage = new Stage(line -> {
            interleaving(line)
                    .ok(line.request())
                    .tell(
                            TIME,
                            "<netconf-capability-change xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-notifications'>"
                                    + "<changed-by><server/></changed-by><added-capability>" + Capability.XPATH
                                    + "</added-capability></netconf-capability-change>");
            Rpc get = line.request();
            assertThat(get.text()).contains("type=\"xpath\"");
            line.reply(get, "<data/>");
            line.serve();
        })) {
            Get byXPath = Get.of(Filter.xpath("/a", Map.of()));
            assertThat(catchThrowableOfType(RequestException.class, () -> stage.session.send(byXPath))
                            .reason())
                    .isEqualTo(Reason.CAPABILITY_MISSING);
            Listening listening = Listening.toAll();
            stage.session.subscribe(CreateSubscription.now()).subscribe(listening);
            assertThat(listening.eventName()).isEqualTo("netconf-capability-change");

            while (!stage.session.capabilities().has(Capability.XPATH)) {
                Thread.onSpinWait();
            }
            stage.session.send(byXPath);
        }
    }

    private static String error(String tag) {
        return "<rpc-error><error-type>protocol</error-type><error-tag>" + tag
                + "</error-tag><error-severity>error</error-severity></rpc-error>";
    }

    private static NetconfException failureOf(CompletableFuture<?> future) {
        try {
            future.get();
            throw new AssertionError("it succeeded");
        } catch (ExecutionException e) {
            return (NetconfException) e.getCause();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
