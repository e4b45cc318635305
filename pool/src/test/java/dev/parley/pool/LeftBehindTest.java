package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RequestException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.CloseSession;
import dev.parley.operation.Commit;
import dev.parley.operation.CopyConfig;
import dev.parley.operation.Datastore;
import dev.parley.operation.DiscardChanges;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Rpc;
import dev.parley.operation.Unlock;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** P-05: whatever a holder leaves on a session, the next one finds nothing of it. */
@Timeout(60)
class LeftBehindTest {
    private static final EditConfig EDIT =
            EditConfig.of(Datastore.CANDIDATE, "<system xmlns='urn:example:system'><name>left</name></system>");
    private static final Duration SHORT = Duration.ofMillis(200);

    private static RpcError refusal() {
        return RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "not today");
    }

    private static Arguments holder(String what, Consumer<PooledSession> work, List<String> cleaned) {
        return Arguments.of(what, work, cleaned);
    }

    static Stream<Arguments> thingsThatAreTakenBack() {
        return Stream.of(
                holder("nothing", session -> session.send(GetConfig.from(Datastore.RUNNING)), List.of()),
                holder("a lock", session -> session.send(new Lock(Datastore.RUNNING)), List.of("unlock")),
                holder(
                        "three locks",
                        session -> {
                            session.send(new Lock(Datastore.STARTUP));
                            session.send(new Lock(Datastore.RUNNING));
                            session.send(new Lock(Datastore.CANDIDATE));
                        },
                        List.of("unlock", "unlock", "unlock")),
                holder(
                        "a lock that was released",
                        session -> {
                            session.send(new Lock(Datastore.RUNNING));
                            session.send(new Unlock(Datastore.RUNNING));
                        },
                        List.of()),
                holder("an edit", session -> session.send(EDIT), List.of("discard-changes")),
                holder(
                        "an edit as XML",
                        session -> session.send(
                                Rpc.of("<n:edit-config xmlns:n='urn:ietf:params:xml:ns:netconf:base:1.0'><n:target>"
                                        + "<n:candidate/></n:target><n:config><a xmlns='urn:example:a'/></n:config>"
                                        + "</n:edit-config>")),
                        List.of("discard-changes")),
                holder(
                        "a copy into the candidate",
                        session -> {
                            session.send(CopyConfig.of(Datastore.STARTUP, Datastore.CANDIDATE));
                        },
                        List.of("discard-changes")),
                holder(
                        "an edit under a lock",
                        session -> {
                            session.send(new Lock(Datastore.CANDIDATE));
                            session.send(EDIT);
                        },
                        List.of("discard-changes", "unlock")),
                holder(
                        "an edit that was committed",
                        session -> {
                            session.send(EDIT);
                            session.send(Commit.now());
                        },
                        List.of()),
                holder(
                        "an edit that was discarded",
                        session -> {
                            session.send(EDIT);
                            session.send(new DiscardChanges());
                        },
                        List.of()),
                holder(
                        "an edit whose lock was released, which discards it (RFC 6241 section 8.3.5.2)",
                        session -> {
                            session.send(new Lock(Datastore.CANDIDATE));
                            session.send(EDIT);
                            session.send(new Unlock(Datastore.CANDIDATE));
                        },
                        List.of()),
                holder(
                        "an edit and a commit, sent one behind the other",
                        session -> {
                            CompletableFuture<?> edit = session.sendAsync(EDIT);
                            CompletableFuture<?> commit = session.sendAsync(Commit.now());
                            CompletableFuture.allOf(edit, commit).join();
                        },
                        List.of()),
                holder(
                        "a commit and an edit, sent one behind the other",
                        session -> {
                            CompletableFuture<?> commit = session.sendAsync(Commit.now());
                            CompletableFuture<?> edit = session.sendAsync(EDIT);
                            CompletableFuture.allOf(edit, commit).join();
                        },
                        List.of("discard-changes")),
                holder(
                        "a confirmed commit that was confirmed (O-07)",
                        session -> {
                            session.send(EDIT);
                            session.send(Commit.withConfirmation(Duration.ofMinutes(5)));
                            session.send(Commit.now());
                        },
                        List.of()),
                holder(
                        "a refused edit, of which a part may be there",
                        session -> assertThatThrownBy(() -> session.send(EditConfig.of(
                                        Datastore.CANDIDATE,
                                        "<a xmlns='urn:example:a' xmlns:n='urn:ietf:params:xml:ns:netconf:base:1.0'"
                                                + " n:operation='delete'/>")))
                                .isInstanceOf(RpcErrorException.class),
                        List.of("discard-changes")),
                holder(
                        "a lock that was refused",
                        session -> {
                            session.send(new Lock(Datastore.RUNNING));
                            session.send(new Unlock(Datastore.RUNNING));
                            assertThatThrownBy(() -> session.send(new Unlock(Datastore.RUNNING)))
                                    .isInstanceOf(RpcErrorException.class);
                        },
                        List.of()),
                holder(
                        "a request that was not sent",
                        session -> assertThatThrownBy(() -> session.send(CreateSubscription.now()))
                                .isInstanceOf(RequestException.class),
                        List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thingsThatAreTakenBack")
    void isTakenBackAndTheSessionIsLentAgain(String what, Consumer<PooledSession> work, List<String> cleaned) {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device = lab.simulate();
            long first = lab.pool().use(Lab.at(device), session -> {
                work.accept(session);
                return session.id();
            });

            lab.pool().use(Lab.at(device), session -> {
                assertThat(session.id()).isEqualTo(first);
                assertClean(device);
                return null;
            });

            assertThat(lab.heard().of(PoolEvent.Cleaned.class).stream().flatMap(event -> event.requests().stream()))
                    .isEqualTo(cleaned);
            assertThat(lab.heard().retirements()).isEmpty();
        }
    }

    private static void assertClean(DeviceSimulator device) {
        assertThat(device.datastores().isCandidateModified()).isFalse();
        assertThat(device.datastores().isCommitPending()).isFalse();
        for (var datastore : dev.parley.simulator.datastore.Datastore.values()) {
            assertThat(device.datastores().lockHolder(datastore)).isEmpty();
        }
    }

    private static Arguments spoils(String what, Retirement why, Consumer<PooledSession> work) {
        return Arguments.of(what, why, work);
    }

    static Stream<Arguments> thingsThatEndTheSession() {
        return Stream.of(
                spoils("a confirmed commit without persist (O-06)", Retirement.COMMIT_PENDING, session -> {
                    session.send(EDIT);
                    session.send(Commit.withConfirmation(Duration.ofMinutes(5)));
                }),
                spoils("a confirmed commit as XML", Retirement.COMMIT_PENDING, session -> {
                    session.send(EDIT);
                    session.send(
                            Rpc.of("<commit xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><confirmed/></commit>"));
                }),
                spoils(
                        "a subscription (N-04)",
                        Retirement.SUBSCRIBED,
                        session -> session.subscribe(CreateSubscription.now()).close()),
                spoils(
                        "a subscription that nobody listens to",
                        Retirement.SUBSCRIBED,
                        session -> session.send(CreateSubscription.now().force())),
                spoils(
                        "a request that timed out",
                        Retirement.UNANSWERED,
                        session -> assertThatThrownBy(() -> session.send(silent().within(SHORT)))
                                .isInstanceOf(RequestException.class)),
                spoils("a request under way", Retirement.UNANSWERED, session -> session.sendAsync(silent())),
                spoils(
                        "a request that was cancelled",
                        Retirement.UNANSWERED,
                        session -> session.sendAsync(silent()).cancel(true)),
                spoils(
                        "a request whose future was given up by its holder",
                        Retirement.UNANSWERED,
                        session -> assertThatThrownBy(() -> session.sendAsync(silent())
                                        .orTimeout(10, TimeUnit.MILLISECONDS)
                                        .join())
                                .hasRootCauseInstanceOf(TimeoutException.class)),
                spoils(
                        "a reply that was not read to its end",
                        Retirement.UNANSWERED,
                        session -> assertThatThrownBy(() ->
                                        session.send(Get.all().as(ReplyBody.reading(in -> {
                                            throw new IllegalStateException("enough");
                                        }))))
                                .isInstanceOf(RequestException.class)),
                spoils(
                        "an operation that nobody knows",
                        Retirement.UNKNOWN_OPERATION,
                        session -> session.send(Rpc.of("<open-configuration xmlns='urn:example:vendor'/>"))),
                spoils("close-session", Retirement.CLOSED_BY_HOLDER, session -> session.send(new CloseSession())));
    }

    private static Rpc silent() {
        return Rpc.of("<get-nothing xmlns='urn:example:vendor'/>");
    }

    private static DeviceSimulator vendor(Lab lab) {
        return lab.simulate(device -> device.on("urn:example:vendor", "get-nothing", request -> Answer.nothing())
                .on("urn:example:vendor", "open-configuration", request -> Answer.ok())
                .on("urn:example:vendor", "ping", request -> Answer.ok()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thingsThatEndTheSession")
    void endsTheSessionAndTheNextHolderGetsAnother(String what, Retirement why, Consumer<PooledSession> work) {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device = vendor(lab);
            long first = lab.pool().use(Lab.at(device), session -> {
                work.accept(session);
                return session.id();
            });

            lab.pool().use(Lab.at(device), session -> {
                assertThat(session.id()).isNotEqualTo(first);
                assertClean(device);
                return session.send(GetConfig.from(Datastore.RUNNING));
            });

            assertThat(lab.heard().retirements()).containsExactly(why);
        }
    }

    static Stream<Arguments> editsOfWhichNobodyKnows() {
        return Stream.of(
                Arguments.of(
                        "timed out",
                        work(session -> assertThatThrownBy(() -> session.send(EDIT.within(SHORT)))
                                .isInstanceOf(RequestException.class))),
                Arguments.of(
                        "was cancelled", work(session -> session.sendAsync(EDIT).cancel(true))),
                Arguments.of("is under way", work(session -> session.sendAsync(EDIT))),
                Arguments.of("is under way beside what was answered", work(session -> {
                    session.sendAsync(EDIT);
                    session.sendAsync(EDIT);
                })));
    }

    private static Consumer<PooledSession> work(Consumer<PooledSession> work) {
        return work;
    }

    /** Without a lock it would stay in the candidate when the session ends (RFC 6241 section 8.3.1). */
    @ParameterizedTest(name = "{0}")
    @MethodSource("editsOfWhichNobodyKnows")
    void anEditOfWhichNobodyKnowsIsDiscardedBeforeTheSessionEnds(String what, Consumer<PooledSession> work) {
        try (Lab lab = Lab.withOneSession()) {
            ReplyFault late = ReplyFault.on(1, new ReplyFault.Delayed(SHORT.multipliedBy(3)));
            DeviceSimulator device = lab.simulate(builder -> builder.faults(FaultPlan.onConnection(1, late)));

            lab.pool().use(Lab.at(device), session -> {
                work.accept(session);
                return null;
            });
            lab.settle();

            assertThat(lab.heard().retirements()).containsExactly(Retirement.UNANSWERED);
            lab.pool().use(Lab.at(device), session -> {
                assertClean(device);
                return null;
            });
        }
    }

    @Test
    void anEditBesideSomethingWorseIsDiscardedBeforeTheSessionEndsBecauseWithoutALockItWouldStay() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device = vendor(lab);

            lab.pool().use(Lab.at(device), session -> {
                session.send(EDIT);
                return session.send(Rpc.of("<open-configuration xmlns='urn:example:vendor'/>"));
            });
            lab.settle();

            assertThat(device.datastores().isCandidateModified()).isFalse();
            assertThat(lab.heard().retirements()).containsExactly(Retirement.UNKNOWN_OPERATION);
        }
    }

    @Test
    void anOperationThatIsSaidToBeHarmlessLeavesTheSessionAsItIs() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(1, 1).withHarmless("urn:example:vendor", "ping"))) {
            DeviceSimulator device = vendor(lab);

            lab.pool().use(Lab.at(device), session -> session.send(Rpc.of("<ping xmlns='urn:example:vendor'/>")));
            lab.settle();

            assertThat(lab.total().idle()).isOne();
        }
    }

    @Test
    void aPersistentCommitIsNotTheSessionsAndAnyOtherMayConfirmIt() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device = lab.simulate();
            lab.pool().use(Lab.at(device), session -> {
                session.send(EDIT);
                return session.send(
                        Commit.withConfirmation(Duration.ofMinutes(5)).persist("token"));
            });
            lab.settle();
            assertThat(device.datastores().isCommitPending()).isTrue();
            assertThat(lab.total().idle()).isOne();

            lab.pool().use(Lab.at(device), session -> session.send(Commit.confirming("token")));
            assertThat(device.datastores().isCommitPending()).isFalse();
        }
    }

    @Test
    void aPartialLockIsReleasedByTheNumberInTheReply() {
        try (Lab lab = Lab.withOneSession()) {
            CompletableFuture<String> unlocked = new CompletableFuture<>();
            DeviceSimulator device = lab.simulate(builder -> builder.on(
                            Footprint.PARTIAL_LOCK,
                            "partial-lock",
                            request -> Answer.content("<lock-id xmlns='" + Footprint.PARTIAL_LOCK + "'>127</lock-id>"))
                    .on(Footprint.PARTIAL_LOCK, "partial-unlock", request -> {
                        unlocked.complete(request.operation().children().get(0).value());
                        return Answer.ok();
                    }));

            lab.pool()
                    .use(
                            Lab.at(device),
                            session -> session.send(Rpc.of("<partial-lock xmlns='" + Footprint.PARTIAL_LOCK
                                    + "'><select>/system</select></partial-lock>")));
            lab.settle();

            assertThat(unlocked).isCompletedWithValue("127");
            assertThat(lab.total().idle()).isOne();
        }
    }

    @Test
    void aPartialLockWhoseNumberWasNotSeenEndsTheSession() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device =
                    lab.simulate(builder -> builder.on(Footprint.PARTIAL_LOCK, "partial-lock", request -> Answer.ok()));

            lab.pool()
                    .use(
                            Lab.at(device),
                            session -> session.send(Rpc.of("<partial-lock xmlns='" + Footprint.PARTIAL_LOCK + "'/>")));

            assertThat(lab.heard().await(PoolEvent.Retired.class).why()).isEqualTo(Retirement.NOT_CLEANED);
        }
    }

    @Test
    void aDeviceThatRefusesToUnlockLosesTheSession() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device =
                    lab.simulate(builder -> builder.on("unlock", request -> Answer.refused(refusal())));

            lab.pool().use(Lab.at(device), session -> session.send(new Lock(Datastore.RUNNING)));
            PoolEvent.Retired retired = lab.heard().await(PoolEvent.Retired.class);

            assertThat(retired.why()).isEqualTo(Retirement.NOT_CLEANED);
            assertThat(retired.detail()).contains("unlock", "not today");
            lab.pool().use(Lab.at(device), session -> session.send(new Lock(Datastore.RUNNING)));
        }
    }

    @Test
    void aDeviceThatDoesNotAnswerTheDiscardLosesTheSessionInTime() {
        try (Lab lab = Lab.with(PoolSettings.DEFAULT.withSessions(1, 1).withCleaning(SHORT))) {
            DeviceSimulator device =
                    lab.simulate(builder -> builder.on("discard-changes", request -> Answer.nothing()));

            lab.pool().use(Lab.at(device), session -> {
                session.send(new Lock(Datastore.CANDIDATE));
                return session.send(EDIT);
            });
            PoolEvent.Retired retired = lab.heard().await(PoolEvent.Retired.class);

            assertThat(retired.why()).isEqualTo(Retirement.NOT_CLEANED);
            assertThat(retired.detail()).contains("discard-changes");
            lab.settle();
            assertThat(device.datastores().isCandidateModified()).isFalse();
        }
    }

    @Test
    void aSessionThatEndsWhileItIsCleanedIsGone() {
        try (Lab lab = Lab.withOneSession()) {
            CompletableFuture<Answer> never = new CompletableFuture<>();
            CompletableFuture<Long> asked = new CompletableFuture<>();
            DeviceSimulator device = lab.simulate(builder -> builder.on("unlock", request -> {
                asked.complete(request.sessionId());
                return Answer.later(never);
            }));

            lab.pool().use(Lab.at(device), session -> session.send(new Lock(Datastore.RUNNING)));
            device.end(asked.join(), Ending.RESET);

            assertThat(lab.heard().await(PoolEvent.Retired.class).why()).isEqualTo(Retirement.ENDED);
        }
    }

    @Test
    void whatIsThrownGoesToTheCallerAndTheSessionIsCleanedAllTheSame() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device = lab.simulate();
            IOException thrown = new IOException("the disk is full");

            assertThatThrownBy(() -> lab.pool().use(Lab.at(device), session -> {
                        session.send(new Lock(Datastore.RUNNING));
                        throw thrown;
                    }))
                    .isSameAs(thrown);

            lab.pool().use(Lab.at(device), session -> session.send(new Lock(Datastore.RUNNING)));
        }
    }

    @Test
    void aSessionThatEndedInUseIsNotLentAgain() {
        try (Lab lab = Lab.withOneSession()) {
            DeviceSimulator device = lab.simulate();

            lab.pool().use(Lab.at(device), session -> {
                // by its answer the device has seen our hello, and knows the session
                session.send(GetConfig.from(Datastore.RUNNING));
                assertThat(device.end(session.id(), Ending.CLOSE)).isTrue();
                lab.heard().await("the end of the session", () -> !session.isOpen());
                return null;
            });
            lab.pool().use(Lab.at(device), session -> session.send(GetConfig.from(Datastore.RUNNING)));

            assertThat(lab.heard().retirements()).containsExactly(Retirement.ENDED);
        }
    }
}
