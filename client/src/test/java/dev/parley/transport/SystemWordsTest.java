package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same words, whether the JDK or epoll carries bytes. */
class SystemWordsTest {
    @ParameterizedTest
    @CsvSource({
        "Connection reset, Connection reset",
        "recvAddress(..) failed with error(-104): Connection reset by peer, Connection reset by peer",
        "Connection refused: /127.0.0.1:6513, Connection refused",
        "finishConnect(..) failed with error(-111): Connection refused: pe1/127.0.0.1:6513, Connection refused"
    })
    void onlyWhatTheSystemSaysIsKept(String message, String words) {
        assertThat(SystemWords.of(new IOException(message))).isEqualTo(words);
    }

    @Test
    void aFailureWithoutWordsIsCalledByItsKind() {
        assertThat(SystemWords.of(new ClosedChannelException())).isEqualTo("ClosedChannelException");
    }
}
