package dev.parley.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.xml.Xml;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorTest {
    static List<String> shapes() {
        return SecretShapes.all();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void noSecretIsShownAndTheRestIs(String message) {
        String shown = redacted(message);

        assertThat(shown)
                .doesNotContain(SecretShapes.MARK)
                .startsWith("<user xmlns=\"urn:example:users\"><name>ann</name>")
                .endsWith("<uid>1001</uid></user>")
                .hasSizeLessThan(400);
        assertThat(Xml.parse(shown).roots()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<password>a&lt;<![CDATA[b]]>c</password>     | <password>***</password>",
                "<password/>                                  | <password/>          ",
                "<secret><type>7</type><v>x</v></secret>      | <secret><type>***</type><v>***</v></secret>",
                "<v:key xmlns:v=`urn:v` n=`1`>x</v:key>       | <v:key xmlns:v=`urn:v` n=`***`>***</v:key>",
                "<leaf name=`password` value=`x`/>            | <leaf name=`password` value=`***`/>",
                "<a b=`1 &lt; 2`>x &gt;&amp; y</a>            | <a b=`1 &lt; 2`>x &gt;&amp; y</a>",
                "<cmd>user ann password x</cmd>               | <cmd>user ann password ***</cmd>",
                "<!-- x --><a>1<?x x?>2</a>                   | <a>12</a>",
                "<a>1</a                                      | (7 bytes, not shown because they cannot be parsed: MALFORMED_XML)",
            })
    void whatIsHiddenIsSeenToBe(String message, String shown) {
        assertThat(redacted(message.replace('`', '"'))).isEqualTo(shown.replace('`', '"'));
    }

    /** What an edit does with a secret is none itself (RFC 6241 section 7.2). */
    @Test
    void theOperationOnASecretIsShown() {
        assertThat(redacted("<password xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\" nc:operation=\"replace\">"
                        + "x</password>"))
                .contains("nc:operation=\"replace\">***<");
    }

    private static String redacted(String message) {
        ByteBuffer bytes = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
        String shown = Redactor.redact(bytes.asReadOnlyBuffer());
        assertThat(bytes.position()).isZero();
        return shown;
    }
}
