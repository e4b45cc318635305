package dev.parley.operation;

import static dev.parley.operation.Datastore.CANDIDATE;
import static dev.parley.operation.Datastore.RUNNING;
import static dev.parley.operation.Datastore.STARTUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.message.Namespaces;
import dev.parley.xml.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes no sense is refused where it is said, before anything is sent. */
class BadValuesTest {
    private static final ConfigUrl URL = new ConfigUrl("ftp://fred:secret@h/c");

    private static Arguments bad(String says, ThrowingCallable making) {
        return Arguments.of(says, making);
    }

    static List<Arguments> values() {
        return List.of(
                bad("the startup datastore cannot be edited", () -> EditConfig.of(STARTUP, "<a/>")),
                bad(
                        "an edit takes a configuration or a URL, not a datastore",
                        () -> new EditConfig(CANDIDATE, RUNNING, null, null, null)),
                bad("source and target are the same: running", () -> CopyConfig.of(RUNNING, RUNNING)),
                bad("source and target are the same: ftp://***@h/c", () -> CopyConfig.of(URL, URL)),
                bad("the running datastore cannot be deleted", () -> new DeleteConfig(RUNNING)),
                bad("the candidate datastore cannot be deleted", () -> new DeleteConfig(CANDIDATE)),
                bad("a session-id is a number from 1 to 4294967295, not 0", () -> new KillSession(0)),
                bad("a session-id is a number from 1 to 4294967295, not -1", () -> new KillSession(-1)),
                bad("not 4294967296", () -> new KillSession(4_294_967_296L)),
                bad(
                        "a confirm-timeout is from 1 to 4294967295 seconds, not 0",
                        () -> Commit.withConfirmation(Duration.ZERO)),
                bad("not 0", () -> Commit.withConfirmation(Duration.ofMillis(999))),
                bad("not -5", () -> Commit.withConfirmation(Duration.ofSeconds(-5))),
                bad("not 4294967296", () -> Commit.withConfirmation(Duration.ofSeconds(4_294_967_296L))),
                bad("belong to a confirmed commit only", () -> Commit.now().persist("t")),
                bad("belong to a confirmed commit only", () -> new Commit(false, Duration.ofSeconds(1), null, null)),
                bad(
                        "the token of a persistent commit is blank",
                        () -> Commit.withConfirmation().persist("")),
                bad(
                        "the token of a persistent commit is blank",
                        () -> Commit.withConfirmation().persistId(" \t")),
                bad("the token of a persistent commit is blank", () -> Commit.confirming("")),
                bad("the token of a persistent commit is blank", () -> new CancelCommit("\n")),
                bad("at most a day, not PT0S", () -> Get.all().within(Duration.ZERO)),
                bad("at most a day, not PT-1S", () -> Get.all().within(Duration.ofSeconds(-1))),
                bad(
                        "at most a day, not PT24H0.000000001S",
                        () -> Get.all().within(Duration.ofDays(1).plusNanos(1))),
                bad("at most a day, not PT4800000H", () -> request().within(Duration.ofDays(200_000))),
                bad(
                        "no datastore \"Running\": running, candidate and startup are known",
                        () -> Datastore.ofWireName("Running")),
                bad("a request is one element, and here are 2", () -> Rpc.of("<a/><b/>")),
                bad("not a URL with a scheme: /etc/passwd", () -> new ConfigUrl("/etc/passwd")),
                bad("not a URL with a scheme: //***@h/c", () -> new ConfigUrl("//fred:secret@h/c")),
                bad("it ends where </a> should stand", () -> EditConfig.of(RUNNING, "<a>")),
                bad(
                        "text between elements at line 1, column ",
                        () -> ConfigContent.of(Xml.parse("<config xmlns='" + Namespaces.BASE + "'>text<a/></config>"))),
                bad(
                        "no prefix and namespace for an XPath expression: \"\" and \"u\"",
                        () -> Filter.xpath("/a", Map.of("", "u"))),
                bad("\"a b\" and \"u\"", () -> Filter.xpath("/a", Map.of("a b", "u"))),
                bad("\"xmlns\" and \"u\"", () -> Filter.xpath("/a", Map.of("xmlns", "u"))),
                bad("\"a\" and \"\"", () -> Filter.xpath("/a", Map.of("a", ""))),
                bad("\"urn:e\", \"e\" and \"a='b' c\"", () -> request().attribute("urn:e", "e", "a='b' c", "")),
                bad("\"\", \"e\" and \"a\"", () -> request().attribute("", "e", "a", "")),
                bad("\"urn:e\", \"\" and \"a\"", () -> request().attribute("urn:e", "", "a", "")),
                bad(
                        "the attribute e:a is there twice",
                        () -> request().attribute("urn:e", "e", "a", "1").attribute("urn:e", "e", "a", "2")),
                bad(
                        "its prefix and namespace differ from another attribute's",
                        () -> request().attribute("urn:e", "e", "a", "1").attribute("urn:f", "e", "b", "2")));
    }

    private static Request<Data> request() {
        return Request.of(Get.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void itIsRefusedAndSaysWhy(String says, ThrowingCallable making) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(making)
                .withMessageContaining(says)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"))
                .satisfies(e -> assertThat(e.fate()).isEqualTo(Fate.NOT_SENT));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host/file,                      ftp://host/file",
        "ftp://fred@host/file,                 ftp://***@host/file",
        "ftp://fred:secret@host/file,          ftp://***@host/file",
        "ftp://fred:sec@ret@host/file,         ftp://***@host/file",
        "ftp://fred:sec/secret@host/file,      ftp://***@host/file",
        "ftp://fred:12/secret@host/file,       ftp://***@host/file",
        "ftp://a@b:sec/secret@host/file,       ftp://***@host/file",
        "sftp://fred:secret@[2001:db8::1]/f,   sftp://***@[2001:db8::1]/f",
        "scp:fred:secret@host/file,            scp:***@host/file",
        "http://host/file@version,             http://host/file@version",
        "http://host?user=a@b,                 http://host?user=a@b",
        "file:///var/config.xml,               file:///var/config.xml",
    })
    void aUrlIsShownWithoutUserAndPassword_O11(String url, String shown) {
        ConfigUrl source = new ConfigUrl(url);

        assertThat(source).hasToString(shown);
        assertThat(source.url()).isEqualTo(url);
        assertThat(new Validate(source).toString() + CopyConfig.of(source, RUNNING) + EditConfig.of(RUNNING, source))
                .doesNotContain("secret");
        assertThat(Written.inRpc(new Validate(source))).contains("<url>" + url + "</url>");
    }

    @Test
    void aConfigurationIsNotShown() {
        assertThat(EditConfig.of(RUNNING, "<password xmlns='u'>secret</password>")
                                .toString()
                        + Rpc.of("<password xmlns='u'>secret</password>"))
                .doesNotContain("secret")
                .contains("of 37 bytes");
    }

    @Test
    void aDeadlineOfADayIsTheLongest() {
        assertThat(Get.all().within(Duration.ofDays(1)).deadline()).isEqualTo(Duration.ofDays(1));
    }
}
