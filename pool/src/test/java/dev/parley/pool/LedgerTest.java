package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.Fate;
import dev.parley.error.NetconfException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import dev.parley.operation.CancelCommit;
import dev.parley.operation.Commit;
import dev.parley.operation.Datastore;
import dev.parley.operation.DiscardChanges;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Get;
import dev.parley.operation.Lock;
import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import dev.parley.operation.Unlock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a session when answers come in any order, or not at all. */
class LedgerTest {
    private static final Operation<?> EDIT = EditConfig.of(Datastore.CANDIDATE, "<a xmlns='urn:a'/>");

    private final Ledger ledger = new Ledger(Set.of());

    private Ledger.Entry begin(Operation<?> operation) {
        return ledger.begin(Request.of(operation));
    }

    private void done(Operation<?> operation) {
        ledger.end(begin(operation), null);
    }

    private List<String> cleaning() {
        return ledger.cleaning(false).stream().map(Operation::name).toList();
    }

    private static NetconfException refused(ErrorTag tag) {
        return new RpcErrorException("it", List.of(RpcError.of(ErrorType.PROTOCOL, tag, "no")));
    }

    private static NetconfException failed(Fate fate) {
        return new RequestException(RequestException.Reason.DEADLINE, fate, "it failed", null, null);
    }

    @Test
    void answersMayBeNoticedInAnotherOrderThanTheDeviceWorked() {
        Ledger.Entry edit = begin(EDIT);
        Ledger.Entry commit = begin(Commit.now());
        ledger.end(commit, null);
        ledger.end(edit, null);
        assertThat(cleaning()).isEmpty();
    }

    @Test
    void anEditBehindACommitStays() {
        Ledger.Entry commit = begin(Commit.now());
        Ledger.Entry edit = begin(EDIT);
        ledger.end(edit, null);
        ledger.end(commit, null);
        assertThat(cleaning()).containsExactly("discard-changes");
    }

    @Test
    void anEditOfAnotherThreadIsTakenForLaterUnlessItHadEnded() {
        Ledger.Entry edit = CompletableFuture.supplyAsync(() -> begin(EDIT)).join();
        Ledger.Entry commit = begin(Commit.now());
        ledger.end(edit, null);
        ledger.end(commit, null);
        assertThat(cleaning()).containsExactly("discard-changes");

        done(Commit.now());
        assertThat(cleaning()).isEmpty();
    }

    @Test
    void anUnlockTakesBackALockThatWasBeforeIt() {
        Ledger.Entry lock = begin(new Lock(Datastore.RUNNING));
        Ledger.Entry unlock = begin(new Unlock(Datastore.RUNNING));
        ledger.end(unlock, null);
        ledger.end(lock, null);
        assertThat(cleaning()).isEmpty();
        done(new Lock(Datastore.RUNNING));
        assertThat(cleaning()).containsExactly("unlock");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorTag.class,
            names = {"IN_USE", "LOCK_DENIED"})
    void anEditThatFoundTheCandidateTakenLeftNothing(ErrorTag tag) {
        ledger.end(begin(EDIT), refused(tag));
        assertThat(cleaning()).isEmpty();
    }

    @Test
    void whatWasRefusedDidNotHappenExceptForAPartOfAnEdit() {
        ledger.end(begin(EDIT), refused(ErrorTag.DATA_MISSING));
        ledger.end(begin(new Lock(Datastore.RUNNING)), refused(ErrorTag.LOCK_DENIED));
        ledger.end(begin(Commit.withConfirmation()), refused(ErrorTag.OPERATION_FAILED));
        assertThat(cleaning()).containsExactly("discard-changes");
        assertThat(ledger.verdict()).isNull();
    }

    @Test
    void whatWasNotSentDidNotHappen() {
        ledger.end(begin(EDIT), failed(Fate.NOT_SENT));
        ledger.end(begin(Commit.withConfirmation()), failed(Fate.NOT_SENT));
        assertThat(cleaning()).isEmpty();
        assertThat(ledger.verdict()).isNull();
    }

    @Test
    void whoseFateIsUnknownCondemnsTheSessionWhateverItWas() {
        ledger.end(begin(Get.all()), failed(Fate.UNKNOWN));
        assertThat(ledger.verdict().why()).isEqualTo(Retirement.UNANSWERED);
        assertThat(ledger.verdict().detail()).isEqualTo("get failed: it failed");
    }

    @Test
    void anEditOfWhichNobodyKnowsIsTakenBack() {
        ledger.end(begin(EDIT), failed(Fate.UNKNOWN));
        assertThat(ledger.cleaning(true)).singleElement().isInstanceOf(DiscardChanges.class);
        done(new DiscardChanges());
        assertThat(ledger.cleaning(true)).isEmpty();
    }

    @Test
    void anEditThatIsUnderWayIsTakenBack() {
        Ledger.Entry edit = begin(EDIT);
        assertThat(ledger.cleaning(true)).singleElement().isInstanceOf(DiscardChanges.class);
        ledger.end(edit, failed(Fate.NOT_SENT));
        assertThat(ledger.cleaning(true)).isEmpty();
    }

    @Test
    void whatFailedBecauseTheSessionEndedSaysSo() {
        ledger.end(
                begin(Get.all()),
                new RequestException(RequestException.Reason.SESSION_LOST, Fate.UNKNOWN, "reset", null, null));
        assertThat(ledger.verdict().why()).isEqualTo(Retirement.ENDED);
    }

    @Test
    void anErrorOfTheProgramCountsAsUnknown() {
        ledger.end(begin(Get.all()), new OutOfMemoryError("too large"));
        assertThat(ledger.verdict().why()).isEqualTo(Retirement.UNANSWERED);
    }

    @Test
    void aWaitingCommitIsOverWhenItIsConfirmedOrCancelled() {
        done(Commit.withConfirmation(Duration.ofMinutes(1)));
        assertThat(ledger.verdict().why()).isEqualTo(Retirement.COMMIT_PENDING);
        done(Commit.now());
        assertThat(ledger.verdict()).isNull();
        done(Commit.withConfirmation(Duration.ofMinutes(1)));
        done(CancelCommit.ofThisSession());
        assertThat(ledger.verdict()).isNull();
    }

    /** O-06: a follow-up that gives it a token lets it outlive the session. */
    @Test
    void aWaitingCommitThatIsMadePersistentIsNotTheSessionsAnyMore() {
        done(Commit.withConfirmation(Duration.ofMinutes(1)));
        done(Commit.withConfirmation(Duration.ofMinutes(1)).persist("token"));
        assertThat(ledger.verdict()).isNull();
    }

    @Test
    void aSessionThatGoesReleasesItsLocksAndWithThatOfTheCandidateItsChanges() {
        done(new Lock(Datastore.RUNNING));
        done(EDIT);
        assertThat(ledger.cleaning(true)).hasSize(1);
        done(new Lock(Datastore.CANDIDATE));
        assertThat(ledger.cleaning(true)).isEmpty();
    }

    @Test
    void nothingBeginsOnceItIsClosed() {
        Ledger.Entry get = begin(Get.all());
        assertThat(ledger.close()).isTrue();
        assertThat(ledger.close()).isFalse();
        assertThat(begin(Get.all())).isNull();
        assertThat(ledger.verdict().detail()).isEqualTo("get was under way when it was returned");
        assertThat(get).isNotNull();
    }
}
