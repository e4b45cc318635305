package dev.parley.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.error.InputException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcErrorException;
import dev.parley.framing.Framing;
import dev.parley.message.Capabilities;
import dev.parley.message.Deviation;
import dev.parley.message.ServerHello;
import dev.parley.operation.ReplyBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** get-schema: the text of a module, in memory and in a file (RFC 6022 section 3.1, E-02, Q-10, X-04). */
class GetSchemaTest {
    private static final String NS = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
    private static final String MODULE = "module m {\n  namespace \"urn:m\";\n  // größer > 1 & \"𝄞\"\n}\n";
    private static final String ESCAPED =
            "module m {\n  namespace &quot;urn:m&quot;;\n  // gr&#xF6;ßer &gt; 1 &amp; \"𝄞\"\n}\n";

    @TempDir
    Path directory;

    private Path target() {
        return directory.resolve("m.yang");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String data(String content) {
        return "<data xmlns='" + NS + "'>" + content + "</data>";
    }

    @Test
    void theRequestNamesWhatIsAskedFor() {
        assertThat(Answered.asked(GetSchema.of("m")))
                .isEqualTo("<get-schema xmlns=\"" + NS + "\"><identifier>m</identifier></get-schema>");
        assertThat(Answered.asked(GetSchema.of("m").version("2020-01-01").format(SchemaFormat.YIN)))
                .isEqualTo("<get-schema xmlns=\"" + NS + "\"><identifier>m</identifier>"
                        + "<version>2020-01-01</version><format>yin</format></get-schema>");
        assertThat(Answered.asked(GetSchema.of("m").version(""))).contains("<version></version>");
    }

    @Test
    void aDeviceMustAnnounceMonitoringOrALibrary() {
        assertThat(GetSchema.of("m").requires()).allSatisfy(needed -> {
            assertThat(needed.isMetBy(hello("urn:example:m?module=m"))).isFalse();
            assertThat(needed.isMetBy(hello(NS + "?module=ietf-netconf-monitoring&revision=2010-10-04")))
                    .isTrue();
            assertThat(needed.isMetBy(hello("urn:ietf:params:netconf:capability:yang-library:1.1?content-id=1")))
                    .isTrue();
            assertThat(needed.capability()).isEqualTo(NS);
        });
    }

    private static ServerHello hello(String capability) {
        return new ServerHello(1, Capabilities.of(List.of(capability)), Framing.CHUNKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096})
    void theTextIsAsItWasWritten(int pieces) throws IOException {
        for (String content : List.of(ESCAPED, "<![CDATA[" + MODULE + "]]>", "<!-- c -->" + ESCAPED + "<?pi?>")) {
            Answered answered = Answered.with(data(content));
            assertThat(answered.to(GetSchema.of("m"))).isEqualTo(MODULE);
            List<Long> progress = new ArrayList<>();
            Path file = answered.to(GetSchema.of("m").toFile(target(), progress::add), pieces);
            assertThat(file).isEqualTo(target()).hasContent(MODULE);
            assertThat(progress).isSorted().last().isEqualTo((long) MODULE.length());
            assertThat(answered.met.deviations).isEmpty();
        }
        assertThat(files()).containsExactly(target());
    }

    /** */
    @ParameterizedTest
    @CsvSource({"''", "urn:ietf:params:xml:ns:netconf:base:1.0", "urn:other"})
    void theDataMayBeInAnotherNamespace(String namespace) throws IOException {
        Answered answered = Answered.with("<data xmlns='" + namespace + "'>" + ESCAPED + "</data>");
        assertThat(answered.to(GetSchema.of("m"))).isEqualTo(MODULE);
        assertThat(answered.to(GetSchema.of("m").toFile(target()), 64)).hasContent(MODULE);
        assertThat(answered.met.deviations).containsExactly(Deviation.DATA_NAMESPACE, Deviation.DATA_NAMESPACE);
    }

    /** the JDK's parser refuses the hundred thousandth entity, and this one must not. */
    @Test
    void aLargeModuleOfNothingButEntitiesIsTaken() throws IOException {
        String line = "&quot;&lt;&amp;" + "x".repeat(88);
        String escaped = "module m { // " + line.repeat(100_000) + "\n}";
        String text = escaped.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
        assertThat(text).hasSizeGreaterThan(9_000_000);
        Answered answered = Answered.with(data(escaped));
        assertThat(answered.to(GetSchema.of("m")).equals(text)).isTrue();
        Path file = answered.to(GetSchema.of("m").toFile(target()), 65_536);
        assertThat(Files.readString(file).equals(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<ok/> | no <data> in the reply to get-schema for m@2020-01-01",
                "<data/> | nothing in <data>",
                "<data><x/></data> | the element <x> where the text of the module must stand",
                "<data>module other {}</data> | the module other in the reply"
            })
    void anAnswerThatIsNoneIsRefused(String content, String expected) throws IOException {
        Answered answered = Answered.with(content);
        GetSchema asked = GetSchema.of("m").version("2020-01-01");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> answered.to(asked))
                .withMessageContaining(expected);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> answered.to(asked.toFile(target()), 64))
                .withMessageContaining(expected);
        assertThat(files()).isEmpty();
    }

    @Test
    void anErrorBehindTheTextCountsAndLeavesNoFile() throws IOException {
        Answered answered = Answered.with(data(ESCAPED)
                + "<rpc-error><error-type>application</error-type><error-tag>operation-failed</error-tag>"
                + "<error-severity>error</error-severity></rpc-error>");
        Files.writeString(target(), "what was there");
        assertThatExceptionOfType(RpcErrorException.class)
                .isThrownBy(() -> answered.to(GetSchema.of("m").toFile(target()), 64));
        assertThat(files()).containsExactly(target());
        assertThat(target()).hasContent("what was there");
    }

    @Test
    void aReplyThatBreaksOffLeavesNoFile() throws IOException {
        Answered answered = Answered.with("<data>module m {</data><oops>");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> answered.to(GetSchema.of("m").toFile(target()), 64));
        assertThat(files()).isEmpty();
    }

    @Test
    void aTextThatIsNoYangIsLeftToWhoeverAskedForIt() throws IOException {
        assertThat(Answered.with(data("# comment")).to(GetSchema.of("m"))).isEqualTo("# comment");
        assertThat(Answered.with(data("module other {}")).to(GetSchema.of("m").format(SchemaFormat.RNC)))
                .isEqualTo("module other {}");
    }

    @Test
    void aFormatThatIsXmlComesAsXml() throws IOException {
        GetSchema asked = GetSchema.of("m").format(SchemaFormat.YIN);
        Answered answered = Answered.with(data("\n<module xmlns='urn:ietf:params:xml:ns:yang:yin:1' name='m'/>\n"));
        assertThat(answered.to(asked)).isEqualTo("<module xmlns='urn:ietf:params:xml:ns:yang:yin:1' name='m'/>");
        assertThat(answered.to(asked.toFile(target()), 64))
                .content()
                .startsWith("<data")
                .contains("name='m'");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Answered.with(data("")).to(asked))
                .withMessageContaining("nothing in <data>");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Answered.with(data("<module/> and text")).to(asked))
                .withMessageContaining("text between elements");
    }

    @Test
    void aDirectoryIsNoTarget() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GetSchema.of("m").toFile(directory))
                .withMessageContaining("no regular file");
    }

    @Test
    void anyOtherBodyServesToo() {
        assertThat(GetSchema.of("m").as(ReplyBody.string()).operation()).isEqualTo(GetSchema.of("m"));
    }
}
