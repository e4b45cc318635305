package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.OpenException.Reason;
import java.io.IOException;
import java.net.NoRouteToHostException;
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

    // Netty adds the address to a message that is not there, and says so.
    @ParameterizedTest
    @CsvSource({
        "null: /[2001:db8:0:0:0:0:0:1]:1, No route to host",
        "No route to host: /192.0.2.1:6513, No route to host",
        "finishConnect(..) failed with error(-113): No route to host: /192.0.2.1:6513, No route to host",
        "connect(..) failed with error(-101): Network is unreachable: /192.0.2.1:6513, Network is unreachable",
        ", No route to host"
    })
    void aMissingRouteIsAlwaysCalledOne(String message, String words) {
        assertThat(SystemWords.of(new NoRouteToHostException(message))).isEqualTo(words);
    }

    // One refusal proves that the host answers, whatever became of its other addresses.
    @ParameterizedTest
    @CsvSource({
        "2001:db8::1: network is unreachable; 127.0.0.1: connection refused, CONNECTION_REFUSED",
        "2001:db8::1: no route to host; 127.0.0.1: connection refused, CONNECTION_REFUSED",
        "192.0.2.1: no route to host, UNREACHABLE",
        "192.0.2.1: network is unreachable, UNREACHABLE",
        "192.0.2.1: connection reset by peer, CLOSED_BY_PEER",
        "192.0.2.1: connection timed out, CONNECT_TIMEOUT",
        "192.0.2.1: permission denied, FAILED"
    })
    void theReasonIsTheOneThatSaysMost(String words, Reason reason) {
        assertThat(SystemWords.reason(words)).isEqualTo(reason);
    }

    @Test
    void aFailureWithoutWordsIsCalledByItsKind() {
        assertThat(SystemWords.of(new ClosedChannelException())).isEqualTo("ClosedChannelException");
    }
}
