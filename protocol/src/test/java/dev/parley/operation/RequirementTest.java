package dev.parley.operation;

import static dev.parley.operation.Datastore.CANDIDATE;
import static dev.parley.operation.Datastore.RUNNING;
import static dev.parley.operation.Datastore.STARTUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.framing.Framing;
import dev.parley.message.Capabilities;
import dev.parley.message.ServerHello;
import dev.parley.xml.Xml;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which capability each operation and parameter needs (RFC 6241 sections 7 and 8; O-01, O-08, O-11, E-01). */
class RequirementTest {
    private static final String XML = "<top xmlns='urn:top'/>";
    private static final String REMOVE = "<top xmlns='urn:top' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0'>"
            + "<a><b nc:operation='remove'/></a></top>";
    private static final ConfigUrl FTP = new ConfigUrl("ftp://h/c");
    private static final Xml CONTENT = Xml.parse(XML);

    private static Arguments row(Operation<?> operation, String announced, String... missing) {
        return Arguments.of(operation, announced, List.of(missing));
    }

    /** An operation, what the device announces in shorthand, and what is missing then. */
    static List<Arguments> matrix() {
        return List.of(
                row(Get.all(), ""),
                row(Get.of(Filter.subtree(XML)), ""),
                row(Get.of(Filter.xpath("/t:top", Map.of("t", "urn:top"))), "", "xpath:1.0"),
                row(Get.of(Filter.xpath("/t:top", Map.of("t", "urn:top"))), "xpath:1.0"),
                row(GetConfig.from(RUNNING), ""),
                row(GetConfig.from(CANDIDATE), "", "candidate:1.0"),
                row(GetConfig.from(CANDIDATE), "candidate:1.0"),
                row(GetConfig.from(STARTUP), "candidate:1.0", "startup:1.0"),
                row(GetConfig.from(STARTUP), "startup:1.0"),
                row(GetConfig.from(RUNNING).filter(Filter.xpath("/a", Map.of())), "", "xpath:1.0"),
                row(EditConfig.of(RUNNING, XML), "candidate:1.0", "writable-running:1.0"),
                row(EditConfig.of(RUNNING, XML), "writable-running:1.0"),
                row(EditConfig.of(CANDIDATE, XML), "writable-running:1.0", "candidate:1.0"),
                row(EditConfig.of(CANDIDATE, XML), "candidate:1.0"),
                row(EditConfig.of(CANDIDATE, FTP), "candidate:1.0", "url:1.0?scheme=ftp"),
                row(EditConfig.of(CANDIDATE, FTP), "candidate:1.0 url:1.0", "url:1.0?scheme=ftp"),
                row(EditConfig.of(CANDIDATE, FTP), "candidate:1.0 url:1.0?scheme=http,file", "url:1.0?scheme=ftp"),
                row(EditConfig.of(CANDIDATE, FTP), "candidate:1.0 url:1.0?scheme=http,FTP"),
                row(edit(TestOption.SET), "candidate:1.0", "validate:1.1"),
                row(edit(TestOption.SET), "candidate:1.0 validate:1.0"),
                row(edit(TestOption.TEST_THEN_SET), "candidate:1.0 validate:1.1"),
                row(edit(TestOption.TEST_ONLY), "candidate:1.0 validate:1.0", "validate:1.1"),
                row(edit(TestOption.TEST_ONLY), "candidate:1.0 validate:1.1"),
                row(EditConfig.of(CANDIDATE, XML).errorOption(ErrorOption.STOP_ON_ERROR), "candidate:1.0"),
                row(EditConfig.of(CANDIDATE, XML).errorOption(ErrorOption.CONTINUE_ON_ERROR), "candidate:1.0"),
                row(
                        EditConfig.of(CANDIDATE, XML).errorOption(ErrorOption.ROLLBACK_ON_ERROR),
                        "candidate:1.0",
                        "rollback-on-error:1.0"),
                row(
                        EditConfig.of(CANDIDATE, XML).errorOption(ErrorOption.ROLLBACK_ON_ERROR),
                        "candidate:1.0 rollback-on-error:1.0"),
                row(EditConfig.of(CANDIDATE, REMOVE), "candidate:1.0", "urn:ietf:params:netconf:base:1.1"),
                row(EditConfig.of(CANDIDATE, REMOVE), "candidate:1.0 urn:ietf:params:netconf:base:1.1"),
                row(EditConfig.of(CANDIDATE, REMOVE.replace("remove", "delete")), "candidate:1.0"),
                row(EditConfig.of(CANDIDATE, REMOVE.replace("nc:op", "op")), "candidate:1.0"),
                row(CopyConfig.of(RUNNING, STARTUP), "", "startup:1.0"),
                row(CopyConfig.of(RUNNING, STARTUP), "startup:1.0"),
                row(CopyConfig.of(CANDIDATE, RUNNING), "", "writable-running:1.0", "candidate:1.0"),
                row(CopyConfig.of(CANDIDATE, RUNNING), "candidate:1.0 writable-running:1.0"),
                row(CopyConfig.of(FTP, CANDIDATE), "", "candidate:1.0", "url:1.0?scheme=ftp"),
                row(CopyConfig.of(RUNNING, FTP), "url:1.0?scheme=ftp"),
                row(CopyConfig.of(new ConfigContent(CONTENT), STARTUP), "startup:1.0"),
                row(new DeleteConfig(STARTUP), "", "startup:1.0"),
                row(new DeleteConfig(FTP), "", "url:1.0?scheme=ftp"),
                row(new Lock(RUNNING), ""),
                row(new Lock(CANDIDATE), "", "candidate:1.0"),
                row(new Unlock(RUNNING), ""),
                row(new Unlock(STARTUP), "", "startup:1.0"),
                row(new Validate(RUNNING), "", "validate:1.1"),
                row(new Validate(RUNNING), "validate:1.0"),
                row(new Validate(CANDIDATE), "validate:1.1", "candidate:1.0"),
                row(new Validate(new ConfigContent(CONTENT)), "validate:1.1"),
                row(new Validate(FTP), "validate:1.1", "url:1.0?scheme=ftp"),
                row(Commit.now(), "", "candidate:1.0"),
                row(Commit.now(), "candidate:1.0"),
                row(Commit.withConfirmation(), "candidate:1.0", "confirmed-commit:1.1"),
                row(Commit.withConfirmation(Duration.ofSeconds(60)), "candidate:1.0 confirmed-commit:1.0"),
                row(Commit.withConfirmation(), "candidate:1.0 confirmed-commit:1.1"),
                row(
                        Commit.withConfirmation().persist("t"),
                        "candidate:1.0 confirmed-commit:1.0",
                        "confirmed-commit:1.1"),
                row(Commit.confirming("t"), "candidate:1.0 confirmed-commit:1.0", "confirmed-commit:1.1"),
                row(Commit.confirming("t"), "candidate:1.0 confirmed-commit:1.1"),
                row(CancelCommit.ofThisSession(), "candidate:1.0 confirmed-commit:1.0", "confirmed-commit:1.1"),
                row(CancelCommit.ofThisSession(), "confirmed-commit:1.1"),
                row(new DiscardChanges(), "", "candidate:1.0"),
                row(new KillSession(1), ""),
                row(new CloseSession(), ""),
                row(Rpc.of("<anything xmlns='urn:v'/>"), ""),
                row(Get.all().withDefaults(WithDefaults.TRIM), "", "with-defaults:1.0?also-supported=trim"),
                row(
                        Get.all().withDefaults(WithDefaults.TRIM),
                        "with-defaults:1.0?basic-mode=explicit&also-supported=report-all,report-all-tagged",
                        "with-defaults:1.0?also-supported=trim"),
                row(Get.all().withDefaults(WithDefaults.TRIM), "with-defaults:1.0?basic-mode=trim"),
                row(
                        GetConfig.from(RUNNING).withDefaults(WithDefaults.REPORT_ALL_TAGGED),
                        "with-defaults:1.0?basic-mode=explicit&also-supported=report-all,report-all-tagged"),
                row(
                        GetConfig.from(RUNNING).withDefaults(WithDefaults.REPORT_ALL),
                        "with-defaults:1.0?basic-mode=explicit&also-supported=report-all-tagged",
                        "with-defaults:1.0?also-supported=report-all"),
                row(
                        CopyConfig.of(RUNNING, FTP).withDefaults(WithDefaults.EXPLICIT),
                        "url:1.0?scheme=ftp with-defaults:1.0?basic-mode=explicit"));
    }

    private static EditConfig edit(TestOption option) {
        return EditConfig.of(CANDIDATE, XML).testOption(option);
    }

    @ParameterizedTest(name = "{0} on a device with [{1}]")
    @MethodSource("matrix")
    void itIsRefusedHereWhereTheDeviceLacksWhatItNeeds_O01(
            Operation<?> operation, String announced, List<String> missing) {
        List<String> uris =
                Arrays.stream(announced.split(" ")).map(RequirementTest::urn).toList();
        ServerHello hello = new ServerHello(1, Capabilities.of(uris), Framing.END_OF_MESSAGE);

        List<Requirement> unmet = operation.requires().stream()
                .filter(need -> !need.isMetBy(hello))
                .toList();

        assertThat(unmet)
                .extracting(Requirement::capability)
                .isEqualTo(missing.stream().map(RequirementTest::urn).toList());
        assertThat(unmet).extracting(Requirement::purpose).noneMatch(String::isBlank);
    }

    private static String urn(String shorthand) {
        return shorthand.startsWith("urn:") ? shorthand : "urn:ietf:params:netconf:capability:" + shorthand;
    }
}
