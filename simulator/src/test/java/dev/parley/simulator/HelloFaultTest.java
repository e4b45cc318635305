package dev.parley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.ProtocolException;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.HelloFault.Flaw;
import dev.parley.xml.XmlLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of the hello is in the bytes that a client gets, and means what its name says (H-04 to H-11). */
class HelloFaultTest {

    private static String hello(HelloFault... faults) throws IOException {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .faults(FaultPlan.always(faults))
                        .start();
                RawClient client = RawClient.tcp(device)) {
            return client.readHello();
        }
    }

    private static ServerHello parsed(String hello, Set<Deviation> deviations) {
        byte[] bytes = hello.getBytes(StandardCharsets.UTF_8);
        return ServerHello.parse(
                bytes, bytes.length, true, XmlLimits.DEFAULT, (deviation, what) -> deviations.add(deviation));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Flaw.WITHOUT_SESSION_ID, ProtocolException.Reason.BAD_HELLO),
                Arguments.of(Flaw.WITHOUT_BASE, ProtocolException.Reason.NO_COMMON_BASE),
                Arguments.of(Flaw.WITHOUT_CAPABILITIES, ProtocolException.Reason.NO_COMMON_BASE),
                Arguments.of(Flaw.NOT_WELL_FORMED, ProtocolException.Reason.MALFORMED_XML),
                Arguments.of(Flaw.ERROR_INSTEAD, ProtocolException.Reason.UNEXPECTED_MESSAGE),
                Arguments.of(Flaw.DOCTYPE, ProtocolException.Reason.DOCTYPE),
                Arguments.of(Flaw.ENTITY_BOMB, ProtocolException.Reason.DOCTYPE),
                Arguments.of(Flaw.UNKNOWN_ENTITY, ProtocolException.Reason.ENTITY),
                Arguments.of(new HelloFault.SessionId("0"), ProtocolException.Reason.BAD_HELLO),
                Arguments.of(new HelloFault.SessionId("$x"), ProtocolException.Reason.BAD_HELLO),
                Arguments.of(new HelloFault.Nested(100_000), ProtocolException.Reason.LIMIT_EXCEEDED),
                Arguments.of(new HelloFault.InFront("garbage"), ProtocolException.Reason.MALFORMED_XML),
                Arguments.of(
                        new HelloFault.Capabilities(List.of("urn:x?a=1&b=2")),
                        ProtocolException.Reason.NO_COMMON_BASE));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatNoClientMayAccept(HelloFault fault, ProtocolException.Reason reason) throws IOException {
        String hello = hello(fault);
        assertThatThrownBy(() -> parsed(hello, EnumSet.noneOf(Deviation.class)))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    static Stream<Arguments> deviations() {
        return Stream.of(
                Arguments.of(Flaw.BASE_ALIAS, EnumSet.of(Deviation.BASE_ALIAS)),
                Arguments.of(Flaw.MESSAGE_ID, EnumSet.of(Deviation.HELLO_ATTRIBUTES)),
                Arguments.of(Flaw.DUPLICATE_CAPABILITIES, EnumSet.noneOf(Deviation.class)),
                Arguments.of(Flaw.COMMENT_IN_FRONT, EnumSet.noneOf(Deviation.class)),
                Arguments.of(new HelloFault.SessionId("4294967295"), EnumSet.noneOf(Deviation.class)));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void whatAClientTolerates(HelloFault fault, Set<Deviation> expected) throws IOException {
        Set<Deviation> met = EnumSet.noneOf(Deviation.class);
        assertThat(parsed(hello(fault), met).sessionId()).isPositive();
        assertThat(met).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyFlawChangesTheHello(Flaw flaw) throws IOException {
        assertThat(hello(flaw)).isNotEqualTo(hello());
    }

    @Test
    void theElementsAreInNoNamespace() throws IOException {
        assertThat(hello(Flaw.WITHOUT_NAMESPACE)).startsWith("<hello><capabilities>");
    }

    @Test
    void theRefusalStandsInFrontInTheSameMessage() throws IOException {
        assertThat(hello(Flaw.ERROR_IN_FRONT))
                .startsWith(HelloFault.REFUSAL + "<hello ")
                .endsWith("</hello>");
    }

    @Test
    void theHelloHasExactlySoManyBytes() throws IOException {
        for (int bytes : new int[] {4096, 16_385, 100_001, 2_000_003}) {
            String hello = hello(new HelloFault.Padded(bytes));
            assertThat(hello).hasSize(bytes);
            assertThat(parsed(hello, EnumSet.noneOf(Deviation.class))
                            .capabilities()
                            .size())
                    .isGreaterThan(10);
        }
    }

    @Test
    void anotherMessageStandsInItsPlace() throws IOException {
        assertThat(hello(new HelloFault.Instead("<welcome/>"))).isEqualTo("<welcome/>");
    }

    @Test
    void theHelloComesTwice() throws IOException {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .faults(FaultPlan.always(new HelloFault.Twice()))
                        .start();
                RawClient client = RawClient.tcp(device)) {
            assertThat(client.readHello()).isEqualTo(client.readHello());
        }
    }

    @Test
    void theHelloComesInChunks() throws IOException {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .faults(FaultPlan.always(new HelloFault.InChunks()))
                        .start();
                RawClient client = RawClient.tcp(device)) {
            client.useChunks();
            assertThat(client.read()).startsWith("<hello ").endsWith("</hello>");
        }
    }
}
