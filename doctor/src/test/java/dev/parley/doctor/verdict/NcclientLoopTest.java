package dev.parley.doctor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** ncclient issue 651, as arithmetic. */
class NcclientLoopTest {
    @Test
    void aLastRecordOfMoreThanOneReadIsLeftBehind() {
        NcclientLoop loop = NcclientLoop.of(List.of(9_006));

        assertThat(loop.stalls()).isTrue();
        assertThat(loop.unread()).isEqualTo(9_006 - 4_096);
        assertThat(loop.arithmetic()).contains("records of 9006 bytes").contains("4910 decrypted bytes");
    }

    @Test
    void aLastRecordOfOneReadIsNot() {
        assertThat(NcclientLoop.of(List.of(16_384, 4_096)).stalls()).isFalse();
        assertThat(NcclientLoop.of(List.of()).stalls()).isFalse();
    }

    @Property
    void onlyTheLastRecordMatters(@ForAll @NotEmpty List<@IntRange(min = 1, max = 16_384) Integer> records) {
        int last = records.get(records.size() - 1);

        assertThat(NcclientLoop.of(records).unread()).isEqualTo(Math.max(0, last - NcclientLoop.READ));
    }
}
