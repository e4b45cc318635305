package dev.parley.simulator.datastore;

import static dev.parley.simulator.datastore.Datastore.CANDIDATE;
import static dev.parley.simulator.datastore.Datastore.RUNNING;
import static dev.parley.simulator.datastore.Datastore.STARTUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import java.time.Duration;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** RFC 6241 sections 7 and 8 without a wire: two sessions, 1 and 2, and one device. */
class DatastoresTest {
    private static final DataTree V0 = tree("<v>0</v>");
    private static final DataTree V1 = tree("<v>1</v>");
    private static final DataTree V2 = tree("<v>2</v>");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualScheduler time = new ManualScheduler();
    private final Datastores device = Datastores.builder()
            .features(Feature.values())
            .rule(Rule.matches(Schema.open(), "/v", Pattern.compile("[0-9]")))
            .running(V0)
            .scheduler(time)
            .build();

    private static DataTree tree(String xml) {
        return DataTree.parse(xml);
    }

    private static RpcError refused(ErrorTag tag, ThrowingCallable call) {
        Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).as("refused").isNotNull();
        RpcError error = refusal.errors().get(0);
        assertThat(error.tag()).isEqualTo(tag.wireName());
        assertThat(tag.allows(java.util.Objects.requireNonNull(error.type()))).isTrue();
        return error;
    }

    private void prepare(DataTree change) {
        device.edit(1, CANDIDATE, Edit.merge(change));
    }

    @Test
    void editsOfTheCandidateAreNotSeenInRunningUntilCommitted() {
        prepare(V1);
        assertThat(device.read(CANDIDATE)).isEqualTo(V1);
        assertThat(device.read(RUNNING)).isEqualTo(V0);
        device.commit(1, Commit.lasting());
        assertThat(device.read(RUNNING)).isEqualTo(V1);
        assertThat(device.isCandidateModified()).isFalse();
    }

    @Test
    void discardForgetsWhatWasPrepared() {
        prepare(V1);
        device.discard(1);
        assertThat(device.read(CANDIDATE)).isEqualTo(V0);
    }

    @Test
    void anUnmodifiedCandidateFollowsRunning() {
        device.edit(1, RUNNING, Edit.merge(V2));
        assertThat(device.read(CANDIDATE)).isEqualTo(V2);
    }

    @Test
    void aTestedEditThatIsInvalidChangesNothing() {
        DataTree invalid = tree("<v>many</v>");
        refused(
                ErrorTag.INVALID_VALUE,
                () -> device.edit(1, RUNNING, Edit.merge(invalid).test(Edit.Test.TEST_THEN_SET)));
        assertThat(device.read(RUNNING)).isEqualTo(V0);
        device.edit(1, CANDIDATE, Edit.merge(invalid).test(Edit.Test.SET));
        refused(ErrorTag.INVALID_VALUE, () -> device.validate(Location.of(CANDIDATE)));
        refused(ErrorTag.INVALID_VALUE, () -> device.commit(1, Commit.lasting()));
        assertThat(device.read(RUNNING)).isEqualTo(V0);
    }

    @Test
    void testOnlyChangesNothing() {
        device.edit(1, RUNNING, Edit.merge(V1).test(Edit.Test.TEST_ONLY));
        assertThat(device.read(RUNNING)).isEqualTo(V0);
    }

    @Test
    void rollbackOnErrorUndoesEverythingAndStopLeavesWhatWasDone() {
        DataTree change = tree("<w>1</w><v xmlns:nc=\"" + Names.BASE + "\" nc:operation=\"create\">1</v>");
        refused(
                ErrorTag.DATA_EXISTS,
                () -> device.edit(1, RUNNING, Edit.merge(change).onError(Edit.OnError.ROLLBACK)));
        assertThat(device.read(RUNNING)).isEqualTo(V0);
        refused(ErrorTag.DATA_EXISTS, () -> device.edit(1, RUNNING, Edit.merge(change)));
        assertThat(device.read(RUNNING)).isEqualTo(tree("<v>0</v><w>1</w>"));
    }

    @Test
    void aLockIsDeniedWhileAnybodyHoldsIt() {
        device.lock(1, RUNNING);
        assertThat(refused(ErrorTag.LOCK_DENIED, () -> device.lock(2, RUNNING)).lockHolder())
                .contains("1");
        assertThat(refused(ErrorTag.LOCK_DENIED, () -> device.lock(1, RUNNING)).lockHolder())
                .contains("1");
        refused(ErrorTag.LOCK_DENIED, () -> device.unlock(2, RUNNING));
        device.unlock(1, RUNNING);
        refused(ErrorTag.OPERATION_FAILED, () -> device.unlock(1, RUNNING));
        device.lock(2, RUNNING);
    }

    @Test
    void whatIsLockedCannotBeChangedByOthers() {
        device.lock(1, RUNNING);
        device.lock(1, CANDIDATE);
        device.lock(1, STARTUP);
        refused(ErrorTag.IN_USE, () -> device.edit(2, RUNNING, Edit.merge(V1)));
        refused(ErrorTag.IN_USE, () -> device.edit(2, CANDIDATE, Edit.merge(V1)));
        refused(ErrorTag.IN_USE, () -> device.discard(2));
        refused(ErrorTag.IN_USE, () -> device.commit(2, Commit.lasting()));
        refused(ErrorTag.IN_USE, () -> device.copy(2, Location.of(RUNNING), Location.of(STARTUP)));
        refused(ErrorTag.IN_USE, () -> device.delete(2, Location.of(STARTUP)));
        device.edit(1, CANDIDATE, Edit.merge(V1));
        device.commit(1, Commit.lasting());
    }

    @Test
    void aModifiedCandidateIsNotLockedAndUnlockingDiscards() {
        prepare(V1);
        assertThat(refused(ErrorTag.LOCK_DENIED, () -> device.lock(2, CANDIDATE))
                        .lockHolder())
                .contains("0");
        device.discard(1);
        device.lock(1, CANDIDATE);
        prepare(V1);
        device.unlock(1, CANDIDATE);
        assertThat(device.isCandidateModified()).isFalse();
    }

    @Test
    void theEndOfASessionReleasesWhatItHeld() {
        device.lock(1, CANDIDATE);
        device.lock(2, RUNNING);
        prepare(V1);
        device.sessionEnded(1);
        assertThat(device.isCandidateModified()).isFalse();
        assertThat(device.lockHolder(CANDIDATE)).isEmpty();
        assertThat(device.lockHolder(RUNNING)).contains(2L);
    }

    @Test
    void aConfirmedCommitIsUndoneWhenNobodyConfirms() {
        prepare(V1);
        device.commit(1, Commit.confirmed(MINUTE));
        assertThat(device.read(RUNNING)).isEqualTo(V1);
        time.advance(MINUTE.minusMillis(1));
        assertThat(device.read(RUNNING)).isEqualTo(V1);
        time.advance(Duration.ofMillis(1));
        assertThat(device.read(RUNNING)).isEqualTo(V0);
        assertThat(device.isCommitPending()).isFalse();
    }

    @Test
    void aConfirmingCommitStands() {
        prepare(V1);
        device.commit(1, Commit.confirmed(MINUTE));
        device.commit(1, Commit.lasting());
        assertThat(time.pending()).isZero();
        time.advance(Duration.ofHours(1));
        assertThat(device.read(RUNNING)).isEqualTo(V1);
    }

    @Test
    void aFollowUpExtendsTheTimeAndKeepsTheFirstWayBack() {
        prepare(V1);
        device.commit(1, Commit.confirmed(MINUTE));
        time.advance(Duration.ofSeconds(59));
        prepare(V2);
        device.commit(1, Commit.confirmed(Commit.DEFAULT_TIMEOUT));
        time.advance(Duration.ofSeconds(599));
        assertThat(device.read(RUNNING)).isEqualTo(V2);
        time.advance(Duration.ofSeconds(1));
        assertThat(device.read(RUNNING)).isEqualTo(V0);
    }

    @Test
    void onlyItsOwnSessionFollowsUpACommitThatIsNotPersistent() {
        prepare(V1);
        device.commit(1, Commit.confirmed(MINUTE));
        refused(ErrorTag.IN_USE, () -> device.commit(2, Commit.lasting()));
        refused(ErrorTag.IN_USE, () -> device.cancelCommit(2, null));
        refused(ErrorTag.INVALID_VALUE, () -> device.commit(1, new Commit.Lasting("token")));
        assertThat(refused(ErrorTag.LOCK_DENIED, () -> device.lock(2, RUNNING)).lockHolder())
                .contains("1");
        device.sessionEnded(1);
        assertThat(device.read(RUNNING)).isEqualTo(V0);
        assertThat(time.pending()).isZero();
    }

    @Test
    void aPersistentCommitOutlivesItsSessionAndIsConfirmedByItsToken() {
        prepare(V1);
        device.commit(1, new Commit.Confirmed(MINUTE, "token", null));
        device.sessionEnded(1);
        assertThat(device.read(RUNNING)).isEqualTo(V1);
        refused(ErrorTag.INVALID_VALUE, () -> device.commit(2, Commit.lasting()));
        refused(ErrorTag.INVALID_VALUE, () -> device.commit(2, new Commit.Lasting("other")));
        device.commit(2, new Commit.Lasting("token"));
        time.advance(MINUTE);
        assertThat(device.read(RUNNING)).isEqualTo(V1);
    }

    @Test
    void cancelCommitGoesBackAtOnce() {
        refused(ErrorTag.OPERATION_FAILED, () -> device.cancelCommit(1, null));
        refused(ErrorTag.INVALID_VALUE, () -> device.cancelCommit(1, "token"));
        prepare(V1);
        device.commit(1, new Commit.Confirmed(MINUTE, "token", null));
        refused(ErrorTag.INVALID_VALUE, () -> device.cancelCommit(1, null));
        device.cancelCommit(2, "token");
        assertThat(device.read(RUNNING)).isEqualTo(V0);
        assertThat(device.isCommitPending()).isFalse();
    }

    @Test
    void copyConfigReplacesAWholeDatastore() {
        device.copy(1, Location.of(RUNNING), Location.of(STARTUP));
        assertThat(device.read(STARTUP)).isEqualTo(V0);
        device.copy(1, new Location.Inline(V2), Location.of(RUNNING));
        assertThat(device.read(RUNNING)).isEqualTo(V2);
        device.copy(1, Location.of(STARTUP), Location.of(CANDIDATE));
        assertThat(device.isCandidateModified()).isTrue();
        device.copy(1, Location.of(RUNNING), Location.of(CANDIDATE));
        assertThat(device.isCandidateModified()).isFalse();
        refused(ErrorTag.INVALID_VALUE, () -> device.copy(1, Location.of(RUNNING), Location.of(RUNNING)));
        refused(
                ErrorTag.INVALID_VALUE,
                () -> device.copy(1, new Location.Inline(tree("<v>many</v>")), Location.of(RUNNING)));
    }

    @Test
    void filesAreKeptUnderTheirUrls() {
        Location file = new Location.Url("file:///backup.xml");
        refused(ErrorTag.OPERATION_FAILED, () -> device.copy(1, file, Location.of(CANDIDATE)));
        device.copy(1, Location.of(RUNNING), file);
        prepare(V1);
        device.copy(1, file, Location.of(CANDIDATE));
        assertThat(device.read(CANDIDATE)).isEqualTo(V0);
        device.delete(1, file);
        refused(ErrorTag.OPERATION_FAILED, () -> device.validate(file));
        refused(ErrorTag.INVALID_VALUE, () -> device.validate(new Location.Url("ftp://host/x")));
    }

    @Test
    void onlyStartupCanBeDeleted() {
        device.overwrite(STARTUP, V1);
        device.delete(1, Location.of(STARTUP));
        assertThat(device.read(STARTUP)).isEqualTo(DataTree.empty());
        refused(ErrorTag.INVALID_VALUE, () -> device.delete(1, Location.of(RUNNING)));
        refused(ErrorTag.INVALID_VALUE, () -> device.delete(1, Location.of(CANDIDATE)));
    }

    @Test
    void whatHasNoCapabilityIsNotSupported() {
        Datastores bare = Datastores.builder().running(V0).build();
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.edit(1, RUNNING, Edit.merge(V1)));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.edit(1, CANDIDATE, Edit.merge(V1)));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.commit(1, Commit.lasting()));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.discard(1));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.validate(Location.of(RUNNING)));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.lock(1, STARTUP));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.read(CANDIDATE));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.cancelCommit(1, null));
        bare.lock(1, RUNNING);
        RpcError error = refused(
                ErrorTag.OPERATION_NOT_SUPPORTED, () -> bare.copy(1, Location.of(RUNNING), Location.of(STARTUP)));
        assertThat(error.type()).isEqualTo(ErrorType.PROTOCOL);
        assertThat(error.message()).contains(Feature.STARTUP.urn());
    }

    @Test
    void confirmedCommit10KnowsNoPersistence() {
        Datastores old = Datastores.builder()
                .features(Feature.CANDIDATE, Feature.CONFIRMED_COMMIT_1_0)
                .scheduler(time)
                .build();
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> old.commit(1, new Commit.Confirmed(MINUTE, "token", null)));
        refused(ErrorTag.OPERATION_NOT_SUPPORTED, () -> old.cancelCommit(1, null));
        old.commit(1, Commit.confirmed(MINUTE));
        assertThat(old.isCommitPending()).isTrue();
    }
}
