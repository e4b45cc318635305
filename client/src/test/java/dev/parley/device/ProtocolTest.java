package dev.parley.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.ClientHello;
import dev.parley.xml.XmlLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A protocol with something else in it is the same in everything else. */
class ProtocolTest {
    private static final ClientHello HELLO = new ClientHello(true, List.of("urn:own"), false);
    private static final XmlLimits LIMITS = new XmlLimits(20, 30, 400);
    private static final Duration HEAD_START = Duration.ofMillis(9);

    @Test
    void eachPartIsChangedByItselfAndKeptByTheOthers() {
        Protocol changed = Protocol.DEFAULT
                .withHello(HELLO)
                .withXmlLimits(LIMITS)
                .withMaxHelloBytes(1)
                .withMaxMessageBytes(2)
                .withMaxStreamedBytes(3)
                .withPipelining(4, 5)
                .asStrict()
                .withHelloHeadStart(HEAD_START);

        assertThat(changed).isEqualTo(new Protocol(HELLO, LIMITS, 1, 2, 3, 4, 5, true, HEAD_START));
        assertThat(Protocol.DEFAULT).isNotEqualTo(changed);
        assertThat(Protocol.DEFAULT.withMaxHelloBytes(7))
                .usingRecursiveComparison()
                .ignoringFields("maxHelloBytes")
                .isEqualTo(Protocol.DEFAULT);
    }
}
