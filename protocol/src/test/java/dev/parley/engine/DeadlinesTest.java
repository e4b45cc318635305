package dev.parley.engine;

import static dev.parley.engine.Wire.chunk;
import static dev.parley.engine.Wire.reply;
import static dev.parley.engine.Wire.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.operation.Get;
import dev.parley.operation.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends a request before its reply, and what is known of its fate then. */
class DeadlinesTest {
    private static final Operation<?> GET = Get.all();

    private final Wire wire = Wire.open();

    @Test
    void aRequestWithoutReplyEndsAtItsDeadline_itMayHaveBeenApplied() {
        wire.send(GET, seconds(3));
        assertThat(wire.engine.nextWake()).isEqualTo(wire.now + seconds(3));
        wire.waits(2);
        wire.came();
        wire.waits(1);

        assertThat(wire.came())
                .containsExactly("101 failed DEADLINE UNKNOWN: get on pe1 has no reply after 3.0 s: nothing of a reply"
                        + " arrived; the last byte of any kind came 3.0 s ago");
        assertThat(wire.engine.nextWake()).isEqualTo(ClientEngine.NEVER);
        assertThat(wire.engine.isOpen()).isTrue();
    }

    @Test
    void aRequestThatStillWaitsEndsUnsent_itIsSafeToRepeat() {
        Wire small = Wire.open(Wire.small());
        small.send(GET, seconds(9));
        small.send(GET, seconds(9));
        small.send(GET, seconds(1));
        small.came();
        small.waits(1);

        assertThat(small.came())
                .containsExactly(
                        "103 failed DEADLINE NOT_SENT: get on pe1 was not sent within 1.0 s: it waited behind 2 others");
    }

    @Test
    void aTransportThatTakesNothingIsNamed() {
        wire.engine.writable(false, wire.now);
        wire.send(GET, seconds(1));
        wire.waits(1);

        assertThat(wire.came())
                .containsExactly(
                        "101 failed DEADLINE NOT_SENT: get on pe1 was not sent within 1.0 s: the transport took no bytes");
    }

    @Test
    void aDeadlineThatHasPassedAlreadySendsNothing() {
        wire.send(GET, 0);

        assertThat(wire.came())
                .containsExactly(
                        "101 failed DEADLINE NOT_SENT: get on pe1 was not sent within 0 µs: it waited behind 0 others");
    }

    @Test
    void oneDeadlineMakesRoomForTheNextRequest() {
        Wire small = Wire.open(Wire.small());
        small.send(GET, seconds(1));
        small.send(GET, seconds(9));
        small.send(GET, seconds(9));
        small.came();
        small.waits(1);

        assertThat(small.came())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("write \n#")
                .contains("message-id=\"103\"");
    }

    @Test
    void theDeadlineInTheMiddleOfAReplyDropsTheRest_inMemory() {
        wire.send(GET, seconds(1));
        wire.send(GET, seconds(9));
        wire.came();
        String message = chunk(reply(101, "<data>much</data>"));
        wire.receives(message.substring(0, 100));
        wire.waits(1);
        wire.receives(message.substring(100) + chunk(reply(102, "<ok/>")));

        assertThat(wire.came())
                .containsExactly(
                        "101 failed DEADLINE UNKNOWN: get on pe1 has no reply after 1.0 s: 94 bytes of the reply arrived,"
                                + " the last 1.0 s ago",
                        "102 reply " + reply(102, "<ok/>"));
    }

    @Test
    void theDeadlineInTheMiddleOfAReplyDropsTheRest_streamed() {
        wire.stream(GET);
        wire.send(GET, seconds(20));
        wire.came();
        String message = chunk(reply(101, "<data>much</data>"));
        wire.receives(message.substring(0, 100));
        wire.waits(10);
        wire.receives(message.substring(100) + chunk(reply(102, "<ok/>")));

        List<String> came = wire.came();
        assertThat(came).hasSize(3);
        assertThat(came.get(0)).startsWith("101 part ");
        assertThat(came.get(1))
                .isEqualTo("101 failed DEADLINE UNKNOWN: get on pe1 has no reply after 10.0 s: 94 bytes of the reply"
                        + " arrived, the last 10.0 s ago");
        assertThat(came.get(2)).isEqualTo("102 reply " + reply(102, "<ok/>"));
    }

    @Test
    void aLateReplyIsToldAndDropped() {
        wire.send(GET, seconds(1));
        wire.waits(1);
        wire.came();
        wire.receivesMessage(reply(101, "<ok/>"));

        assertThat(wire.came()).containsExactly("late reply to 101");
        wire.receivesMessage(reply(101, "<ok/>"));
        assertThat(wire.came()).containsExactly("deviation UNKNOWN_REPLY message-id \"101\"");
    }

    @Test
    void onlyTheNewestOfThoseGivenUpAreRemembered() {
        for (int i = 0; i < 300; i++) {
            wire.engine.cancel(wire.send(GET), wire.now);
        }
        wire.came();
        wire.receives(chunk(reply(144, "")) + chunk(reply(145, "")));

        assertThat(wire.came()).containsExactly("deviation UNKNOWN_REPLY message-id \"144\"", "late reply to 145");
    }

    @Test
    void cancellingARequestThatWaitsTakesItBack() {
        Wire small = Wire.open(Wire.small());
        small.send(GET);
        small.send(GET);
        Call waiting = small.send(GET);
        small.came();
        small.engine.cancel(waiting, small.now);
        small.receives(chunk(reply(101, "")));

        assertThat(small.came())
                .containsExactly(
                        "103 failed CANCELLED NOT_SENT: get on pe1 was cancelled by the caller after 0 µs",
                        "101 reply " + reply(101, ""));
    }

    @Test
    void cancellingARequestThatIsSentLeavesItsFateOpen_andItsReplyIsDropped() {
        Call sent = wire.send(GET);
        wire.came();
        wire.engine.cancel(sent, wire.now + seconds(2));
        wire.receivesMessage(reply(101, "<ok/>"));

        assertThat(wire.came())
                .containsExactly(
                        "101 failed CANCELLED UNKNOWN: get on pe1 was cancelled by the caller after 2.0 s",
                        "late reply to 101");
    }

    @Test
    void cancellingInTheMiddleOfAReplyDropsTheRest() {
        Call memory = wire.send(GET);
        Call streamed = wire.stream(GET);
        wire.came();
        for (Call call : List.of(memory, streamed)) {
            String message = chunk(reply(call.id(), "<data>much</data>"));
            wire.receives(message.substring(0, 100));
            wire.engine.cancel(call, wire.now);
            wire.receives(message.substring(100));
        }

        assertThat(wire.came())
                .filteredOn(line -> !line.contains(" part "))
                .containsExactly(
                        "101 failed CANCELLED UNKNOWN: get on pe1 was cancelled by the caller after 0 µs",
                        "102 failed CANCELLED UNKNOWN: get on pe1 was cancelled by the caller after 0 µs");
    }

    @Test
    void cancellingWhatHasEndedDoesNothing() {
        Call call = wire.send(GET);
        wire.receivesMessage(reply(101, "<ok/>"));
        wire.came();
        wire.engine.cancel(call, wire.now);
        wire.engine.cancel(wire.call(GET, 1, wire.new Whole()), wire.now);

        assertThat(wire.came()).isEmpty();
    }

    @Test
    void aRequestMayHaveNoDeadline() {
        Call call = Call.of(
                7, dev.parley.operation.Request.of(Get.all()), false, wire.now, ClientEngine.NEVER, wire.new Whole());
        wire.engine.send(call, wire.now);
        assertThat(wire.engine.nextWake()).isNotEqualTo(wire.now);
        wire.waits(3_600);

        assertThat(wire.came()).hasSize(1);
        assertThat(wire.engine.nextWake()).isEqualTo(ClientEngine.NEVER);
    }

    @Test
    void theEarliestDeadlineIsWaitedFor_alsoWhereTheClockWrapsAround() {
        wire.send(GET, seconds(4));
        wire.send(GET, seconds(1));
        wire.send(GET, seconds(3));

        long begin = wire.now;
        assertThat(begin).isPositive();
        assertThat(begin + seconds(4)).isNegative();
        wire.came();
        for (int expected : new int[] {1, 3, 4}) {
            assertThat(wire.engine.nextWake()).isEqualTo(begin + seconds(expected));
            wire.now = wire.engine.nextWake();
            wire.engine.tick(wire.now);
            assertThat(wire.came()).hasSize(1);
        }
        assertThat(wire.engine.nextWake()).isEqualTo(ClientEngine.NEVER);
    }

    @Test
    void whoeverHearsOfAnEndMayEndOthers_eachOnce() {
        Call[] calls = new Call[4];
        wire.onEnd = () -> {
            for (Call call : calls) {
                wire.engine.cancel(call, wire.now);
            }
        };
        for (int i = 0; i < calls.length; i++) {
            calls[i] = wire.call(GET, seconds(1), wire.new Whole());
            wire.engine.send(calls[i], wire.now);
        }
        wire.came();
        wire.waits(1);

        assertThat(wire.came())
                .hasSize(4)
                .extracting(line -> line.substring(0, 3))
                .doesNotHaveDuplicates();
    }
}
