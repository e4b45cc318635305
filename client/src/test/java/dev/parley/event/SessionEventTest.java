package dev.parley.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.Deviation;
import org.junit.jupiter.api.Test;

class SessionEventTest {

    @Test
    void whatADeviceSaidIsOneLineOfADeviation() {
        assertThat(new SessionEvent.DeviationMet(Deviation.UNKNOWN_REPLY, "message-id \"1\n2\u001b[2J\"").detail())
                .isEqualTo("message-id \"1 2\\u001b[2J\"");
    }
}
