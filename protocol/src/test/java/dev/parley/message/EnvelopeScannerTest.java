package dev.parley.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.sample.Cuts;
import dev.parley.sample.Documents;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the root of a message is found while the message arrives. */
class EnvelopeScannerTest {

    private static EnvelopeScanner scanned(String message) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        byte[] bytes = message.getBytes(UTF_8);
        assertThat(scanner.scan(bytes, bytes.length)).isTrue();
        return scanner;
    }

    private static ProtocolException refused(String message) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        byte[] bytes = message.getBytes(UTF_8);
        try {
            scanner.scan(bytes, bytes.length);
        } catch (ProtocolException e) {
            return e;
        }
        throw new AssertionError("not refused: " + message);
    }

    /** At which byte the scanner has found the root, or what it has thrown there. */
    private static String outcome(byte[] message, List<Integer> cuts) {
        EnvelopeScanner scanner = new EnvelopeScanner();
        int end = 0;
        try {
            for (ByteBuffer piece : Cuts.cut(message, cuts)) {
                end += piece.remaining();
                if (scanner.scan(message, end)) {
                    return scanner.name() + " " + scanner.namespace() + " " + scanner.rootOffset() + " "
                            + scanner.comments();
                }
            }
            return "nothing";
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> padding = Arbitraries.of("", "", "\n", "\r\n \t", "\0", "\0\n\0", "\uFEFF");
        Arbitrary<String> between = Arbitraries.of(
                "", "", "\n", "<!-- > - >-->", "<!---->", "<!--->-->", "<?pi > ?>", "<!-- ü -->\n<!--b-->");
        return Combinators.combine(padding, between, Documents.any()).as((a, b, c) -> {
            int declaration = c.startsWith("<?xml") ? c.indexOf('\n') : 0;
            return a + c.substring(0, declaration) + b + c.substring(declaration);
        });
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Cuts.any();
    }

    @Property(tries = 2000)
    void theRootIsThatWhichTheParserFinds_asSoonAsItsTagIsWhole(@ForAll("messages") String message) {
        byte[] bytes = message.getBytes(UTF_8);
        XmlReader parser = XmlReader.of(bytes, 0, bytes.length, XmlLimits.DEFAULT);
        parser.nextTag();
        EnvelopeScanner scanner = new EnvelopeScanner();

        int end = 1;
        while (!scanner.scan(bytes, end)) {
            end++;
        }

        assertThat(end).isEqualTo((int) parser.endOffset());
        assertThat(scanner.rootOffset()).isEqualTo((int) parser.startOffset());
        assertThat(scanner.name()).isEqualTo(parser.getLocalName());
        assertThat(scanner.namespace()).isEqualTo(parser.namespace());
        assertThat(scanner.hasAttributes()).isEqualTo(parser.getAttributeCount() > 0);
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> pieces = Arbitraries.of(
                "<",
                ">",
                "<??>",
                "<!-->",
                "<!--->",
                "<!",
                "<!-",
                "<!--",
                "-->",
                "--",
                "<?",
                "?>",
                "?",
                "'",
                "\"",
                "/",
                " ",
                "\n",
                "\0",
                "=",
                "<a",
                "a",
                "ü",
                "<?xml ",
                "<!DOCTYPE",
                "<![CDATA[",
                "x:y",
                "xmlns:x='u'",
                "SSH-2.0-x\r\n",
                "\u0016\u0003");
        Arbitrary<String> noise = pieces.list().ofMaxSize(15).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(noise, messages());
    }

    @Property(tries = 5000)
    void howeverTheMessageIsCutTheOutcomeIsTheSame(
            @ForAll("anything") String message, @ForAll("cuts") List<Integer> cuts) {
        byte[] bytes = message.getBytes(UTF_8);

        assertThat(outcome(bytes, cuts)).isEqualTo(outcome(bytes, List.of(Integer.MAX_VALUE)));
    }

    @Test
    void theMessageIdIsReadWhereverItStandsAmongTheAttributes() {
        assertThat(scanned("<rpc-reply xmlns:ex='urn:e' ex:user='>' message-id='&#49;01' xmlns='u'>")
                        .messageId())
                .isEqualTo("101");
        assertThat(scanned("<rpc-reply>").messageId()).isNull();
        assertThat(scanned("<nc:rpc-reply xmlns:nc='urn:x' nc:message-id=\"'>\"/>")
                        .messageId())
                .isEqualTo("'>");
    }

    @Test
    void namesAreReadWithTheirNamespace_Q07() {
        EnvelopeScanner scanner = scanned("<nc:rpc-reply\n xmlns:nc='" + Namespaces.BASE + "'\n>");

        assertThat(scanner.name()).isEqualTo("rpc-reply");
        assertThat(scanner.namespace()).isEqualTo(Namespaces.BASE);
        assertThat(scanned("<rpc-reply>").namespace()).isEmpty();
    }

    @Test
    void commentsInFrontAreKept_forDevicesSayThereWhyTheyRefuse_Q01() {
        assertThat(scanned("<!-- No zombies were killed -->\n<!--second--><hello>")
                        .comments())
                .containsExactly("No zombies were killed", "second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a>                                              | ",
                "\\n<a>                                           | ",
                "<?xml version='1.0' encoding='UTF-8'?><a>        | ",
                "<?xml version=\"1.0\" encoding = \"utf-8\" ?><a> | ",
                "<?xml version='1.0' encoding='us-ascii'?><a>     | ",
                "<?xml version='1.0'?><a>                         | ",
                "\\n<?xml version='1.0'?><a>                      | PADDING",
                "\uFEFF<?xml version='1.0'?><a>                   | PADDING",
                "\\0<a>                                           | NUL_BYTES",
                "\\0\\n<?xml version='1.0'?><a>                   | NUL_BYTES",
                "<?xml version='1.0'?>\\0<a>                      | NUL_BYTES",
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>   | OTHER_ENCODING",
                "<?xml\\nversion='1.0' encoding='UTF-16'?><a>     | OTHER_ENCODING",
                "<?xml-stylesheet encoding='x'?><a>               | ",
            })
    void whatIsOutOfOrderInFrontIsTold_X01_X06(String message, Deviation expected) {
        Met met = new Met();

        scanned(message.strip().replace("\\n", "\n").replace("\\0", "\0")).reportTo(met);

        assertThat(met.deviations).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\nmore', 0, SSH-2.0-OpenSSH_9.2p1 Debian-2",
        "'HTTP/1.1 400 Bad Request\r\n', 0, HTTP/1.1 400 Bad Request",
        "'\n#123\n<hello>', 1, #123",
        "'login: \u0007', 0, login: \\x07",
        "'\u0016\u0003\u0001\u0002', 0, \\x16",
    })
    void anotherProtocolIsShownByItsFirstLine(String bytes, int at, String shown) {
        assertThat(refused(bytes))
                .hasMessage("text where a message's root element must stand, at byte " + at + ": \"" + shown + "\"")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.MALFORMED_XML);
    }

    @Test
    void textWithoutLineEndIsWaitedForNoLongerThanAFewWords() {
        EnvelopeScanner scanner = new EnvelopeScanner();
        byte[] bytes = "word ".repeat(17).getBytes(UTF_8);

        assertThat(scanner.scan(bytes, 80)).isFalse();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> scanner.scan(bytes, 81))
                .withMessageEndingWith("\"" + "word ".repeat(16) + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE hello>", "<?xml version='1.0'?>\n<!DOCTYPE hello [<!ENTITY x 'y'>]><hello>"})
    void aDocumentTypeIsRefusedAtOnce_X02(String message) {
        assertThat(refused(message)).extracting(ProtocolException::reason).isEqualTo(Reason.DOCTYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<>",
                "</rpc-reply>",
                "< a>",
                "<a b=1>",
                "<a b='&lt;' b='2'>",
                "<p:a>",
                "<xmlns:a>",
                "<![CDATA[x]]>",
                "<a &x;>"
            })
    void whatIsNoTagIsRefused(String message) {
        assertThat(refused(message)).extracting(ProtocolException::reason).isEqualTo(Reason.MALFORMED_XML);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "<!-- ", "<a ", "<?pi "})
    void theRootIsNotWaitedForWithoutEnd(String begin) {
        String long64k = begin + " ".repeat(TagFinder.LONGEST);

        assertThat(refused(long64k))
                .hasMessage("no root element within the first 65536 bytes of a message")
                .extracting(ProtocolException::reason)
                .isEqualTo(Reason.LIMIT_EXCEEDED);
        assertThat(outcome(long64k.getBytes(UTF_8), List.of(7)))
                .isEqualTo("no root element within the first 65536 bytes of a message");
    }

    @Test
    void itIsReadyForTheNextMessageAfterAReset() {
        EnvelopeScanner scanner = scanned("\0<!-- a --><hello a='1'>");
        scanner.reset();
        byte[] next = "<rpc-reply/>".getBytes(UTF_8);

        assertThat(scanner.scan(next, next.length)).isTrue();
        assertThat(scanner.name()).isEqualTo("rpc-reply");
        assertThat(scanner.comments()).isEmpty();
        assertThat(scanner.rootOffset()).isZero();
        Met met = new Met();
        scanner.reportTo(met);
        assertThat(met.deviations).isEmpty();
    }
}
