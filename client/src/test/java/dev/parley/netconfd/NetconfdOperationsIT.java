package dev.parley.netconfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.error.Fate;
import dev.parley.error.RequestException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.Recorder;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Capability;
import dev.parley.message.Reply;
import dev.parley.operation.CancelCommit;
import dev.parley.operation.Commit;
import dev.parley.operation.ConfigContent;
import dev.parley.operation.ConfigUrl;
import dev.parley.operation.CopyConfig;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.DefaultOperation;
import dev.parley.operation.DeleteConfig;
import dev.parley.operation.DiscardChanges;
import dev.parley.operation.EditConfig;
import dev.parley.operation.ErrorOption;
import dev.parley.operation.Filter;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.KillSession;
import dev.parley.operation.Lock;
import dev.parley.operation.Operation;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Rpc;
import dev.parley.operation.TestOption;
import dev.parley.operation.Unlock;
import dev.parley.operation.Validate;
import dev.parley.operation.WithDefaults;
import dev.parley.session.Session;
import dev.parley.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation that netconfd offers (RFC 6241 sections 7 and 8), and every way of taking its replies in. */
@Timeout(60)
class NetconfdOperationsIT {
    private static final String INTERFACES = "urn:ietf:params:xml:ns:yang:ietf-interfaces";
    private static final String TOASTER = "http://netconfcentral.org/ns/toaster";
    private static final Filter ALL_INTERFACES = Filter.subtree("<interfaces xmlns='" + INTERFACES + "'/>");

    private static NetconfdServer server;

    private WatchedClient client;
    private Session session;

    @BeforeAll
    static void start() {
        server = NetconfdServer.startOrSkip();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        client = WatchedClient.create();
        session = client.open(server.device());
    }

    @AfterEach
    void close() {
        session.close();
        client.close();
    }

    private static String interfaces(String content) {
        return "<interfaces xmlns='" + INTERFACES + "' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'>" + content
                + "</interfaces>";
    }

    private static String loopback(String name, String operation, String description) {
        return "<interface" + (operation.isEmpty() ? "" : " nc:operation='" + operation + "'") + "><name>" + name
                + "</name>"
                + (operation.matches("delete|remove")
                        ? ""
                        : "<description>" + description
                                + "</description><type xmlns:ianaift='urn:ietf:params:xml:ns:yang:"
                                + "iana-if-type'>ianaift:softwareLoopback</type>")
                + "</interface>";
    }

    private static EditConfig edit(String name, String operation, String description) {
        return EditConfig.of(Datastore.CANDIDATE, interfaces(loopback(name, operation, description)));
    }

    private String candidate() {
        return session.send(GetConfig.from(Datastore.CANDIDATE).filter(ALL_INTERFACES))
                .toString();
    }

    private static String running(Session session) {
        return session.send(GetConfig.from(Datastore.RUNNING).filter(ALL_INTERFACES))
                .toString();
    }

    private RpcErrorException refused(Operation<?> operation) {
        RpcErrorException refusal = catchThrowableOfType(RpcErrorException.class, () -> session.send(operation));
        assertThat(refusal).as("the refusal of " + operation).isNotNull();
        assertThat(refusal.fate()).isEqualTo(Fate.REJECTED);
        return refusal;
    }

    @Test
    void getReturnsConfigurationAndState() {
        Data data = session.send(Get.all());

        assertThat(data.xml().isElement("urn:ietf:params:xml:ns:netconf:base:1.0", "data"))
                .isTrue();
        assertThat(data.toString()).contains("netconf-state").hasSizeGreaterThan(16_384);
        assertThat(data.toDocument().getElementsByTagNameNS("*", "session-id").getLength())
                .isPositive();
        assertThat(session.traffic().isDrained()).isTrue();
    }

    // O-09, O-10
    @Test
    void filtersAreSubtreesOrXPath() {
        Map<String, String> names = Map.of("ncm", "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring");
        String byXPath = session.send(Get.of(Filter.xpath("/ncm:netconf-state/ncm:statistics", names)))
                .toString();
        String bySubtree = session.send(Get.of(Filter.subtree(
                        "<netconf-state xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'><statistics/>"
                                + "</netconf-state>")))
                .toString();

        assertThat(byXPath).contains("<in-sessions>").doesNotContain("<schemas>");
        assertThat(bySubtree).contains("<in-sessions>").doesNotContain("<schemas>");
        assertThat(session.send(Get.of(Filter.nothing())).content()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(WithDefaults.class)
    void defaultsAreReportedAsAsked(WithDefaults mode) {
        session.send(edit("lo-defaults", "merge", "defaults"));
        String data = session.send(GetConfig.from(Datastore.CANDIDATE)
                        .filter(ALL_INTERFACES)
                        .withDefaults(mode))
                .toString();
        session.send(new DiscardChanges());

        switch (mode) {
            case REPORT_ALL -> assertThat(data).contains("<enabled>true</enabled>");
            case REPORT_ALL_TAGGED -> assertThat(data).containsPattern("<enabled [^>]*default=\"true\"[^>]*>true");
            case TRIM, EXPLICIT -> assertThat(data).contains("lo-defaults").doesNotContain("<enabled");
        }
    }

    // O-02, O-03
    @Test
    void editsCreateMergeReplaceDeleteAndRemove() {
        session.send(edit("lo-edit", "create", "first"));
        assertThat(candidate()).contains("lo-edit", "first");

        assertThat(refused(edit("lo-edit", "create", "again")).first().tag()).isEqualTo("data-exists");

        session.send(edit("lo-edit", "merge", "second"));
        assertThat(candidate()).contains("second").doesNotContain("first");

        session.send(edit("lo-edit", "replace", "third"));
        assertThat(candidate()).contains("third");

        session.send(edit("lo-edit", "delete", ""));
        assertThat(candidate()).doesNotContain("lo-edit");

        assertThat(refused(edit("lo-edit", "delete", "")).first().tag()).isEqualTo("data-missing");
        session.send(edit("lo-edit", "remove", ""));
        session.send(new DiscardChanges());
    }

    // netconfd merges where RFC 6241 section 7.2 has it replace, and changes nothing where it has it fail.
    @ParameterizedTest
    @EnumSource(DefaultOperation.class)
    void theDefaultOperationHolds(DefaultOperation operation) {
        session.send(edit("lo-new", "", "new").defaultOperation(operation));

        assertThat(candidate().contains("lo-new")).isEqualTo(operation != DefaultOperation.NONE);
        session.send(new DiscardChanges());
    }

    @ParameterizedTest
    @EnumSource(TestOption.class)
    void theTestOptionHolds(TestOption option) {
        session.send(edit("lo-test", "create", "tested").testOption(option));

        assertThat(candidate().contains("lo-test")).isEqualTo(option != TestOption.TEST_ONLY);
        session.send(new DiscardChanges());
    }

    @ParameterizedTest
    @EnumSource(ErrorOption.class)
    void theErrorOptionIsTaken(ErrorOption option) {
        String good = loopback("lo-good", "create", "good");
        String bad = loopback("lo-absent", "delete", "");
        EditConfig change =
                EditConfig.of(Datastore.CANDIDATE, interfaces(good + bad)).errorOption(option);

        assertThat(refused(change).first().tag()).isEqualTo("data-missing");
        if (option == ErrorOption.ROLLBACK_ON_ERROR) {
            assertThat(candidate()).doesNotContain("lo-good");
        }
        session.send(new DiscardChanges());
    }

    @Test
    void aWrongValueIsRefusedWithItsPath() {
        RpcError error = refused(EditConfig.of(
                        Datastore.CANDIDATE,
                        interfaces("<interface><name>lo-wrong</name><enabled>maybe</enabled></interface>")))
                .first();

        assertThat(error.tag()).isEqualTo("invalid-value");
        assertThat(error.path()).contains("interface").contains("enabled");
        assertThat(error.pathNamespaces()).containsValue(INTERFACES);
        session.send(new DiscardChanges());
    }

    // O-04
    @Test
    void aLockThatIsHeldIsDeniedByItsHoldersNumber() {
        try (Session other = client.open(server.device())) {
            other.send(new Lock(Datastore.CANDIDATE));

            RpcErrorException denied = refused(new Lock(Datastore.CANDIDATE));
            assertThat(denied.first().lockHolder()).hasValue(Long.toString(other.id()));
            assertThat(denied.advice())
                    .hasValueSatisfying(advice -> assertThat(advice).contains("session " + other.id()));

            other.send(new Unlock(Datastore.CANDIDATE));
            session.send(new Lock(Datastore.CANDIDATE));
            session.send(new Unlock(Datastore.CANDIDATE));
        }
    }

    // Not before a commit: netconfd takes a candidate that was validated for one that was not changed.
    @Test
    void theCandidateIsValidated() {
        session.send(edit("lo-valid", "create", "valid"));
        assertThat(session.send(new Validate(Datastore.CANDIDATE)).warnings()).isEmpty();
        session.send(new DiscardChanges());
    }

    @Test
    void theCandidateIsCommittedAndDiscarded() {
        session.send(edit("lo-commit", "create", "committed"));
        assertThat(running(session)).doesNotContain("lo-commit");
        session.send(Commit.now());
        assertThat(running(session)).contains("lo-commit");

        session.send(edit("lo-commit", "delete", ""));
        session.send(new DiscardChanges());
        assertThat(candidate()).contains("lo-commit");

        session.send(edit("lo-commit", "delete", ""));
        session.send(Commit.now());
        assertThat(running(session)).doesNotContain("lo-commit");
    }

    // O-06. netconfd looks at its clock only when it has nothing else to do, so it is not asked but listened to.
    @Test
    void aCommitThatNobodyConfirmsIsUndone() {
        session.send(Rpc.of("<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'/>"));
        session.send(edit("lo-timed", "create", "for a second"));
        session.send(Commit.withConfirmation(Duration.ofSeconds(1)));
        assertThat(running(session)).contains("lo-timed");

        client.recorder()
                .await(
                        SessionEvent.MessagePassed.class,
                        passed -> Recorder.text(passed).contains("<confirm-event>timeout</confirm-event>"));
        assertThat(running(session)).doesNotContain("lo-timed");
        session.send(new DiscardChanges());
    }

    // O-07
    @Test
    void aCommitIsConfirmedOrCancelledOnItsSession() {
        session.send(edit("lo-confirmed", "create", "to stay"));
        session.send(Commit.withConfirmation(Duration.ofMinutes(10)));
        session.send(Commit.now());
        assertThat(running(session)).contains("lo-confirmed");

        session.send(edit("lo-confirmed", "delete", ""));
        session.send(Commit.withConfirmation());
        assertThat(running(session)).doesNotContain("lo-confirmed");
        session.send(CancelCommit.ofThisSession());
        assertThat(running(session)).contains("lo-confirmed");

        session.send(new DiscardChanges());
        session.send(edit("lo-confirmed", "delete", ""));
        session.send(Commit.now());
    }

    @Test
    void aPersistentCommitIsConfirmedByAnotherSession() {
        session.send(edit("lo-persist", "create", "to outlive its session"));
        session.send(Commit.withConfirmation(Duration.ofMinutes(10)).persist("token-1"));
        session.close();

        session = client.open(server.device());
        assertThat(refused(Commit.confirming("another")).first().tag()).isEqualTo("invalid-value");
        session.send(Commit.confirming("token-1"));
        assertThat(running(session)).contains("lo-persist");

        session.send(edit("lo-persist", "delete", ""));
        session.send(Commit.now());
    }

    @Test
    void aPersistentCommitIsCancelledByAnotherSession() {
        session.send(edit("lo-persist", "create", "to be cancelled"));
        session.send(Commit.withConfirmation(Duration.ofMinutes(10)).persist("token-2"));
        session.close();

        session = client.open(server.device());
        session.send(new CancelCommit("token-2"));
        assertThat(running(session)).doesNotContain("lo-persist");
        session.send(new DiscardChanges());
    }

    @Test
    void configurationsAreCopiedToStartupAndDeleted() {
        session.send(CopyConfig.of(Datastore.RUNNING, Datastore.STARTUP));
        assertThat(session.send(GetConfig.from(Datastore.STARTUP)).content()).isPresent();

        session.send(new DeleteConfig(Datastore.STARTUP));
    }

    @Test
    void aWholeConfigurationReplacesTheCandidate() {
        session.send(CopyConfig.of(
                ConfigContent.of(Xml.parse(interfaces(loopback("lo-copy", "", "copied")))), Datastore.CANDIDATE));

        assertThat(candidate()).contains("lo-copy");
        session.send(new DiscardChanges());
    }

    // O-01
    @Test
    void whatTheServerDidNotAnnounceIsNotSent() {
        EditConfig direct = EditConfig.of(Datastore.RUNNING, interfaces(loopback("lo-direct", "", "no")));
        RequestException refusal = catchThrowableOfType(RequestException.class, () -> session.send(direct));
        assertThat(refusal.reason()).isEqualTo(RequestException.Reason.CAPABILITY_MISSING);
        assertThat(refusal.fate()).isEqualTo(Fate.NOT_SENT);
        assertThat(refusal).hasMessageContaining(Capability.WRITABLE_RUNNING);

        RequestException ftp = catchThrowableOfType(
                RequestException.class,
                () -> session.send(CopyConfig.of(Datastore.RUNNING, new ConfigUrl("ftp://pe1/backup"))));
        assertThat(ftp).hasMessageContaining("scheme=ftp");

        assertThat(catchThrowableOfType(RpcErrorException.class, () -> session.send(direct.force()))
                        .errors())
                .isNotEmpty();
    }

    @Test
    void aSessionIsKilledByAnother() {
        Session victim = client.open(server.device());

        session.send(new KillSession(victim.id()));

        victim.ended().join();
        assertThat(victim.isOpen()).isFalse();
        SessionEvent.Closed closed = client.recorder().await(SessionEvent.Closed.class, end -> end.failure() != null);
        assertThat(closed.failure()).hasMessageContaining("the device closed the connection");

        RequestException suicide =
                catchThrowableOfType(RequestException.class, () -> session.send(new KillSession(session.id())));
        assertThat(suicide.reason()).isEqualTo(RequestException.Reason.INVALID_REQUEST);
    }

    @Test
    void anyRequestCanBeSentAsItIs() {
        session.send(EditConfig.of(Datastore.CANDIDATE, "<toaster xmlns='" + TOASTER + "'/>"));
        session.send(Commit.now());

        Reply toast = session.send(
                Rpc.of("<make-toast xmlns='" + TOASTER + "'><toasterDoneness>1</toasterDoneness></make-toast>"));
        assertThat(toast.isOk()).isTrue();
        session.send(Rpc.of("<cancel-toast xmlns='" + TOASTER + "'/>"));

        RpcErrorException unknown = refused(Rpc.of("<boil-egg xmlns='" + TOASTER + "'/>"));
        assertThat(unknown.errors()).isNotEmpty();
    }

    // F-06, F-07: far above what one TLS record, or one read of any layer, holds.
    @Test
    void largeRepliesAreWholeInEveryForm(@TempDir Path folder) throws IOException {
        Rpc schema = Rpc.of("<get-schema xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring'>"
                + "<identifier>ietf-interfaces</identifier></get-schema>");
        String whole = session.send(schema).toString();
        assertThat(whole)
                .hasSizeGreaterThan(16_384)
                .contains("module ietf-interfaces")
                .contains("</rpc-reply>");

        String text = session.send(Get.all().as(ReplyBody.string()));
        Path file = session.send(Get.all().toFile(folder.resolve("all.xml")));
        int elements = session.send(Get.all().as(ReplyBody.reading(in -> {
            int count = 0;
            while (in.hasNext()) {
                count += in.next() == javax.xml.stream.XMLStreamConstants.START_ELEMENT ? 1 : 0;
            }
            return count;
        })));

        assertThat(text).startsWith("<data").endsWith("</data>").hasSizeGreaterThan(16_384);
        assertThat(Xml.read(file).roots()).hasSize(1);
        assertThat(Files.size(file)).isGreaterThan(16_384);
        assertThat(elements).isGreaterThan(100);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void sixtyFourRequestsAtOnceAreEachAnswered() {
        var answers = Stream.generate(() -> session.sendAsync(Get.of(ALL_INTERFACES)))
                .limit(64)
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().xml().roots()).hasSize(1));
        assertThat(client.recorder().events(SessionEvent.DeviationMet.class)).isEmpty();
    }
}
