package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.capture.Outcome.Answer;
import dev.parley.capture.Outcome.Kind;
import dev.parley.capture.Recording.Ended;
import dev.parley.capture.Recording.Missing;
import dev.parley.capture.Recording.Said;
import dev.parley.device.Device;
import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.framing.Framing;
import dev.parley.simulator.DeviceSimulator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation is recorded without its secrets, and had again. */
class ReplayTest {
    private static final SessionKey PE1 = new SessionKey(1, "pe1");
    private static final String CLIENT_HELLO = hello("urn:ietf:params:netconf:base:1.0", "");
    private static final String DEVICE_HELLO = hello("urn:ietf:params:netconf:base:1.0", "<session-id>4</session-id>");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConversationIsHadAgainInBothFramings(boolean chunks) throws IOException {
        Path file = folder.resolve("x.jsonl");
        DeviceSimulator.Builder builder = Conversations.device().clearText();
        try (DeviceSimulator device = (chunks ? builder : builder.base10Only()).start();
                Recorder recorder = Recorder.open(file)) {
            Conversations.have(Device.cleartextTcp("127.0.0.1", device.port()).withName("pe1"), recorder);
        }

        List<Recording> recordings = Recording.readAll(file);
        assertThat(recordings).hasSize(1);
        Recording recording = recordings.get(0);
        assertThat(recording.device()).isEqualTo("pe1");
        assertThat(recording.redacted()).isTrue();
        assertThat(Files.readString(file)).contains("no-such-thing", "***").doesNotContain("geheim");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Outcome outcome = Replay.of(recording).play(Cuts.recorded());

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.remarks()).isEmpty();
        assertThat(outcome.hello())
                .hasValueSatisfying(hello ->
                        assertThat(hello.framing()).isEqualTo(chunks ? Framing.CHUNKED : Framing.END_OF_MESSAGE));
        assertThat(outcome.answers())
                .extracting(Answer::operation, Answer::kind)
                .containsExactly(
                        tuple("get-config", Kind.DATA),
                        tuple("edit-config", Kind.OK),
                        tuple("no-such-thing", Kind.ERROR),
                        tuple("close-session", Kind.OK));
        for (Cuts cuts : List.of(Cuts.every(1), Cuts.every(7), Cuts.whole(), Cuts.random(42))) {
            assertThat(Replay.of(recording).play(cuts)).isEqualTo(outcome);
        }
    }

    @Test
    void withSecretsEverythingIsAsItWasSaid() throws IOException {
        Path file = folder.resolve("x.jsonl");
        try (Recorder recorder = Recorder.openWithSecrets(file)) {
            said(recorder, true, CLIENT_HELLO);
            said(recorder, false, "<not xml & <password>geheim</password>]]>]]>");
            said(recorder, false, "\ufffd".getBytes(StandardCharsets.UTF_8)[0]);
            assertThat(recorder.report().warnings()).singleElement().asString().contains("passwords");
        }

        assertThat(Files.readString(file)).contains("geheim", "base64");
        Recording recording = Recording.readAll(file).get(0);
        assertThat(recording.redacted()).isFalse();
        assertThat(recording.steps()).hasSize(3);
    }

    @Test
    void theFailureOfTheFieldIsTheFailureOfTheTest() throws IOException {
        Recording recording = recorded(recorder -> {
            said(recorder, true, CLIENT_HELLO);
            said(recorder, false, DEVICE_HELLO.replace("</capabilities>", "</capability>"));
            failed(recorder, "somehow");
        });

        Outcome outcome = Replay.of(recording).play(Cuts.recorded());

        assertThat(outcome.hello()).isEmpty();
        assertThat(outcome.failure()).hasValueSatisfying(why -> assertThat(why).contains("hello"));
        assertThat(Replay.of(recording).play(Cuts.every(1)).failure()).isPresent();
    }

    @Test
    void aHelloThatIsCutOffIsKeptAndEverythingElseThatIsCutOffIsNot() throws IOException {
        Recording recording = recorded(recorder -> {
            said(recorder, true, CLIENT_HELLO);
            said(recorder, false, DEVICE_HELLO);
            said(recorder, true, rpc(1, "<get/>"));
            said(recorder, false, "<rpc-reply message-id=\"1\"><data><password>geh");
            failed(recorder, "the device closed the connection");
        });

        assertThat(recording.steps())
                .hasExactlyElementsOfTypes(Said.class, Said.class, Said.class, Missing.class, Ended.class);
        Outcome outcome = Replay.of(recording).play(Cuts.recorded());
        assertThat(outcome.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.kind()).isEqualTo(Kind.NONE);
            assertThat(answer.detail()).contains("the device closed the connection");
        });
        assertThat(outcome.remarks()).singleElement().asString().contains("not whole");

        Recording greeting = recorded(recorder -> {
            said(recorder, true, CLIENT_HELLO);
            said(recorder, false, DEVICE_HELLO.substring(0, 60));
            failed(recorder, "timeout");
        });
        assertThat(greeting.steps()).hasExactlyElementsOfTypes(Said.class, Said.class, Ended.class);
        assertThat(Replay.of(greeting).play(Cuts.recorded()).failure()).isPresent();
    }

    @Test
    void deviationsAreReportedAndInStrictModeErrors() throws IOException {
        Recording recording = recorded(recorder -> {
            said(recorder, true, CLIENT_HELLO);
            said(recorder, false, DEVICE_HELLO);
            said(recorder, true, rpc(1, "<get/>"));
            said(recorder, false, reply("<rpc-reply><ok/></rpc-reply>"));
            said(
                    recorder,
                    false,
                    reply("<rpc-reply message-id=\"77\" xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"/>"));
        });

        Outcome outcome = Replay.of(recording).play(Cuts.recorded());
        assertThat(outcome.answers()).containsExactly(new Answer(1, "get", Kind.OK, "28 bytes"));
        assertThat(outcome.deviations())
                .anySatisfy(deviation -> assertThat(deviation).startsWith("REPLY_WITHOUT_ID"))
                .anySatisfy(deviation -> assertThat(deviation).startsWith("UNKNOWN_REPLY"));
        assertThat(Replay.of(recording).strict().play(Cuts.recorded()).failure())
                .isPresent();
    }

    @Test
    void commentsOfAMessageAreNotKeptAndCutsAreInProportion() throws IOException {
        String reply = reply("<rpc-reply message-id=\"1\" xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">"
                + "<!-- geheim --><data><a>1</a><b>2</b></data></rpc-reply>");
        Recording recording = recorded(recorder -> {
            said(recorder, true, CLIENT_HELLO);
            said(recorder, false, DEVICE_HELLO);
            said(recorder, true, rpc(1, "<get/>"));
            said(recorder, false, reply.substring(0, 10));
            said(recorder, false, reply.substring(10, 100));
            said(recorder, false, reply.substring(100));
        });

        List<Said> pieces = recording.steps().stream()
                .filter(Said.class::isInstance)
                .map(Said.class::cast)
                .skip(3)
                .toList();
        assertThat(pieces).hasSize(3);
        String kept = pieces.stream()
                .map(said -> StandardCharsets.UTF_8.decode(said.bytes()).toString())
                .reduce("", String::concat);
        assertThat(kept).doesNotContain("geheim").endsWith("</rpc-reply>]]>]]>");
        assertThat(pieces).isSortedAccordingTo(Comparator.comparing(Said::at));
        assertThat(Replay.of(recording).play(Cuts.recorded()).answers())
                .singleElement()
                .extracting(Answer::kind)
                .isEqualTo(Kind.DATA);
    }

    @Test
    void whatThereIsNoRoomForIsMissing() throws IOException {
        Path file = folder.resolve("x.jsonl");
        Recorder recorder = Recorder.open(file, 4096, 1 << 20);
        said(recorder, true, CLIENT_HELLO);
        said(recorder, false, DEVICE_HELLO.replace("<session-id>", " ".repeat(5000) + "<session-id>"));
        said(recorder, false, "<late/>]]>]]>");
        failed(recorder, "lost");
        recorder.close();

        assertThat(recorder.report().lostBytes()).isGreaterThan(5000);
        assertThat(Recording.readAll(file).get(0).steps())
                .hasExactlyElementsOfTypes(Said.class, Missing.class, Ended.class);
    }

    @Test
    void theFileHasALimit() throws IOException {
        Path file = folder.resolve("x.jsonl");
        Recorder recorder = Recorder.open(file, 1 << 20, 1000);
        said(recorder, true, CLIENT_HELLO);
        for (int i = 0; i < 10; i++) {
            said(recorder, true, rpc(i, "<get/>"));
        }
        recorder.close();

        assertThat(Files.size(file)).isLessThanOrEqualTo(1000);
        assertThat(recorder.report().stopped()).isPresent();
        assertThat(recorder.report().lostBytes()).isPositive();
        assertThat(Recording.readAll(file)).hasSize(1);
    }

    @Test
    void aFileThatIsNoRecordingIsSaidToBeNone() throws IOException {
        Path file = folder.resolve("x.jsonl");
        Supplier<List<Recording>> reading = () -> Recording.readAll(file);

        assertThatThrownBy(reading::get).isInstanceOf(InputException.class).hasMessageContaining("cannot be read");
        for (String content : List.of(
                "",
                "<xml/>\n",
                "{}\n",
                "{\"parley-recording\":2,\"redacted\":true}\n",
                "{\"parley-recording\":1,\"redacted\":true}\n{\"session\":1,\"ns\":1}\n",
                "{\"parley-recording\":1,\"redacted\":true}\n{\"session\":[1]}\n")) {
            Files.writeString(file, content);
            assertThatThrownBy(reading::get)
                    .as(content)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is no recording of Parley");
        }
        Files.writeString(file, "{\"parley-recording\":1,\"redacted\":true}\n{\"session\":1,\"dev");
        assertThat(Recording.readAll(file)).isEmpty();
    }

    /** Each counts its sessions from one, and each says for itself whether secrets are left out. */
    @Test
    void severalFilesMayBePutTogether() throws IOException {
        Path file = folder.resolve("x.jsonl");
        Files.writeString(file, """
                {"parley-recording":1,"redacted":true}
                {"session":1,"device":"pe1","began":"2026-01-02T03:04:05Z"}
                {"session":1,"ns":1,"from":"device","text":"one"}
                {"parley-recording":1,"redacted":false}
                {"session":1,"device":"pe2","began":"2026-01-02T03:04:06Z"}
                {"session":1,"ns":1,"from":"device","text":"two"}
                """);

        List<Recording> both = Recording.readAll(file);

        assertThat(both).extracting(Recording::device).containsExactly("pe1", "pe2");
        assertThat(both).extracting(Recording::redacted).containsExactly(true, false);
        assertThat(both).allSatisfy(each -> assertThat(each.steps()).hasSize(1));
    }

    /** What a recorder is told. */
    private interface Told {
        void to(Recorder recorder);
    }

    private Recording recorded(Told told) {
        Path file = folder.resolve("x.jsonl");
        try (Recorder recorder = Recorder.open(file)) {
            told.to(recorder);
        }
        return Recording.readAll(file).get(0);
    }

    private static void said(Recorder recorder, boolean outbound, String text) {
        said(recorder, outbound, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void said(Recorder recorder, boolean outbound, byte... bytes) {
        recorder.on(PE1, new SessionEvent.PlainPassed(outbound, ByteBuffer.wrap(bytes)));
    }

    private static void failed(Recorder recorder, String why) {
        recorder.on(
                PE1,
                new SessionEvent.Closed(
                        Traffic.NONE, Duration.ZERO, ProtocolException.of(ProtocolException.Reason.TRUNCATED, why)));
    }

    private static String hello(String capability, String more) {
        return "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>" + capability
                + "</capability></capabilities>" + more + "</hello>]]>]]>";
    }

    private static String rpc(int id, String operation) {
        return "<rpc message-id=\"" + id + "\" xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + operation
                + "</rpc>]]>]]>";
    }

    private static String reply(String xml) {
        return xml + "]]>]]>";
    }
}
