package dev.parley.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.sample.Cuts;
import dev.parley.sample.Met;
import dev.parley.sample.Replies;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import javax.xml.stream.XMLStreamConstants;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reply through a pull reader while it arrives: a result is never that of a failed request. */
class ReadingBodyTest {
    private static final String OPEN = "<rpc-reply xmlns='" + Namespaces.BASE + "' message-id='1'>";
    private static final String CLOSE = "</rpc-reply>";
    private static final String ERROR = "<rpc-error><error-type>rpc</error-type><error-tag>in-use</error-tag>"
            + "<error-severity>error</error-severity></rpc-error>";
    private static final String WARNING = ERROR.replace(">error<", ">warning<");
    private static final ReplyBody.Context CONTEXT =
            new ReplyBody.Context(Get.all(), "get on pe1", XmlLimits.DEFAULT, new Met());

    private static <T> T read(String message, List<Integer> cuts, Function<XmlReader, T> function) throws IOException {
        ReplyBody.Streamed<T> body = ReplyBody.reading(function);
        return body.read(ArrivingParts.of(message.getBytes(UTF_8), cuts), CONTEXT);
    }

    private static <T> T read(String content, Function<XmlReader, T> function) throws IOException {
        return read(OPEN + content + CLOSE, List.of(5), function);
    }

    /** The names of the elements that stand directly in the reply. */
    private static List<String> names(XmlReader in) {
        List<String> names = new ArrayList<>();
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            names.add(in.getLocalName());
            in.skipElement();
        }
        return names;
    }

    @Provide
    Arbitrary<String> replies() {
        return Replies.any();
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    @Property(tries = 1000)
    void theReaderSeesWhatTheReplyHoldsInMemory_howeverItArrives(
            @ForAll("replies") String message, @ForAll("cuts") List<Integer> cuts) throws IOException {
        byte[] bytes = message.getBytes(UTF_8);
        Reply reply = Reply.parse(bytes, bytes.length, XmlLimits.DEFAULT, (deviation, detail) -> {});
        String expected = reply.isFailure()
                ? reply.errors().toString()
                : reply.content().stream()
                        .map(name -> name.getLocalPart())
                        .toList()
                        .toString();

        String read;
        try {
            read = read(message, cuts, ReadingBodyTest::names).toString();
        } catch (RpcErrorException e) {
            read = e.errors().toString();
        }

        assertThat(read).isEqualTo(expected);
    }

    @Test
    void theReaderStandsInFrontOfTheFirstElement() throws IOException {
        String name = read("<data><a xmlns='urn:a'>1</a></data>", in -> {
            in.nextTag();
            in.nextTag();
            return in.getLocalName() + in.getElementText();
        });

        assertThat(name).isEqualTo("a1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s<data/>", "<data/>%s", "<data><deep>%s</deep></data>", "%s"})
    void anErrorIsFoundAlsoWhereTheFunctionReadsNothing_R13(String content) {
        assertThatExceptionOfType(RpcErrorException.class)
                .isThrownBy(() -> read(String.format(content, WARNING + ERROR), in -> "done"))
                .withMessage("get on pe1 was refused: in-use (and 1 more)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<hello/>", "<rpc-reply xmlns='urn:other'/>", "<rpc xmlns='" + Namespaces.BASE + "'/>"})
    void anotherRootIsNoReply(String message) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read(message, List.of(5), in -> "read"))
                .withMessageContaining("where the NETCONF <rpc-reply> must stand");
    }

    @Test
    void textBetweenTheElementsOfDataIsToldWhenTheyAreTakenOut() {
        byte[] message = (OPEN + "<data>text<a/></data>" + CLOSE).getBytes(UTF_8);
        Reply reply = Reply.parse(message, message.length, XmlLimits.DEFAULT, (deviation, detail) -> {});
        Data data = Data.read(reply, Get.all());

        assertThat(data.toString()).contains("text<a/>");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(data::content)
                .withMessageStartingWith("in <data>: text between elements at line 1, column ");
    }

    @Test
    void aWarningIsNoFailure() throws IOException {
        assertThat(read(WARNING + "<data/>" + WARNING, ReadingBodyTest::names)).containsExactly("data");
    }

    @Test
    void theDevicesWordsAreBetterThanTheReadersComplaint() {
        assertThatExceptionOfType(RpcErrorException.class)
                .isThrownBy(() -> read(ERROR, in -> {
                    in.nextTag();
                    in.nextTag();
                    return in.getLocalName();
                }))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThatExceptionOfType(RpcErrorException.class)
                .isThrownBy(() -> read("<data/>" + ERROR, in -> {
                    throw new IllegalStateException("no interface");
                }))
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("no interface"));
    }

    @Test
    void anErrorThatWasFoundCountsAlsoWhereTheRestIsBroken() {
        assertThatExceptionOfType(RpcErrorException.class)
                .isThrownBy(() -> read(ERROR + "<data><a></data>", ReadingBodyTest::names));
    }

    @Test
    void theFunctionsOwnFailureIsHandedOn() {
        for (RuntimeException own :
                List.of(new IllegalStateException("mine"), InputException.of(InputException.Reason.BAD_XML, "mine"))) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> read("<data/>", in -> {
                        throw own;
                    }))
                    .isSameAs(own);
        }
    }

    @Test
    void aFunctionThatSwallowsTheErrorDoesNotMakeASuccessOfIt() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read("<data><a></data>", in -> {
                    try {
                        return names(in);
                    } catch (ProtocolException e) {
                        return List.of();
                    }
                }));
    }

    @Test
    void aFunctionThatClosesTheReaderDoesNotMissTheError() {
        assertThatExceptionOfType(RpcErrorException.class)
                .isThrownBy(() -> read("<data/>" + ERROR, in -> {
                    in.close();
                    return "done";
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {OPEN, OPEN + "<data>", OPEN + "<data/></rpc-rep", "", "\0", "<hello/>", OPEN + CLOSE + "<a/>"})
    void aReplyThatIsCutOffIsNone(String message) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(message, List.of(3), in -> "done"));
    }

    @Test
    void nulBytesAndSpaceAroundTheReplyAreTolerated_Q02_Q03() throws IOException {
        String padded = "\0\n \uFEFF<?xml version='1.0' encoding='UTF-16'?>\0" + OPEN + "<data/>" + CLOSE + "\n\0 \0";
        for (int cut = 1; cut < 12; cut++) {
            assertThat(read(padded, List.of(cut), ReadingBodyTest::names)).containsExactly("data");
        }
    }

    @Test
    void nulBytesInsideAreNot() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read("<data>\0</data>", ReadingBodyTest::names));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read("<data>" + "\0".repeat(3000) + "</data>", ReadingBodyTest::names));
    }

    @Test
    void spaceOfAnyLengthIsReadOver() throws IOException {
        assertThat(read("<data>" + " ".repeat(30_000) + "</data>" + "\n".repeat(30_000), ReadingBodyTest::names))
                .containsExactly("data");
    }

    @Test
    void aLostSessionIsReportedAsThat() {
        RequestException lost = new RequestException(
                RequestException.Reason.SESSION_LOST, Fate.UNKNOWN, "the line was cut", null, null);
        Iterator<ByteBuffer> some =
                Cuts.cut((OPEN + "<data>some").getBytes(UTF_8), List.of(4)).iterator();
        List<String> calls = new ArrayList<>();
        ReplyBody.Streamed<List<String>> body = ReplyBody.reading(ReadingBodyTest::names);

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> body.read(
                        () -> {
                            if (some.hasNext()) {
                                return some.next();
                            }
                            calls.add("failed");
                            throw lost;
                        },
                        CONTEXT))
                .isSameAs(lost);
        assertThat(calls).as("asked no more after that").hasSize(1);
    }

    @Test
    void whatIsReadOffItCanBeKept() throws IOException {
        String text = read("<data><a xmlns='urn:a'>" + "ü".repeat(10_000) + "</a></data>", in -> {
            in.nextTag();
            in.nextTag();
            return in.getElementText();
        });

        assertThat(text).isEqualTo("ü".repeat(10_000));
    }

    @Test
    void theOtherBodiesReadTheReplyWhole() {
        byte[] message = (OPEN + "<data><a xmlns='urn:a'/></data>" + CLOSE).getBytes(UTF_8);
        Reply reply = Reply.parse(message, message.length, XmlLimits.DEFAULT, (deviation, detail) -> {});
        String data = "<data xmlns=\"" + Namespaces.BASE + "\"><a xmlns='urn:a'/></data>";
        Operation<Data> get = Get.all();
        Operation<?> rpc = Rpc.of("<x/>");

        assertThat(((ReplyBody.Whole<Data>) ReplyBody.of(get)).read(reply, get).xml())
                .hasToString(data);
        assertThat(((ReplyBody.Whole<String>) ReplyBody.string()).read(reply, get))
                .isEqualTo(data);
        assertThat(((ReplyBody.Whole<String>) ReplyBody.string()).read(reply, rpc))
                .isEqualTo(new String(message, UTF_8));
        assertThat(((ReplyBody.Whole<org.w3c.dom.Document>) ReplyBody.document())
                        .read(reply, get)
                        .getDocumentElement()
                        .getLocalName())
                .isEqualTo("data");
        assertThat(((ReplyBody.Whole<Reply>) ReplyBody.reply()).read(reply, get))
                .isSameAs(reply);
    }
}
