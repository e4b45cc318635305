package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RequestException.Reason;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.fixture.Line;
import dev.parley.fixture.Line.Rpc;
import dev.parley.fixture.NothingLeaks;
import dev.parley.fixture.Script;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Deviation;
import dev.parley.message.Reply;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Ok;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Unlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an open session does with requests, as a transcript with a device that follows a script. */
@Timeout(60)
class SessionTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    private static final Duration SHORT = Duration.ofMillis(200);
    /** A limit that is reached after something else has happened, however busy the machine is. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    private static final Lock REQUEST = new Lock(Datastore.RUNNING);

    /** Does nothing but closes its session in order, for scripts that have said what they have to say. */
    private static void leave(Line line) throws IOException {
        line.serve();
    }

    private static NetconfException failureOf(CompletableFuture<?> future) {
        try {
            future.get(30, TimeUnit.SECONDS);
            throw new AssertionError("it succeeded");
        } catch (ExecutionException e) {
            return (NetconfException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static RequestException requestFailureOf(CompletableFuture<?> future) {
        return (RequestException) failureOf(future);
    }

    // ---- one request

    @Test
    void aRequestIsAnsweredOnTheThreadThatAsks() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    assertThat(rpc.name()).isEqualTo("lock");
                    line.ok(rpc);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            Ok answer = session.send(REQUEST);

            assertThat(answer.warnings()).isEmpty();
            assertThat(client.recorder().events(SessionEvent.RequestBegun.class))
                    .singleElement()
                    .satisfies(begun -> assertThat(begun.operation()).isEqualTo("lock"));
            assertThat(client.recorder().events(SessionEvent.RequestEnded.class))
                    .singleElement()
                    .satisfies(ended -> assertThat(ended.failure()).isNull());
        }
    }

    // R-09 to R-13: whether it is an error depends on all that the reply says.
    @Test
    void anErrorOfTheDeviceIsThrownWithTheCallersStack() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.reply(
                            line.request(),
                            "<rpc-error><error-type>protocol</error-type><error-tag>lock-denied"
                                    + "</error-tag><error-severity>error</error-severity><error-info><session-id>9</session-id>"
                                    + "</error-info></rpc-error>");
                    line.reply(
                            line.request(),
                            "<rpc-error><error-type>protocol</error-type><error-tag>in-use</error-tag>"
                                    + "<error-severity>warning</error-severity></rpc-error>");
                    leave(line);
                });
                Session session = client.open(device.device())) {
            RpcErrorException denied = catchThrowableOfType(RpcErrorException.class, () -> session.send(REQUEST));

            assertThat(denied.first().lockHolder()).hasValue("9");
            assertThat(denied.fate()).isEqualTo(Fate.REJECTED);
            assertThat(denied.getStackTrace())
                    .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(SessionTest.class.getName()));
            assertThat(session.send(REQUEST).warnings()).hasSize(1);
        }
    }

    @Test
    void aReplyThatIsNotWellFormedFailsItsRequestAndNoOther() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.reply(line.request(), "<data><unclosed></data>");
                    line.reply(line.request(), "<data/>");
                    line.ok(line.request());
                    leave(line);
                });
                Session session = client.open(device.device())) {
            RequestException broken =
                    catchThrowableOfType(RequestException.class, () -> session.send(GetConfig.from(Datastore.RUNNING)));
            assertThat(broken.reason()).isEqualTo(Reason.BAD_REPLY);
            assertThat(broken.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(broken).hasCauseInstanceOf(ProtocolException.class);

            RequestException other = catchThrowableOfType(RequestException.class, () -> session.send(REQUEST));
            assertThat(other.reason()).isEqualTo(Reason.BAD_REPLY);
            assertThat(other).hasMessageContaining("<data> in place of <ok/>");

            session.send(REQUEST);
        }
    }

    @Test
    void aSessionCannotBeWaitedForOnItsOwnLoop() {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<Session> opened = new CompletableFuture<>();
        SessionListener impatient = new SessionListener() {
            @Override
            public void on(SessionKey key, SessionEvent event) {
                if (event instanceof SessionEvent.NotificationUnheard) {
                    try {
                        opened.join().send(REQUEST);
                    } catch (IllegalStateException e) {
                        thrown.complete(e);
                    }
                }
            }
        };
        try (WatchedClient client = WatchedClient.with(builder -> builder.listener(impatient));
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    line.say("<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>");
                    line.ok(rpc);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            opened.complete(session);
            session.send(REQUEST);

            assertThat(thrown.join()).hasMessageContaining("sendAsync");
        }
    }

    @Test
    void aListenerThatFailsIsNobodyElsesConcern() {
        SessionListener clumsy = (key, event) -> {
            if (event instanceof SessionEvent.RequestBegun) {
                throw new IllegalStateException("clumsy");
            }
            // as one whose library is missing does
            throw new NoClassDefFoundError("dev/example/Gone");
        };
        try (WatchedClient client = WatchedClient.with(builder -> builder.listener(clumsy));
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.ok(line.request());
                    leave(line);
                });
                Session session = client.open(device.device())) {
            session.send(REQUEST);
        }
    }

    // ---- several requests

    @Test
    void manyRequestsShareASessionAndEachGetsItsOwnReply() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    List<Rpc> heard = new ArrayList<>();
                    for (int i = 0; i < 64; i++) {
                        heard.add(line.request());
                    }
                    for (int i = 63; i >= 0; i--) {
                        line.reply(heard.get(i), "<data><id>" + heard.get(i).id() + "</id></data>");
                    }
                    leave(line);
                });
                Session session = client.open(device.device())) {
            List<CompletableFuture<Reply>> answers = IntStream.range(0, 64)
                    .mapToObj(i -> session.sendAsync(Get.all().as(ReplyBody.reply())))
                    .toList();

            assertThat(answers).allSatisfy(answer -> {
                Reply reply = answer.join();
                assertThat(reply.toString()).contains("<id>" + reply.messageId() + "</id>");
            });
            assertThat(answers.stream().map(answer -> answer.join().messageId()))
                    .doesNotHaveDuplicates();
            assertThat(client.recorder().events(SessionEvent.DeviationMet.class))
                    .hasSize(63)
                    .allSatisfy(met -> assertThat(met.deviation()).isEqualTo(Deviation.UNORDERED_REPLY));
        }
    }

    @Test
    void noMoreThanTheLimitIsUnansweredAndNoMoreThanTheOtherWaits() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc first = line.request();
                    Rpc second = line.request();
                    answer.join();
                    line.ok(first);
                    Rpc third = line.request();
                    line.ok(second).ok(third);
                    line.ok(line.request()).ok(line.request());
                    leave(line);
                })) {
            Device narrow =
                    device.device().withProtocol(device.device().protocol().withPipelining(2, 3));
            try (Session session = client.open(narrow)) {
                List<CompletableFuture<Ok>> answers = Stream.generate(() -> session.sendAsync(REQUEST))
                        .limit(6)
                        .toList();

                RequestException full = requestFailureOf(answers.get(5));
                assertThat(full.reason()).isEqualTo(Reason.QUEUE_FULL);
                assertThat(full.fate()).isEqualTo(Fate.NOT_SENT);
                assertThat(full.advice()).isPresent();

                answer.complete(null);
                assertThat(answers.subList(0, 5)).allSatisfy(CompletableFuture::join);
            }
        }
    }

    @Test
    void manyThreadsMayUseASessionAtOnce() throws InterruptedException {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()));
                Session session = client.open(device.device())) {
            ExecutorService threads = Executors.newFixedThreadPool(16);
            try {
                List<CompletableFuture<Void>> all = IntStream.range(0, 16)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> IntStream.range(0, 50).forEach(j -> session.send(REQUEST)), threads))
                        .toList();
                all.forEach(CompletableFuture::join);
            } finally {
                threads.shutdown();
            }
            assertThat(client.recorder().events(SessionEvent.RequestEnded.class))
                    .hasSize(800);
        }
    }

    // ---- requests that end without a reply

    @Test
    void aDeadlineEndsARequestThatWasSentAndSaysThatItsFateIsUnknown() {
        CompletableFuture<Void> answerNow = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc ignored = line.request();
                    answerNow.join();
                    line.ok(ignored);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            RequestException late =
                    catchThrowableOfType(RequestException.class, () -> session.send(REQUEST.within(ENOUGH)));

            assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
            assertThat(late.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(late).hasMessageContaining("lock on").hasMessageContaining("nothing of a reply arrived");
            assertThat(late.advice()).isPresent();

            answerNow.complete(null);
            session.send(new Unlock(Datastore.RUNNING));
            assertThat(client.recorder().await(SessionEvent.LateReply.class).operation())
                    .isEqualTo("lock");
        }
    }

    @Test
    void aDeadlineEndsARequestThatWaitsAndSaysThatItWasNotSent() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc first = line.request();
                    answer.join();
                    line.ok(first);
                    assertThat(line.request().name()).isEqualTo("close-session");
                })) {
            Device narrow = device.device()
                    .withProtocol(device.device().protocol().withPipelining(1, 10))
                    .withTimeouts(Timeouts.DEFAULT.withClose(SHORT));
            try (Session session = client.open(narrow)) {
                CompletableFuture<Ok> first = session.sendAsync(REQUEST);
                RequestException late =
                        requestFailureOf(session.sendAsync(new Unlock(Datastore.RUNNING).within(SHORT)));

                assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
                assertThat(late.fate()).isEqualTo(Fate.NOT_SENT);
                answer.complete(null);
                first.join();
            }
        }
    }

    @Test
    void aDeadlineInTheMiddleOfAReplySaysHowMuchOfItCame() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    String start = Line.replyTo(rpc, "<data>").replace("</rpc-reply>", "");
                    line.send("\n#" + start.length() + "\n" + start);
                    Rpc next = line.request();
                    line.send("\n#19\n</data></rpc-reply>\n##\n").ok(next);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            RequestException late = catchThrowableOfType(
                    RequestException.class, () -> session.send(Get.all().within(ENOUGH)));

            assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
            assertThat(late).hasMessageMatching(".*: \\d{2,} bytes of the reply arrived.*");
            // the rest of it is read over, and the session goes on
            session.send(REQUEST);
        }
    }

    @Test
    void cancellingTheFutureGivesTheRequestUp() {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    heard.complete(null);
                    answer.join();
                    line.ok(rpc);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            CompletableFuture<Ok> future = session.sendAsync(REQUEST);
            heard.join();
            assertThat(future.cancel(true)).isTrue();
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);

            SessionEvent.RequestEnded ended = client.recorder().await(SessionEvent.RequestEnded.class);
            assertThat(((RequestException) ended.failure()).reason()).isEqualTo(Reason.CANCELLED);
            assertThat(ended.fate()).isEqualTo(Fate.UNKNOWN);
            answer.complete(null);
            client.recorder().await(SessionEvent.LateReply.class);
        }
    }

    @Test
    void aCancelledRequestThatWaitsIsNeverSent() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc first = line.request();
                    answer.join();
                    line.ok(first);
                    assertThat(line.request().name()).isEqualTo("discard-changes");
                    line.silence();
                })) {
            Device narrow = device.device()
                    .withProtocol(device.device().protocol().withPipelining(1, 10))
                    .withTimeouts(Timeouts.DEFAULT.withClose(SHORT));
            try (Session session = client.open(narrow)) {
                CompletableFuture<Ok> first = session.sendAsync(REQUEST);
                CompletableFuture<Ok> second = session.sendAsync(new Unlock(Datastore.RUNNING));
                CompletableFuture<Ok> third = session.sendAsync(new dev.parley.operation.DiscardChanges().force());
                second.cancel(false);
                SessionEvent.RequestEnded ended = client.recorder()
                        .await(
                                SessionEvent.RequestEnded.class,
                                end -> end.operation().equals("unlock"));
                assertThat(ended.fate()).isEqualTo(Fate.NOT_SENT);
                answer.complete(null);
                first.join();
                assertThat(third).isNotDone();
            }
        }
    }

    @Test
    void anInterruptGivesTheRequestUp() throws InterruptedException {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.request();
                    heard.complete(null);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            CompletableFuture<RequestException> failure = new CompletableFuture<>();
            CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
            Thread asking = new Thread(() -> {
                failure.complete(catchThrowableOfType(RequestException.class, () -> session.send(REQUEST)));
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            asking.start();
            heard.join();
            asking.interrupt();

            assertThat(failure.join().reason()).isEqualTo(Reason.CANCELLED);
            assertThat(failure.join().fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(stillInterrupted.join()).isTrue();
            asking.join();
            session.send(REQUEST);
        }
    }

    @Test
    void aThreadThatIsInterruptedAlreadyDoesNotWait() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()));
                Session session = client.open(device.device())) {
            Thread.currentThread().interrupt();
            try {
                // it may have been answered before anybody looked
                session.send(REQUEST);
            } catch (RequestException e) {
                assertThat(e.reason()).isEqualTo(Reason.CANCELLED);
            }
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    // ---- callbacks

    @Test
    void futuresAreCompletedOffTheLoop() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()));
                Session session = client.open(device.device())) {
            CompletableFuture<String> thread = session.sendAsync(REQUEST)
                    .thenApply(ok -> Thread.currentThread().getName());
            CompletableFuture<String> end =
                    session.ended().thenApply(traffic -> Thread.currentThread().getName());
            CompletableFuture<String> failing = session.sendAsync(REQUEST.within(Duration.ofNanos(1)))
                    .handle((ok, failure) -> Thread.currentThread().getName());
            session.closeAsync();

            // a dependent that is hung on after the end runs where that is done
            assertThat(List.of(thread.join(), end.join(), failing.join()))
                    .noneSatisfy(name -> assertThat(name).contains("loop"));
        }
    }

    @Test
    void anExecutorThatTakesNothingFailsTheFuture() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("closed");
        };
        try (WatchedClient client = WatchedClient.with(builder -> builder.callbacks(refusing));
                ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()));
                Session session = client.openAsync(device.device()).join()) {
            RequestException failure = requestFailureOf(session.sendAsync(REQUEST));

            assertThat(failure.reason()).isEqualTo(Reason.BODY_FAILED);
            session.send(REQUEST);
            session.closeAsync().join();
        }
    }

    // Runnable::run, or CallerRunsPolicy in a pool that is full: then the event loop reads, and must not wait for
    // itself.
    @Test
    void aStreamedReplyIsNotReadOnTheLoopThatBringsIt() {
        try (WatchedClient client = WatchedClient.with(builder -> builder.callbacks(Runnable::run));
                ScriptedDevice device = ScriptedDevice.tcp(answering("<data>" + "<a/>".repeat(1_000_000) + "</data>"));
                Session session = client.open(device.device())) {
            RequestException failure =
                    requestFailureOf(session.sendAsync(Get.all().as((ReplyBody.Streamed<Void>) (parts, asked) -> {
                        while (parts.next() != null) {
                            // nothing in it is wanted
                        }
                        return null;
                    })));

            assertThat(failure.reason()).isEqualTo(Reason.BODY_FAILED);
            assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(failure)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("callbacks(..) must not run tasks on the calling thread");
            assertThat(session.send(REQUEST)).isNotNull();
            assertThat(session.sendAsync(REQUEST).join()).isNotNull();
        }
    }

    @Test
    void aReplyInMemoryMayBeReadOnTheLoopThatBroughtIt() {
        try (WatchedClient client = WatchedClient.with(builder -> builder.callbacks(Runnable::run));
                ScriptedDevice device = ScriptedDevice.tcp(answering("<data><a/></data>"));
                Session session = client.openAsync(device.device()).join()) {
            Reply reply = session.sendAsync(Get.all().as(ReplyBody.reply())).join();

            assertThat(reply.toString()).contains("<a/>");
            session.closeAsync().join();
        }
    }

    // ---- replies that are taken in while they arrive

    private static Script answering(String data) {
        return line -> {
            line.base11();
            line.reply(line.request(), data);
            leave(line);
        };
    }

    @Test
    void aReplyIsReadInTheFormThatIsAskedFor(@TempDir Path folder) throws IOException {
        String data = "<data xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><a xmlns=\"urn:example\">1</a></data>";
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    for (int i = 0; i < 6; i++) {
                        line.reply(line.request(), data);
                    }
                    leave(line);
                });
                Session session = client.open(device.device())) {
            Data whole = session.send(Get.all());
            assertThat(whole.content()).isPresent();
            assertThat(session.send(Get.all().as(ReplyBody.string()))).isEqualTo(data);
            assertThat(session.send(Get.all().as(ReplyBody.reply())).content()).hasSize(1);
            assertThat(session.send(Get.all().as(ReplyBody.document()))
                            .getDocumentElement()
                            .getLocalName())
                    .isEqualTo("data");
            Path file = session.send(Get.all().toFile(folder.resolve("data.xml")));
            assertThat(Files.readString(file)).isEqualTo(data);
            String second = session.send(Get.all().as(ReplyBody.reading(in -> {
                in.nextTag();
                in.nextTag();
                return in.getLocalName();
            })));
            assertThat(second).isEqualTo("a");
        }
    }

    static Stream<Arguments> repliesThatAreNoFile() {
        return Stream.of(
                Arguments.of(
                        "an error",
                        answering("<rpc-error><error-type>application</error-type><error-tag>access-denied</error-tag>"
                                + "<error-severity>error</error-severity></rpc-error>"),
                        RpcErrorException.class),
                Arguments.of(
                        "data, then an error",
                        answering("<data><a/></data><rpc-error><error-type>application</error-type><error-tag>"
                                + "partial-operation</error-tag><error-severity>error</error-severity></rpc-error>"),
                        RpcErrorException.class),
                Arguments.of("no data", answering("<ok/>"), RequestException.class),
                Arguments.of(
                        "half a reply",
                        (Script) line -> {
                            line.base11();
                            Rpc rpc = line.request();
                            line.send("\n#100000\n" + Line.replyTo(rpc, "<data>" + "<a/>".repeat(10_000)));
                            line.reset();
                        },
                        RequestException.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("repliesThatAreNoFile")
    void aFileIsWrittenAsAWholeOrNotAtAll(
            String what, Script script, Class<? extends NetconfException> failure, @TempDir Path folder)
            throws IOException {
        Path target = Files.writeString(folder.resolve("backup.xml"), "the one before");
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(script);
                Session session = client.open(device.device())) {
            assertThatThrownBy(() -> session.send(Get.all().toFile(target))).isInstanceOf(failure);

            assertThat(target).hasContent("the one before");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(target);
            }
        }
    }

    @Test
    void aFileThatCannotBeWrittenFailsItsRequestAndNoOther(@TempDir Path folder) {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(answering("<data/>"));
                Session session = client.open(device.device())) {
            Path nowhere = folder.resolve("missing").resolve("file.xml");
            RequestException failure = catchThrowableOfType(
                    RequestException.class, () -> session.send(Get.all().toFile(nowhere)));

            assertThat(failure.reason()).isEqualTo(Reason.BODY_FAILED);
            assertThat(failure.advice()).isPresent();
            session.send(REQUEST);
        }
    }

    @Test
    void aReaderThatFailsEndsItsRequestAndNoOther() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(answering("<data>" + "<a/>".repeat(1_000_000) + "</data>"));
                Session session = client.open(device.device())) {
            RequestException failure = catchThrowableOfType(
                    RequestException.class,
                    () -> session.send(Get.all().as((ReplyBody.Streamed<Void>) (parts, asked) -> {
                        parts.next();
                        throw new IllegalStateException("enough");
                    })));

            assertThat(failure.reason()).isEqualTo(Reason.BODY_FAILED);
            assertThat(failure).hasRootCauseMessage("enough");
            session.send(REQUEST);
        }
    }

    @Test
    void cancellingInTheMiddleOfAReplyEndsItsReader() throws InterruptedException {
        CompletableFuture<NetconfException> thrownToTheReader = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    String start = Line.replyTo(rpc, "<data>").replace("</rpc-reply>", "");
                    line.send("\n#" + start.length() + "\n" + start);
                    Rpc next = line.request();
                    line.send("\n#19\n</data></rpc-reply>\n##\n").ok(next);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            CompletableFuture<Void> future =
                    session.sendAsync(Get.all().as((ReplyBody.Streamed<Void>) (parts, asked) -> {
                        try {
                            while (parts.next() != null) {
                                begun.complete(null);
                            }
                            return null;
                        } catch (NetconfException e) {
                            thrownToTheReader.complete(e);
                            throw e;
                        }
                    }));
            begun.join();
            future.cancel(true);

            assertThat(((RequestException) thrownToTheReader.join()).reason()).isEqualTo(Reason.CANCELLED);
            session.send(REQUEST);
        }
    }

    // The law holds for readers too: what has arrived is never kept back for more.
    @Test
    void aReaderSeesWhatHasArrivedAlthoughTheDevicePauses() {
        CompletableFuture<Void> firstHalf = new CompletableFuture<>();
        String start = Line.replyTo(new Rpc("1", "get", ""), "<data>" + "p".repeat(700_000))
                .replace("</rpc-reply>", "");
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.request();
                    line.send("\n#" + start.length() + "\n" + start);
                    // the rest comes only when the reader has seen all of this
                    firstHalf.join();
                    line.send("\n#19\n</data></rpc-reply>\n##\n");
                    leave(line);
                });
                Session session = client.open(device.device())) {
            int length = session.send(Get.all().as((ReplyBody.Streamed<Integer>) (parts, asked) -> {
                int read = 0;
                for (var part = parts.next(); part != null; part = parts.next()) {
                    read += part.remaining();
                    if (read == start.length()) {
                        firstHalf.complete(null);
                    }
                }
                return read;
            }));
            assertThat(length).isEqualTo(start.length() + 19);
        }
    }

    @Test
    void aSmallReplyTakesLittleMemoryAndALargeOneIsHandedOverInLargeParts() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.reply(line.request(), "<data/>");
                    line.reply(line.request(), "<data>" + "p".repeat(4_000_000) + "</data>");
                    leave(line);
                });
                Session session = client.open(device.device())) {
            ReplyBody.Streamed<List<Integer>> capacities = (parts, asked) -> {
                List<Integer> seen = new ArrayList<>();
                for (var part = parts.next(); part != null; part = parts.next()) {
                    seen.add(part.capacity());
                }
                return seen;
            };

            assertThat(session.send(Get.all().as(capacities))).containsExactly(4_096);
            List<Integer> large = session.send(Get.all().as(capacities));
            assertThat(large.subList(1, large.size())).isNotEmpty().containsOnly(256 * 1_024);
        }
    }

    /** How far a reader has come, for a device that waits for it. */
    private static final class Progress {
        private long reached;

        synchronized void add(int bytes) {
            reached += bytes;
            notifyAll();
        }

        synchronized void await(long wanted) throws InterruptedException {
            while (reached < wanted) {
                wait();
            }
        }
    }

    @Test
    void aReaderSeesAllThatHasArrived_howeverItsPaceAndTheDevicesMeet() {
        Random random = new Random(7);
        Progress progress = new Progress();
        String start = Line.replyTo(new Rpc("1", "get", ""), "<data>").replace("</rpc-reply>", "");
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.request();
                    line.send("\n#" + start.length() + "\n" + start);
                    long sent = start.length();
                    for (int round = 0; round < 2_000; round++) {
                        int pieces = 1 + random.nextInt(4);
                        for (int i = 0; i < pieces; i++) {
                            int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 300_000 : 5_000);
                            line.send("\n#" + size + "\n" + "p".repeat(size));
                            sent += size;
                        }
                        // nothing more comes before all of this was read
                        progress.await(sent);
                    }
                    line.send("\n#19\n</data></rpc-reply>\n##\n");
                    leave(line);
                });
                Session session = client.open(device.device())) {
            long length = session.send(Get.all().as((ReplyBody.Streamed<Long>) (parts, asked) -> {
                long read = 0;
                for (var part = parts.next(); part != null; part = parts.next()) {
                    read += part.remaining();
                    progress.add(part.remaining());
                }
                return read;
            }));
            assertThat(length).isGreaterThan(10_000_000);
        }
    }

    // ---- the end

    @Test
    void closingWaitsForTheRepliesThatAreUnderWay() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    assertThat(line.request().name()).isEqualTo("close-session");
                    line.ok(rpc);
                })) {
            Session session = client.open(device.device());
            CompletableFuture<Ok> answer = session.sendAsync(REQUEST);
            session.close();

            assertThat(answer.join().warnings()).isEmpty();
            assertThat(session.isOpen()).isFalse();
            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
            RequestException after = catchThrowableOfType(RequestException.class, () -> session.send(REQUEST));
            assertThat(after.reason()).isEqualTo(Reason.SESSION_CLOSED);
            assertThat(after.fate()).isEqualTo(Fate.NOT_SENT);
        }
    }

    @Test
    void closingIsBoundedThoughTheDeviceSaysNothing() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> line.base11().silence())) {
            Session session = client.open(device.device().withTimeouts(Timeouts.DEFAULT.withClose(ENOUGH)));
            CompletableFuture<Ok> pending = session.sendAsync(REQUEST);

            session.close();
            session.close();

            RequestException failure = requestFailureOf(pending);
            assertThat(failure.reason()).isEqualTo(Reason.SESSION_CLOSED);
            assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(session.closeAsync().join().isDrained()).isTrue();
            assertThat(client.netconf().openSessions()).isZero();
        }
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(
                        "closed",
                        (Script) line -> {
                            line.base11();
                            line.request();
                        },
                        "the device closed the connection"),
                Arguments.of(
                        "closed in the middle of a reply",
                        (Script) line -> {
                            line.base11();
                            line.send("\n#100\n" + Line.replyTo(line.request(), ""));
                        },
                        "in the middle of a message"),
                Arguments.of(
                        "reset",
                        (Script) line -> {
                            line.base11();
                            line.request();
                            line.reset();
                        },
                        "Connection reset"),
                Arguments.of(
                        "broken framing",
                        (Script) line -> {
                            line.base11();
                            line.request();
                            line.send("\n#x").silence();
                        },
                        "'x' where"),
                Arguments.of(
                        "a chunk of no bytes",
                        (Script) line -> {
                            line.base11();
                            line.request();
                            line.send("\n#0\n").silence();
                        },
                        "'0' where"),
                Arguments.of(
                        "a chunk header without end",
                        (Script) line -> {
                            line.base11();
                            line.request();
                            line.send("\n#" + "4".repeat(5_000)).silence();
                        },
                        "a size up to 4294967295"),
                Arguments.of(
                        "a chunk that is larger than it says",
                        (Script) line -> {
                            line.base11();
                            Rpc rpc = line.request();
                            line.send("\n#10\n" + Line.replyTo(rpc, "<ok/>") + "\n##\n")
                                    .silence();
                        },
                        "a line feed before the chunk header"),
                Arguments.of(
                        "the wrong framing",
                        (Script) line -> {
                            line.base11();
                            Rpc rpc = line.request();
                            line.send(Line.replyTo(rpc, "<ok/>") + "]]>]]>").silence();
                        },
                        "'<' where a line feed"),
                Arguments.of(
                        "a document type",
                        (Script) line -> {
                            line.base11();
                            Rpc rpc = line.request();
                            line.say("<!DOCTYPE rpc-reply>" + Line.replyTo(rpc, "<ok/>"))
                                    .silence();
                        },
                        "document type"),
                Arguments.of(
                        "a root that does not end",
                        (Script) line -> {
                            line.base11();
                            line.request();
                            line.say("<rpc-reply " + "a".repeat(300_000)).silence();
                        },
                        "no root element"),
                Arguments.of(
                        "a request",
                        (Script) line -> {
                            line.base11();
                            line.say(line.request().text()).silence();
                        },
                        "<rpc>"));
    }

    // F-03, F-04, R-18: what was under way may have been applied, what follows was not sent, and the reason is the
    // same.
    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void aSessionThatIsLostFailsWhatIsUnderWay(String how, Script script, String said) {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(script)) {
            Session session = client.open(device.device());

            RequestException lost = catchThrowableOfType(RequestException.class, () -> session.send(REQUEST));

            assertThat(lost.reason()).isEqualTo(Reason.SESSION_LOST);
            assertThat(lost.fate()).isEqualTo(Fate.UNKNOWN);
            assertThat(lost).hasMessageContaining(said).hasCauseInstanceOf(ProtocolException.class);
            SessionEvent.Closed closed = client.recorder().await(SessionEvent.Closed.class);
            assertThat(closed.failure()).isSameAs(lost.getCause());
            assertThat(session.ended().join().isDrained()).isTrue();
            assertThat(session.isOpen()).isFalse();

            RequestException after = catchThrowableOfType(RequestException.class, () -> session.send(REQUEST));
            assertThat(after.reason()).isEqualTo(Reason.SESSION_CLOSED);
            assertThat(after.fate()).isEqualTo(Fate.NOT_SENT);
            assertThat(client.netconf().openSessions()).isZero();
        }
    }

    @Test
    void aReplyBeyondTheLimitEndsTheSession() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    String start = Line.replyTo(rpc, "<data>").replace("</rpc-reply>", "");
                    line.send("\n#" + start.length() + "\n" + start);
                    while (true) {
                        line.send("\n#4\n<a/>".repeat(1_000));
                    }
                })) {
            Session session = client.open(
                    device.device().withProtocol(device.device().protocol().withMaxMessageBytes(1_000_000)));
            RequestException lost = catchThrowableOfType(RequestException.class, () -> session.send(Get.all()));

            assertThat(lost.reason()).isEqualTo(Reason.SESSION_LOST);
            assertThat(((ProtocolException) lost.getCause()).reason())
                    .isEqualTo(ProtocolException.Reason.LIMIT_EXCEEDED);
            assertThat(lost.getCause()).hasMessageContaining("1000000 bytes");
        }
    }

    @Test
    void closingTheClientEndsItsSessionsInOrder() {
        WatchedClient client = WatchedClient.create();
        try (ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()))) {
            Session session = client.open(device.device());
            CompletableFuture<Ok> answer = session.sendAsync(REQUEST);

            client.close();

            answer.join();
            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
            for (int i = 0; i < 3; i++) {
                RequestException after = catchThrowableOfType(RequestException.class, () -> session.send(REQUEST));
                assertThat(after.reason()).isEqualTo(Reason.SESSION_CLOSED);
                assertThat(after.fate()).isEqualTo(Fate.NOT_SENT);
                assertThat(requestFailureOf(session.sendAsync(REQUEST)).fate()).isEqualTo(Fate.NOT_SENT);
            }
            session.close();
            session.ended().join();
        }
    }

    // The loop that would wait is the one that has to end the session.
    @Test
    void closingTheClientInAListenerEndsItsSessionsInOrder() {
        CompletableFuture<WatchedClient> built = new CompletableFuture<>();
        SessionListener closing = (key, event) -> {
            if (event instanceof SessionEvent.NotificationUnheard) {
                built.join().netconf().close();
            }
        };
        try (WatchedClient client = WatchedClient.with(builder -> builder.listener(closing));
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    line.say("<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>");
                    Rpc end = line.request();
                    assertThat(end.name()).isEqualTo("close-session");
                    line.ok(rpc).ok(end);
                })) {
            built.complete(client);
            Session session = client.open(device.device());

            assertThat(session.sendAsync(REQUEST).join()).isNotNull();
            assertThat(session.ended().join().isDrained()).isTrue();
            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
        }
    }

    @Test
    void whoeverSendsWhileTheClientClosesIsAnswered() {
        WatchedClient client = WatchedClient.create();
        try (ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()))) {
            Session session = client.open(device.device());
            CountDownLatch running = new CountDownLatch(4);
            List<CompletableFuture<List<CompletableFuture<Ok>>>> senders = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                        List<CompletableFuture<Ok>> sent = new ArrayList<>();
                        for (int j = 0; j < 20_000 && (session.isOpen() || j < 100); j++) {
                            sent.add(session.sendAsync(REQUEST));
                            if (j == 50) {
                                running.countDown();
                            }
                        }
                        return sent;
                    }))
                    .toList();
            running.await();
            client.close();

            for (CompletableFuture<List<CompletableFuture<Ok>>> sender : senders) {
                for (CompletableFuture<Ok> future : sender.join()) {
                    future.handle((ok, failure) -> failure).get(30, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSilentDeviceDoesNotHoldUpTheClientsEnd() {
        WatchedClient client = WatchedClient.create();
        try (ScriptedDevice device = ScriptedDevice.tcp(line -> line.base11().silence())) {
            Session session =
                    client.open(device.device().withTimeouts(Timeouts.DEFAULT.with(Phase.CLOSE, Duration.ofHours(1))));
            CompletableFuture<Ok> pending = session.sendAsync(REQUEST);

            client.close();

            assertThat(requestFailureOf(pending).reason()).isEqualTo(Reason.SESSION_CLOSED);
            assertThat(session.ended().join().isDrained()).isTrue();
        }
    }

    @Test
    void messagesInUtf8SurviveAnyCut() {
        String text = "Zürich → 東京 \uD83D\uDE80";
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    byte[] reply = Line.replyTo(line.request(), "<data><n>" + text + "</n></data>")
                            .getBytes(StandardCharsets.UTF_8);
                    for (byte b : reply) {
                        line.send("\n#1\n").send(new byte[] {b});
                    }
                    line.send("\n##\n");
                    leave(line);
                });
                Session session = client.open(device.device())) {
            assertThat(session.send(Get.all()).toDocument().getDocumentElement().getTextContent())
                    .isEqualTo(text);
        }
    }

    @Test
    void callbacksMayWaitForEachOther() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> leave(line.base11()));
                Session session = client.open(device.device())) {
            List<CompletableFuture<Ok>> chain = new ArrayList<>();
            chain.add(session.sendAsync(REQUEST));
            for (int i = 1; i < 300; i++) {
                CompletableFuture<Ok> last = chain.get(i - 1);
                // each callback waits for the one before and asks by itself, all at the same time
                chain.add(session.sendAsync(REQUEST).thenApply(ok -> {
                    last.join();
                    return session.send(REQUEST);
                }));
            }
            chain.forEach(CompletableFuture::join);
        }
    }

    @Test
    void aCallbackThatHangsHoldsUpNobodyElse() {
        CountDownLatch attached = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    attached.await();
                    line.ok(rpc);
                    leave(line);
                });
                Session session = client.open(device.device())) {
            CompletableFuture<Void> stuck = session.sendAsync(REQUEST).thenAccept(ok -> {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            attached.countDown();

            for (int i = 0; i < 20; i++) {
                assertThat(session.sendAsync(REQUEST).join()).isNotNull();
                assertThat(session.send(REQUEST)).isNotNull();
            }
            assertThat(stuck).isNotDone();

            free.countDown();
            stuck.join();
        }
    }

    // ---- the head start of our hello

    private static Device withHeadStart(ScriptedDevice device, Duration headStart) {
        Device plain = device.device();
        return plain.withProtocol(plain.protocol().withHelloHeadStart(headStart));
    }

    @Test
    void aRequestThatWaitsForTheHeadStartCanBeGivenUp() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    done.join();
                    // the first that comes is what nobody gave up
                    Rpc rpc = line.request();
                    assertThat(rpc.name()).isEqualTo("unlock");
                    line.ok(rpc);
                    leave(line);
                });
                Session session = client.open(withHeadStart(device, Duration.ofSeconds(1)))) {
            CompletableFuture<Ok> cancelled = session.sendAsync(REQUEST);
            CompletableFuture<Ok> late =
                    session.sendAsync(dev.parley.operation.Request.of(REQUEST).within(Duration.ofMillis(20)));
            CompletableFuture<Ok> wanted = session.sendAsync(new Unlock(Datastore.RUNNING));
            cancelled.cancel(false);

            assertThat(requestFailureOf(late).reason()).isEqualTo(Reason.DEADLINE);
            assertThat(requestFailureOf(late).fate()).isEqualTo(Fate.NOT_SENT);
            done.complete(null);
            assertThat(wanted.join()).isNotNull();
        }
    }

    /** Over SSH our hello lies unread until the server has been started for it, which its own hello shows. */
    @Test
    void theHeadStartBeginsWhenTheServersHelloIsHereHoweverLateThatIs() {
        Duration headStart = Duration.ofMillis(200);
        CompletableFuture<Void> ours = new CompletableFuture<>();
        CompletableFuture<Duration> waited = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice late = ScriptedDevice.tcp(line -> {
                    ours.join();
                    long before = System.nanoTime();
                    line.base11();
                    Rpc rpc = line.request();
                    waited.complete(Duration.ofNanos(System.nanoTime() - before));
                    line.ok(rpc);
                    leave(line);
                });
                ScriptedDevice prompt = ScriptedDevice.tcp(line -> leave(line.base11()))) {
            CompletableFuture<Ok> answered =
                    client.openAsync(withHeadStart(late, headStart)).thenCompose(session -> session.sendAsync(REQUEST));
            try (Session other = client.open(withHeadStart(prompt, headStart))) {
                // when this is answered, our hello to the other has been out for longer than the head start
                other.send(REQUEST);
            }
            ours.complete(null);

            assertThat(answered.join()).isNotNull();
            assertThat(waited.join()).isGreaterThanOrEqualTo(headStart);
        }
    }

    @Test
    void aSessionThatIsClosedAtOnceIsClosedInOrder() {
        CompletableFuture<String> last = new CompletableFuture<>();
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    Rpc rpc = line.request();
                    last.complete(rpc.name());
                    line.ok(rpc);
                })) {
            client.open(withHeadStart(device, Duration.ofMillis(200))).close();

            assertThat(last.join()).isEqualTo("close-session");
            assertThat(client.recorder().await(SessionEvent.Closed.class).failure())
                    .isNull();
        }
    }

    @Test
    void aDeviceThatHangsUpDuringTheHeadStartEndsTheSession() {
        try (WatchedClient client = WatchedClient.create();
                ScriptedDevice device = ScriptedDevice.tcp(Line::base11);
                Session session = client.open(withHeadStart(device, Duration.ofSeconds(1)))) {
            RequestException failure = requestFailureOf(session.sendAsync(REQUEST));

            assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
            assertThat(session.ended().join().isDrained()).isTrue();
        }
    }
}
