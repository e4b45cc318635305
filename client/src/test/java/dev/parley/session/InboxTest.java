package dev.parley.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.session.StreamItem.Continuity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What has room, what is lost, and that the sum is right. */
class InboxTest {

    private static Inbox.Raw raw(int length) {
        return new Inbox.Raw(new byte[length], length, false, null);
    }

    private static Inbox.Raw signal() {
        byte[] message = "<replayComplete/>".getBytes(UTF_8);
        return new Inbox.Raw(message, message.length, Inbox.looksLikeSignal(message, message.length), null);
    }

    private static long lostIn(Inbox.Entry entry) {
        return ((Inbox.Gap) entry).read();
    }

    @Test
    void theNewestAreLostAndCountedWhereTheyWouldHaveStood() {
        Inbox inbox = new Inbox(new Backlog(2, 1_000));
        Inbox.Raw first = raw(10);
        Inbox.Raw second = raw(10);
        Inbox.Raw later = raw(10);

        assertThat(inbox.offer(first)).isTrue();
        assertThat(inbox.offer(second)).isTrue();
        assertThat(inbox.offer(raw(10))).isFalse();
        assertThat(inbox.offer(raw(10))).isFalse();
        assertThat(inbox.poll()).isSameAs(first);
        assertThat(inbox.offer(later)).isTrue();
        assertThat(inbox.offer(raw(10))).isFalse();

        assertThat(inbox.poll()).isSameAs(second);
        assertThat(lostIn(inbox.poll())).isEqualTo(2);
        assertThat(inbox.poll()).isSameAs(later);
        Inbox.Entry gap = inbox.poll();
        assertThat(lostIn(gap)).isEqualTo(1);
        assertThat(inbox.poll()).isNull();
        assertThat(inbox.lost()).isEqualTo(3);
    }

    @Test
    void aGapThatWasReadIsNotCountedOn() {
        Inbox inbox = new Inbox(new Backlog(1, 1_000));
        inbox.offer(raw(1));
        inbox.offer(raw(1));
        Inbox.Raw kept = (Inbox.Raw) inbox.poll();
        assertThat(lostIn(inbox.poll())).isEqualTo(1);
        assertThat(inbox.offer(kept)).isTrue();
        inbox.offer(raw(1));

        inbox.poll();
        assertThat(lostIn(inbox.poll())).isEqualTo(1);
    }

    @Test
    void bytesCountTooButOneMessageIsTakenWhateverItsSize() {
        Inbox inbox = new Inbox(new Backlog(100, 1_000));

        assertThat(inbox.offer(raw(5_000))).isTrue();
        assertThat(inbox.offer(raw(1))).isFalse();
        inbox.poll();
        assertThat(lostIn(inbox.poll())).isEqualTo(1);
        assertThat(inbox.offer(raw(600))).isTrue();
        assertThat(inbox.offer(raw(400))).isTrue();
        assertThat(inbox.offer(raw(1))).isFalse();
    }

    @Test
    void whatMayBeTheEndIsTakenAlthoughItIsFull_ButNotForEver() {
        Inbox inbox = new Inbox(new Backlog(1, 1_000));
        inbox.offer(raw(1));
        for (int i = 0; i < 16; i++) {
            assertThat(inbox.offer(signal())).isTrue();
        }
        assertThat(inbox.offer(signal())).isFalse();
    }

    @Test
    void onlyShortMessagesWithTheWordLookLikeTheEnd() {
        assertThat(signal().isSignal()).isTrue();
        byte[] other = "<event/>".getBytes(UTF_8);
        assertThat(Inbox.looksLikeSignal(other, other.length)).isFalse();
        byte[] beyond = "  Complete".getBytes(UTF_8);
        assertThat(Inbox.looksLikeSignal(beyond, 9)).isFalse();
        byte[] longOne = ("Complete" + " ".repeat(2_048)).getBytes(UTF_8);
        assertThat(Inbox.looksLikeSignal(longOne, longOne.length)).isFalse();
    }

    @Test
    void aBacklogHoldsSomething() {
        assertThatThrownBy(() -> new Backlog(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backlog(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the two threads do to each other, what was offered is what was read and what was lost. */
    @Property(tries = 30)
    void nothingIsLostThatIsNotCounted(@ForAll @IntRange(min = 1, max = 40) int room) {
        Inbox inbox = new Inbox(new Backlog(room, 1_000_000));
        int offered = 20_000;
        CompletableFuture<long[]> reading = CompletableFuture.supplyAsync(() -> {
            long read = 0;
            long lost = 0;
            while (read + lost < offered) {
                Inbox.Entry entry = inbox.poll();
                if (entry instanceof Inbox.Raw) {
                    read++;
                } else if (entry instanceof Inbox.Gap gap) {
                    lost += gap.read();
                }
            }
            return new long[] {read, lost};
        });
        Inbox.Raw raw = raw(3);
        for (int i = 0; i < offered; i++) {
            inbox.offer(raw);
        }

        long[] counted = reading.join();
        assertThat(counted[0] + counted[1]).isEqualTo(offered);
        assertThat(inbox.lost()).isEqualTo(counted[1]);
        assertThat(inbox.poll()).isNull();
    }

    // a subscriber that is stuck, a device that is down, and nothing to wait for in between
    @Test
    void whatIsToldOfALinkThatComesAndGoesIsBounded() {
        Inbox inbox = new Inbox(new Backlog(10, 1_000));
        NetconfException down = ProtocolException.of(ProtocolException.Reason.MALFORMED_XML, "down");
        int many = 10_000;
        for (int i = 1; i <= many; i++) {
            inbox.tell(new StreamItem.Interrupted(down, i, Duration.ZERO));
            inbox.tell(new StreamItem.Resumed(Instant.EPOCH.plusSeconds(i), Continuity.SEAMLESS, "up"));
            inbox.offer(raw(10));
        }
        inbox.tell(new StreamItem.Interrupted(down, many + 1, Duration.ZERO));

        EventReader reader = new EventReader(false);
        List<StreamItem> told = new ArrayList<>();
        int events = 0;
        for (Inbox.Entry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
            if (entry instanceof Inbox.Raw) {
                events++;
            } else {
                Optional.ofNullable(reader.read(entry)).ifPresent(told::add);
            }
        }
        assertThat(told).hasSizeLessThan(200);
        assertThat(told.get(told.size() - 1)).isInstanceOf(StreamItem.Lost.class);
        assertThat(told.get(told.size() - 2))
                .as("what has taken the place of all the others")
                .isEqualTo(new StreamItem.Interrupted(down, many + 1, Duration.ZERO));
        assertThat(told.get(0)).isInstanceOf(StreamItem.Interrupted.class);
        assertThat(events).isEqualTo(10);
        assertThat(told.stream()
                        .filter(StreamItem.Lost.class::isInstance)
                        .mapToLong(lost -> ((StreamItem.Lost) lost).notifications())
                        .sum())
                .isEqualTo(many - events);
    }

    @Test
    void whenItIsReadTheNextIsToldOnItsOwnAgain() {
        Inbox inbox = new Inbox(new Backlog(10, 1_000));
        NetconfException down = ProtocolException.of(ProtocolException.Reason.MALFORMED_XML, "down");
        for (int i = 1; i <= 1_000; i++) {
            inbox.tell(new StreamItem.Interrupted(down, i, Duration.ZERO));
            inbox.tell(new StreamItem.Resumed(null, Continuity.NO_REPLAY, "up"));
        }
        EventReader reader = new EventReader(false);
        List<StreamItem> told = new ArrayList<>();
        for (Inbox.Entry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
            told.add(reader.read(entry));
        }
        assertThat(told.get(told.size() - 1)).isInstanceOf(StreamItem.Resumed.class);
        assertThat(((StreamItem.Interrupted) told.get(told.size() - 2)).attempt())
                .isEqualTo(1_000);

        assertThat(inbox.offer(raw(10))).isTrue();
        inbox.tell(new StreamItem.Interrupted(down, 1, Duration.ZERO));
        assertThat(inbox.poll()).isInstanceOf(Inbox.Raw.class);
        assertThat(reader.read(inbox.poll())).isInstanceOf(StreamItem.Interrupted.class);
    }
}
