package dev.parley.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.message.Deviation;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.sample.Cuts;
import dev.parley.sample.Infoset;
import dev.parley.sample.Met;
import dev.parley.sample.Replies;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlLimits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reply as a file: the same content as in memory, whole or not at all. */
class FileBodyTest {
    private static final Operation<?> GET = GetConfig.from(Datastore.RUNNING);
    private static final Operation<?> RPC = Rpc.of("<anything xmlns='urn:v'/>");
    private static final String OPEN = "<rpc-reply xmlns='" + Namespaces.BASE + "' xmlns:p='urn:p' message-id='1'>";
    private static final String CLOSE = "</rpc-reply>";
    private static final String ERROR = "<rpc-error><error-type>rpc</error-type><error-tag>in-use</error-tag>"
            + "<error-severity>error</error-severity></rpc-error>";
    private static final String WARNING = ERROR.replace(">error<", ">warning<");

    @TempDir
    Path directory;

    private Path target() {
        return directory.resolve("config.xml");
    }

    private static String write(Path target, String message, Operation<?> operation, List<Integer> cuts)
            throws IOException {
        ReplyBody.Streamed<Path> body = (ReplyBody.Streamed<Path>) ReplyBody.file(target);
        Path written = body.read(
                ArrivingParts.of(message.getBytes(UTF_8), cuts),
                new ReplyBody.Context(operation, operation.name() + " on pe1", XmlLimits.DEFAULT, new Met()));
        return Files.readString(written);
    }

    private String write(String content) throws IOException {
        return write(target(), OPEN + content + CLOSE, GET, List.of(Integer.MAX_VALUE));
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** The JUnit directory is not there for properties, which jqwik runs. */
    private static Path shared;

    @BeforeContainer
    static void makeDirectory() throws IOException {
        shared = Files.createTempDirectory("file-body");
    }

    @AfterContainer
    static void removeDirectory() throws IOException {
        for (Path left : filesIn(shared)) {
            Files.delete(left);
        }
        Files.delete(shared);
    }

    @Provide
    Arbitrary<String> replies() {
        return Replies.any();
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    /** What the same reply comes to in memory. */
    private static String inMemory(String message, Operation<?> operation) {
        byte[] bytes = message.getBytes(UTF_8);
        Reply reply = Reply.parse(bytes, bytes.length, XmlLimits.DEFAULT, (deviation, detail) -> {});
        if (reply.isFailure()) {
            return "refused: " + reply.errors();
        }
        try {
            ReplyBody.Whole<String> body = (ReplyBody.Whole<String>) ReplyBody.string();
            return body.read(reply, operation);
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    private static String inFile(String message, Operation<?> operation, List<Integer> cuts) throws IOException {
        try {
            return write(shared.resolve("reply.xml"), message, operation, cuts);
        } catch (RpcErrorException e) {
            return "refused: " + e.errors();
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    @Property(tries = 800)
    void theFileHoldsWhatTheReplyHoldsInMemory_howeverItArrives(
            @ForAll("replies") String message, @ForAll("cuts") List<Integer> cuts) throws IOException {
        assertThat(inFile(message, GET, cuts)).isEqualTo(inMemory(message, GET));
    }

    @Property(tries = 400)
    void theReplyItselfIsInTheFileWhereTheOperationReturnsNoData(
            @ForAll("replies") String message, @ForAll("cuts") List<Integer> cuts) throws IOException {
        String file = inFile(message, RPC, cuts);
        String memory = inMemory(message, RPC);

        if (memory.startsWith("refused")) {
            assertThat(file).isEqualTo(memory);
        } else {
            assertThat(file).startsWith(memory);
            assertThat(Infoset.of(file.getBytes(UTF_8))).isEqualTo(Infoset.of(memory.getBytes(UTF_8)));
        }
    }

    @Property(tries = 200)
    void nothingIsLeftBesideTheFile(@ForAll("replies") String message, @ForAll("cuts") List<Integer> cuts)
            throws IOException {
        inFile(message, GET, cuts);

        assertThat(filesIn(shared)).allSatisfy(left -> assertThat(left).hasFileName("reply.xml"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<data/>                            | <data xmlns=\"B\" xmlns:p=\"urn:p\"/>",
                "<data>p:x</data>                   | <data xmlns=\"B\" xmlns:p=\"urn:p\">p:x</data>",
                " <data> </data>                    | <data xmlns=\"B\" xmlns:p=\"urn:p\"> </data>",
                "<data xmlns:p='urn:q'>x</data>     | <data xmlns=\"B\" xmlns:p='urn:q'>x</data>",
                "<!--a--><data>x</data><!--b-->     | <data xmlns=\"B\" xmlns:p=\"urn:p\">x</data>",
                "<p:data>x</p:data>                 | <p:data xmlns=\"B\" xmlns:p=\"urn:p\">x</p:data>",
                "<data/>W                           | <data xmlns=\"B\" xmlns:p=\"urn:p\"/>",
                "<data>x</data>WW                   | <data xmlns=\"B\" xmlns:p=\"urn:p\">x</data>",
                "W<data>x</data>                    | <data xmlns=\"B\" xmlns:p=\"urn:p\">x</data>",
                "<ok/><data>x</data>                | <data xmlns=\"B\" xmlns:p=\"urn:p\">x</data>",
                "<data>x</data><data>y</data>       | <data xmlns=\"B\" xmlns:p=\"urn:p\">x</data>",
                "<data/><data>y</data>              | <data xmlns=\"B\" xmlns:p=\"urn:p\"/>",
                "<data><!--rpc-error--></data>      | <data xmlns=\"B\" xmlns:p=\"urn:p\"><!--rpc-error--></data>",
            })
    void theEnvelopeIsTakenOffAndTheNamespacesStay_X08(String content, String expected) throws IOException {
        assertThat(write(content.replace("W", WARNING)))
                .isEqualTo(expected.replace("\"B\"", "\"" + Namespaces.BASE + "\""));
        assertThat(filesIn(directory)).containsExactly(target());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "<data/>%s",
                "<data>x</data>%s",
                "<data><deep>%s</deep></data>",
                "<!-- c -->%s<data/>",
                "<o:other xmlns:o='urn:o'>%s</o:other>",
            })
    void anErrorIsFoundWhereverItStands_R13(String content) {
        for (int cut = 1; cut <= 12; cut++) {
            int size = cut;
            assertThatExceptionOfType(RpcErrorException.class)
                    .isThrownBy(() ->
                            write(target(), OPEN + String.format(content, WARNING + ERROR) + CLOSE, GET, List.of(size)))
                    .withMessage("get-config on pe1 was refused: in-use (and 1 more)")
                    .satisfies(e -> assertThat(e.fate()).isEqualTo(Fate.REJECTED));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<ok/>", "", "  ", "<other xmlns='urn:o'/>", "<!-- <data/> -->", "<o:dat xmlns:o='u'/>"})
    void aReplyWithoutDataIsNotWhatWasAskedFor(String content) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> write(content))
                .withMessage("the reply to get-config has no <data>");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OPEN,
                OPEN + "<data>",
                OPEN + "<data><a>",
                OPEN + "<data></data>",
                OPEN + "<data></data></rpc-rep",
                OPEN + "<data></data></rpc-replies>",
                OPEN + "<data/></data></rpc-reply>",
                OPEN + "<data></rpc-reply>",
                OPEN + "text<data/></rpc-reply>",
                OPEN + "<data/>text</rpc-reply>",
                OPEN + "<data></data></rpc-reply><rpc-reply/>",
                OPEN + "<o:data></o:data></rpc-reply>",
                OPEN + "<da",
            })
    void aReplyThatIsCutOffLeavesNoFile(String message) throws IOException {
        Files.writeString(target(), "what was there before");
        for (Operation<?> operation : List.of(GET, RPC)) {
            for (int cut : new int[] {1, 7, 10_000}) {
                if (operation == RPC && message.endsWith(CLOSE)) {
                    continue;
                }
                assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(() -> write(target(), message, operation, List.of(cut)));
            }
        }
        assertThat(target()).hasContent("what was there before");
        assertThat(filesIn(directory)).containsExactly(target());
    }

    @Test
    void aFailureOnTheWayLeavesTheTargetAsItWas() throws IOException {
        Files.writeString(target(), "what was there before");
        ReplyBody.Streamed<Path> body = (ReplyBody.Streamed<Path>) ReplyBody.file(target());
        Iterator<ByteBuffer> some =
                Cuts.cut((OPEN + "<data>some").getBytes(UTF_8), List.of(10)).iterator();
        RequestException lost = new RequestException(
                RequestException.Reason.SESSION_LOST, Fate.UNKNOWN, "the line was cut", null, null);

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> body.read(
                        () -> {
                            if (some.hasNext()) {
                                return some.next();
                            }
                            throw lost;
                        },
                        new ReplyBody.Context(GET, "get-config on pe1", XmlLimits.DEFAULT, new Met())))
                .isSameAs(lost);

        assertThat(target()).hasContent("what was there before");
        assertThat(filesIn(directory)).containsExactly(target());
    }

    @Test
    void theFileBeforeIsReplaced() throws IOException {
        Files.writeString(target(), "what was there before, and longer than what comes ".repeat(100));

        assertThat(write("<data/>")).startsWith("<data ");
        assertThat(filesIn(directory)).containsExactly(target());
    }

    @Test
    void whereNoFileCanBeThereIsNone() throws IOException {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> ReplyBody.file(Path.of("/")));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> ReplyBody.file(Path.of("")));
        Path missing = directory.resolve("missing").resolve("config.xml");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> write(missing, OPEN + "<data/>" + CLOSE, GET, List.of(100)));
        Path folder = Files.createDirectory(directory.resolve("folder"));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> ReplyBody.file(folder));
        assertThat(filesIn(directory)).containsExactly(folder);
        assertThat(folder).isEmptyDirectory();
    }

    /** A FIFO or a device is not replaced; a socket stands for them here, because Java can make one. */
    @Test
    void whatIsNoRegularFileIsLeftAlone() throws IOException {
        Path special = directory.resolve("special");
        ReplyBody.Streamed<Path> early = (ReplyBody.Streamed<Path>) ReplyBody.file(special);
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(special));
            Path link = Files.createSymbolicLink(directory.resolve("link"), special);
            Path nowhere = Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("missing"));

            for (Path target : List.of(special, link, nowhere)) {
                assertThatExceptionOfType(InputException.class)
                        .isThrownBy(() -> ReplyBody.file(target))
                        .withMessage("cannot write " + target + ": it is no regular file")
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(InputException.Reason.BAD_VALUE));
            }
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> early.read(
                            ArrivingParts.of((OPEN + "<data/>" + CLOSE).getBytes(UTF_8), List.of(100)),
                            new ReplyBody.Context(GET, "get-config on pe1", XmlLimits.DEFAULT, new Met())))
                    .withMessage(special + ": it is no regular file");
            assertThat(filesIn(directory)).containsExactlyInAnyOrder(special, link, nowhere);
            assertThat(Files.isRegularFile(special)).isFalse();
        }
    }

    @Test
    void behindASymbolicLinkTheFileItLeadsToIsReplaced() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path file = Files.writeString(folder.resolve("file"), "what was there before");
        Path link = Files.createSymbolicLink(target(), file);

        assertThat(write("<data/>")).startsWith("<data ");

        assertThat(link).isSymbolicLink();
        assertThat(file).content().startsWith("<data ");
        assertThat(filesIn(folder)).containsExactly(file);
    }

    @Test
    void itTellsHowFarItIs() throws IOException {
        List<Long> steps = new ArrayList<>();
        ReplyBody.Streamed<Path> body = (ReplyBody.Streamed<Path>) ReplyBody.file(target(), steps::add);
        String message = OPEN + "<data>" + "x".repeat(10_000) + "</data>" + CLOSE;

        body.read(
                ArrivingParts.of(message.getBytes(UTF_8), List.of(3000)),
                new ReplyBody.Context(GET, "get-config on pe1", XmlLimits.DEFAULT, new Met()));

        assertThat(steps)
                .hasSize(4)
                .isSorted()
                .last()
                .satisfies(last -> assertThat(last).isBetween(8_900L, 10_100L));
    }

    /** 64 MB through one buffer of 16 KB: what is kept of a part beyond the next would be garbage in the file. */
    @Test
    void theSizeOfTheReplyDoesNotMatter() throws IOException {
        byte[] block = "<interface><name>eth0</name></interface>\n".repeat(400).getBytes(UTF_8);
        int blocks = 64_000_000 / block.length;
        Iterator<ByteBuffer> pieces = Stream.of(
                        Stream.of(ByteBuffer.wrap((OPEN + "<data>").getBytes(UTF_8))),
                        IntStream.range(0, blocks).mapToObj(i -> ByteBuffer.wrap(block)),
                        Stream.of(ByteBuffer.wrap(("</data>" + CLOSE).getBytes(UTF_8))))
                .flatMap(s -> s)
                .iterator();
        ReplyBody.Streamed<Path> body = (ReplyBody.Streamed<Path>) ReplyBody.file(target());

        body.read(
                new ArrivingParts(pieces),
                new ReplyBody.Context(GET, "get-config on pe1", XmlLimits.DEFAULT, new Met()));

        String start = "<data xmlns=\"" + Namespaces.BASE + "\" xmlns:p=\"urn:p\">";
        assertThat(Files.size(target())).isEqualTo(start.length() + (long) blocks * block.length + "</data>".length());
        try (Stream<String> lines = Files.lines(target())) {
            assertThat(lines.distinct())
                    .containsExactly(
                            start + "<interface><name>eth0</name></interface>",
                            "<interface><name>eth0</name></interface>",
                            "</data>");
        }
    }

    @Test
    void aHeadInCrumbsIsNotReadAgainAndAgain() throws IOException {
        String comments = "<!-- a -->".repeat(5_000);

        assertThat(write(target(), OPEN + comments + "<data/>" + CLOSE, GET, List.of(1)))
                .isEqualTo("<data xmlns=\"" + Namespaces.BASE + "\" xmlns:p=\"urn:p\"/>");
    }

    @Test
    void theContentOfAFileIsXml() throws IOException {
        write("<data><a xmlns='urn:a'/></data>");

        assertThat(Xml.read(target()).content())
                .hasValueSatisfying(xml -> assertThat(xml.toString()).contains("<a "));
    }

    /** What is told of a reply, in a file and through a reader. */
    private List<List<Deviation>> told(Operation<?> operation, String message) throws IOException {
        Met inFile = new Met();
        Met read = new Met();
        byte[] bytes = message.getBytes(UTF_8);
        ((ReplyBody.Streamed<Path>) ReplyBody.file(target()))
                .read(
                        ArrivingParts.of(bytes, List.of(7)),
                        new ReplyBody.Context(operation, "get on pe1", XmlLimits.DEFAULT, inFile));
        ReplyBody.reading(in -> {
                    in.skipElement();
                    return 0;
                })
                .read(
                        ArrivingParts.of(bytes, List.of(7)),
                        new ReplyBody.Context(operation, "get on pe1", XmlLimits.DEFAULT, read));
        return List.of(inFile.deviations, read.deviations);
    }

    @Test
    void deviationsAreToldAsOfAReplyInMemory() throws IOException {
        assertThat(told(RPC, OPEN + "<ok/>" + WARNING + CLOSE))
                .containsExactly(List.of(Deviation.OK_WITH_WARNING), List.of());
        assertThat(told(
                        GET,
                        OPEN + "<data><a xmlns='urn:a'/><x xmlns='urn:x'>" + base(WARNING) + "</x></data>" + CLOSE))
                .containsExactly(List.of(Deviation.NESTED_ERROR), List.of(Deviation.NESTED_ERROR));
        assertThat(told(GET, OPEN + "<data xmlns='urn:other'/>" + CLOSE))
                .containsExactly(List.of(Deviation.DATA_NAMESPACE), List.of());
        assertThat(told(RPC, OPEN + WARNING.replace("<error-tag>in-use</error-tag>", "") + CLOSE))
                .containsExactly(List.of(Deviation.INCOMPLETE_ERROR), List.of(Deviation.INCOMPLETE_ERROR));
        assertThat(told(GET, OPEN + "<data/>" + CLOSE)).containsExactly(List.of(), List.of());
    }

    private static String base(String error) {
        return error.replaceFirst("<rpc-error>", "<rpc-error xmlns='" + Namespaces.BASE + "'>");
    }

    @Test
    void whatIsParsedIsHeldToTheLimitsOfTheSession() {
        XmlLimits shallow = new XmlLimits(20, XmlLimits.DEFAULT.maxAttributes(), XmlLimits.DEFAULT.maxNameLength());
        String deep = OPEN + "<data>" + "<a>".repeat(50) + "</a>".repeat(50) + WARNING + "</data>" + CLOSE;
        ReplyBody.Context context = new ReplyBody.Context(GET, "get on pe1", shallow, new Met());

        for (ReplyBody<?> body : List.of(ReplyBody.file(target()), ReplyBody.reading(in -> 0))) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> ((ReplyBody.Streamed<?>) body)
                            .read(ArrivingParts.of(deep.getBytes(UTF_8), List.of(7)), context))
                    .withMessageContaining("nested deeper than 20");
        }
    }
}
