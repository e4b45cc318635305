package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.framing.Framing;
import dev.parley.ssh.StallTrial.Cuts;
import dev.parley.ssh.StallTrial.Talk;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a device's stream is cut into packets of SSH, and those into segments of TCP, no wait for more begins while
 * bytes that have arrived are not handed up (F-06, F-07): hello, replies and notifications, in both framings, with any
 * window, whether the reader takes them or has them wait.
 */
@Timeout(120)
class SshStallTest {
    private static final int SMALL_WINDOW = 3_000;

    /** How what is written is cut into what arrives at a time. */
    private enum Cut implements Cuts {
        ONE_BYTE {
            @Override
            public int next(int packet, int left) {
                return 1;
            }
        },
        SEVEN_BYTES {
            @Override
            public int next(int packet, int left) {
                return 7;
            }
        },
        WHERE_A_PACKET_ENDS {
            @Override
            public int next(int packet, int left) {
                return packet;
            }
        },
        BEFORE_A_PACKET_ENDS {
            @Override
            public int next(int packet, int left) {
                return packet - 1;
            }
        },
        BEHIND_A_PACKET_S_END {
            @Override
            public int next(int packet, int left) {
                return packet + 1;
            }
        },
        ALL_IN_ONE {
            @Override
            public int next(int packet, int left) {
                return left;
            }
        }
    }

    /** When the reader takes no more. */
    private enum Pause {
        NEVER,
        EVERY_OTHER_TIME,
        UNTIL_THE_WINDOW_IS_USED_UP
    }

    static Stream<Arguments> packets() {
        return Stream.of(1, 7, 16, 255, 256, 4_095, 4_096, 4_097, 32_767, 32_768)
                .flatMap(packet -> Stream.of(Framing.values()).map(framing -> Arguments.of(packet, framing)));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void howeverPacketsAndSegmentsAreCutNothingWaits(int packet, Framing framing) throws Exception {
        for (Cut cut : Cut.values()) {
            boolean slow = cut == Cut.ONE_BYTE || cut == Cut.SEVEN_BYTES;
            // some packets of each message, and a rest; as much as a slow way to arrive allows: a packet has 50 bytes
            // at least
            int most = slow ? 3_000 : Math.max(3_000, 2 * packet);
            int length = Math.min(most, Math.max(packet < 255 ? 100 : 500, 5 * packet / 2));
            Talk talk = Talk.of(framing, List.of(packet < 255 ? 100 : 600, length, 40, length + 1, 1));
            for (int window : List.of(SMALL_WINDOW, Mina.WINDOW)) {
                for (Pause pause : Pause.values()) {
                    int[] pieces = {0};
                    new StallTrial(talk, packet, window).run(() -> Integer.MAX_VALUE, cut, () -> switch (pause) {
                        case NEVER -> false;
                        case EVERY_OTHER_TIME -> ++pieces[0] % 2 == 1;
                        case UNTIL_THE_WINDOW_IS_USED_UP -> true;
                    });
                }
            }
        }
    }

    // more than a window, which the client has to open again and again
    @ParameterizedTest
    @MethodSource("packets")
    void whatIsLargerThanEveryWindowIsHandedUp(int packet, Framing framing) throws Exception {
        int length = packet < 255 ? 4_000 : 2 * Mina.WINDOW;
        for (int window : List.of(SMALL_WINDOW, Mina.WINDOW)) {
            int reply = window == SMALL_WINDOW ? Math.min(length, 60_000) : length;
            new StallTrial(Talk.of(framing, List.of(600, reply, 10)), packet, window)
                    .run(() -> Integer.MAX_VALUE, (end, left) -> 65_536, () -> false);
        }
    }

    // RFC 4254 section 5.2: the device is not kept waiting for its window until all that it has sent is read.
    @Test
    void theWindowIsOpenedWhileMoreIsStillToBeRead() throws Exception {
        StallTrial trial = new StallTrial(Talk.of(Framing.CHUNKED, List.of(600, 4 * Mina.WINDOW)), 32_768, Mina.WINDOW);
        trial.run(() -> Integer.MAX_VALUE, Cut.ALL_IN_ONE, () -> false);

        assertThat(trial.sentMeanwhile()).isPositive();
    }

    @Property(tries = 120)
    void nothingWaitsWhateverTheCuts(
            @ForAll Framing framing,
            @ForAll("lengths") List<Integer> lengths,
            @ForAll("sizes") List<Integer> segments,
            @ForAll("sizes") List<Integer> turns,
            @ForAll @IntRange(min = 1, max = 33_000) int packet,
            @ForAll @IntRange(min = 200, max = 70_000) int window,
            @ForAll List<Boolean> pauses)
            throws Exception {
        Iterator<Integer> segment = Stream.iterate(0, i -> (i + 1) % segments.size())
                .map(segments::get)
                .iterator();
        Iterator<Integer> turn =
                Stream.iterate(0, i -> (i + 1) % turns.size()).map(turns::get).iterator();
        Iterator<Boolean> pause = pauses.iterator();
        // bytes one by one, or in packets that are nearly empty, need not be many
        int most = packet < 64 || Collections.min(segments) < 8 ? 900 : 9_000;
        List<Integer> bounded =
                lengths.stream().map(length -> Math.min(length, most)).toList();
        new StallTrial(Talk.of(framing, bounded), Math.min(packet, 32_768), window)
                .run(turn::next, (end, left) -> segment.next(), () -> pause.hasNext() && pause.next());
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.integers().between(0, 9_000).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(1, 20_000).list().ofMinSize(1).ofMaxSize(8);
    }
}
