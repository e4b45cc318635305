package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.Reply;
import dev.parley.operation.Commit;
import dev.parley.operation.CopyConfig;
import dev.parley.operation.Datastore;
import dev.parley.operation.DeleteConfig;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Get;
import dev.parley.operation.KillSession;
import dev.parley.operation.Lock;
import dev.parley.operation.Operation;
import dev.parley.operation.Rpc;
import dev.parley.operation.TestOption;
import dev.parley.operation.Validate;
import dev.parley.xml.XmlWriter;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations leave behind, whoever writes them. */
class FootprintTest {
    private static final String BASE = " xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'";

    private static Footprint of(String xml) {
        return Footprint.of(Rpc.of(xml), Set.of());
    }

    static Stream<Arguments> xml() {
        Footprint unknown = new Footprint.Stays(Retirement.UNKNOWN_OPERATION);
        return Stream.of(
                Arguments.of("<get" + BASE + "/>", Footprint.NOTHING),
                Arguments.of("<get-software-information xmlns='http://xml.juniper.net/junos'/>", Footprint.NOTHING),
                Arguments.of("<get-data xmlns='" + Footprint.NMDA + "'/>", Footprint.NOTHING),
                Arguments.of(
                        "<x:lock xmlns:x='urn:ietf:params:xml:ns:netconf:base:1.0'> <x:target>\n<x:candidate/></x:target></x:lock>",
                        new Footprint.Locks(Datastore.CANDIDATE)),
                Arguments.of(
                        "<unlock" + BASE + "><target><startup/></target></unlock>",
                        new Footprint.Unlocks(Datastore.STARTUP)),
                Arguments.of("<lock" + BASE + "><target><operational/></target></lock>", unknown),
                Arguments.of("<lock" + BASE + "/>", unknown),
                Arguments.of("<lock><target><running/></target></lock>", unknown),
                Arguments.of(
                        "<edit-config" + BASE + "><config><a xmlns='urn:a'>text<target/></a></config>"
                                + "<target><candidate/></target></edit-config>",
                        new Footprint.EditsCandidate()),
                Arguments.of(
                        "<edit-config" + BASE + "><target><candidate/></target><test-option> test-only </test-option>"
                                + "<config/></edit-config>",
                        Footprint.NOTHING),
                Arguments.of(
                        "<edit-config" + BASE + "><target><running/></target><config/></edit-config>",
                        Footprint.NOTHING),
                Arguments.of(
                        "<copy-config" + BASE + "><target><url>file:x</url></target><source><candidate/></source>"
                                + "</copy-config>",
                        Footprint.NOTHING),
                Arguments.of(
                        "<copy-config" + BASE
                                + "><source><running/></source><target><candidate/></target></copy-config>",
                        new Footprint.EditsCandidate()),
                Arguments.of("<commit" + BASE + "/>", new Footprint.Commits(false)),
                Arguments.of("<commit" + BASE + "><confirmed/></commit>", new Footprint.Commits(true)),
                Arguments.of(
                        "<commit" + BASE + "><confirmed/><persist>token</persist></commit>",
                        new Footprint.Commits(false)),
                Arguments.of("<cancel-commit" + BASE + "/>", new Footprint.CancelsCommit()),
                Arguments.of("<discard-changes" + BASE + "/>", new Footprint.Discards()),
                Arguments.of("<close-session" + BASE + "/>", new Footprint.Stays(Retirement.CLOSED_BY_HOLDER)),
                Arguments.of("<open-configuration" + BASE + "><private/></open-configuration>", unknown),
                Arguments.of("<command xmlns='http://xml.juniper.net/junos'>show version</command>", unknown),
                Arguments.of(
                        "<edit-data xmlns='" + Footprint.NMDA
                                + "' xmlns:d='urn:ietf:params:xml:ns:yang:ietf-datastores'>"
                                + "<datastore>d:candidate</datastore><config/></edit-data>",
                        new Footprint.EditsCandidate()),
                Arguments.of(
                        "<edit-data xmlns='" + Footprint.NMDA + "'><datastore>d:ephemeral</datastore></edit-data>",
                        unknown),
                Arguments.of(
                        "<partial-unlock xmlns='" + Footprint.PARTIAL_LOCK
                                + "'><lock-id> 7 </lock-id></partial-unlock>",
                        new Footprint.UnlocksPart("7")),
                Arguments.of(
                        "<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'/>",
                        new Footprint.Stays(Retirement.SUBSCRIBED)),
                Arguments.of(
                        "<establish-subscription xmlns='urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications'/>",
                        new Footprint.Stays(Retirement.SUBSCRIBED)),
                Arguments.of("<action xmlns='urn:ietf:params:xml:ns:yang:1'><reset/></action>", unknown));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("xml")
    void isReadFromTheXml(String xml, Footprint expected) {
        assertThat(of(xml)).isEqualTo(expected);
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(Get.all(), Footprint.NOTHING),
                Arguments.of(new Lock(Datastore.RUNNING), new Footprint.Locks(Datastore.RUNNING)),
                Arguments.of(EditConfig.of(Datastore.CANDIDATE, "<a/>"), new Footprint.EditsCandidate()),
                Arguments.of(
                        EditConfig.of(Datastore.CANDIDATE, "<a/>").testOption(TestOption.TEST_ONLY), Footprint.NOTHING),
                Arguments.of(EditConfig.of(Datastore.RUNNING, "<a/>"), Footprint.NOTHING),
                Arguments.of(CopyConfig.of(Datastore.RUNNING, Datastore.CANDIDATE), new Footprint.EditsCandidate()),
                Arguments.of(CopyConfig.of(Datastore.RUNNING, Datastore.STARTUP), Footprint.NOTHING),
                Arguments.of(Commit.withConfirmation(Duration.ofMinutes(1)), new Footprint.Commits(true)),
                Arguments.of(
                        Commit.withConfirmation(Duration.ofMinutes(1)).persist("token"), new Footprint.Commits(false)),
                Arguments.of(new Validate(Datastore.CANDIDATE), Footprint.NOTHING),
                Arguments.of(new KillSession(7), Footprint.NOTHING),
                Arguments.of(new DeleteConfig(Datastore.STARTUP), Footprint.NOTHING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void isTheSameForTheLibrarysOperations(Operation<?> operation, Footprint expected) {
        assertThat(Footprint.of(operation, Set.of())).isEqualTo(expected);
    }

    /** A user's own operation, which is called something and writes something else. */
    private record Disguised() implements Operation<Reply> {
        @Override
        public String name() {
            return "get";
        }

        @Override
        public void writeTo(XmlWriter out) {
            new Lock(Datastore.CANDIDATE).writeTo(out);
        }

        @Override
        public Reply read(Reply reply) {
            return reply;
        }
    }

    @Test
    void isThatOfWhatIsSentAndNotOfWhatItIsCalled() {
        assertThat(Footprint.of(new Disguised(), Set.of())).isEqualTo(new Footprint.Locks(Datastore.CANDIDATE));
    }

    @Test
    void isNothingForWhatTheUserKnowsToBeHarmless() {
        Rpc reset = Rpc.of("<reset-counters xmlns='urn:example:vendor'/>");
        assertThat(Footprint.of(reset, Set.of(new QName("urn:example:vendor", "reset-counters"))))
                .isEqualTo(Footprint.NOTHING);
        assertThat(Footprint.of(reset, Set.of(new QName("urn:example:other", "reset-counters"))))
                .isEqualTo(new Footprint.Stays(Retirement.UNKNOWN_OPERATION));
    }
}
