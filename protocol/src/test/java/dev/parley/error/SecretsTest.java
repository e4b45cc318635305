package dev.parley.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "$6$salt$abc, true",
        "it is $9$Lop7dws2, true",
        "-----BEGIN PRIVATE KEY----- MIIB, true",
        "-----BEGIN CERTIFICATE----- MIIB, false",
        "$HOME/keys, false",
        "costs $5, false"
    })
    void someSecretsNeedNoName(String text, boolean secret) {
        assertThat(Secrets.isIn(text)).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password",
                "passwd",
                "password-hashed",
                "encrypted-password",
                "secret",
                "shared-secret",
                "secrets",
                "key",
                "key1",
                "keys",
                "auth-key",
                "authentication-key",
                "sshKey",
                "key-string",
                "keystring",
                "key_value",
                "community",
                "community-string",
                "communities",
                "passphrase",
                "pass",
                "user-pass",
                "pre-shared-key",
                "pre_shared_key",
                "preSharedKey",
                "PreSharedKey",
                "psk",
                "wpa2-psk-value",
                "private-key",
                "cleartext-private-key",
                "token",
                "access_token",
                "credentials",
                "pin",
                "sim-pin",
                "pwd",
                "admin.pwd",
                "password-hash"
            })
    void namesOfSecretsAreKnown(String name) {
        assertThat(Secrets.isNamed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "key-chain",
                "keystore",
                "keepalive",
                "description",
                "bypass",
                "compass",
                "mapping",
                "pinning",
                "spin",
                "interface",
                "hostname",
                "encryption",
                "session-id",
                "capability",
                "rpc-reply",
                "with-defaults",
                "error-path"
            })
    void otherNamesAreNot(String name) {
        assertThat(Secrets.isNamed(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "username joe password 7 08224F47          | username joe password ***",
                "snmp-server community s3cret RO           | snmp-server community ***",
                "password=s3cret                           | password=***",
                "password: s3cret, and more                | password: ***",
                "set key \"s3 \\\" cret\" now              | set key *** now",
                "{\"password\":\"s3cret\",\"x\":1}         | {\"password\":***,\"x\":1}",
                "/a/user[password='s3cret']/name           | /a/user[password=***]/name",
                "/a/b[secret=\"s3cret]                     | /a/b[secret=***",
                "<a><password>s3cret</password><b>1</b>    | <a><password>***</password><b>1</b>",
                "a secret is                               | a secret ***",
                "no such password                          | no such password",
                "ftp://joe:s3/cr@et@host/file              | ftp://***@host/file",
                "https://host/?access_token=s3cret         | https://host/?access_token=***",
                "root:$6$rounds=5000$salt$hash:0:0         | root:***",
                "secret 5 $1$salt$hash                     | secret ***",
                "of the interface eth0 nothing is hidden   | of the interface eth0 nothing is hidden",
                "urn:ietf:params:xml:ns:yang:ietf-keystore | urn:ietf:params:xml:ns:yang:ietf-keystore",
            })
    void whatStandsBehindSuchANameIsHidden(String text, String shown) {
        assertThat(Secrets.hiddenIn(text)).isEqualTo(shown.replace("[password=***]/name", "[password=***]/name"));
    }

    @Test
    void aLineEndsAtItsEnd() {
        assertThat(Secrets.hiddenIn("enable secret\r\nhostname pe1\npassword s3cret\\\nhostname pe2"))
                .isEqualTo("enable secret\r\nhostname pe1\npassword ***\nhostname pe2");
    }

    @Test
    void aPrivateKeyIsHiddenInAllItsLines() {
        String pem = "a\n-----BEGIN EC PRIVATE KEY-----\nMHcC\nAQEE\n-----END EC PRIVATE KEY-----\nb";

        assertThat(Secrets.hiddenIn(pem))
                .isEqualTo("a\n-----BEGIN EC PRIVATE KEY-----***-----END EC PRIVATE KEY-----\nb");
        assertThat(Secrets.hiddenIn(pem.substring(0, 40))).doesNotContain("MHc");
    }

    @Test
    void aQuotedValueMayHoldLineEnds() {
        assertThat(Secrets.hiddenIn("secret 's3\ncret'; next")).isEqualTo("secret ***; next");
        assertThat(Secrets.hiddenIn("secret 's3\ncret")).isEqualTo("secret ***");
    }

    /** Only time that grows with the square, or a stack that grows with the text, would be noticed here. */
    @Test
    void aVeryLongTextIsNoTrouble() {
        String words = "://".repeat(200_000) + "\\\"".repeat(200_000) + "a".repeat(1_000_000);

        assertThat(Secrets.hiddenIn("password \"" + words)).isEqualTo("password ***");
        assertThat(Secrets.hiddenIn(words)).isEqualTo(words);
    }

    /** The timeout is no measure of speed; it only ends what would otherwise seem to hang. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "a://",
                "a://b@",
                "://",
                "password ",
                "password:",
                "password:\n",
                "password=\"",
                "password='\\",
                "<password>",
                "<password ",
                "<password a='",
                "<password><![CDATA[",
                "<password><!--",
                "<password>\n\n",
                "<a:password>",
                "</a:password>",
                "a:password\n",
                "x:",
                "key1",
                "keys\n",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY",
                "-----END ",
                "$6$",
                "$6$ ",
            })
    void whatAHostileTextRepeatsIsReadOnce(String repeated) {
        String text = repeated.repeat((1 << 20) / repeated.length());

        assertThat(Secrets.hiddenIn(text + "\n\npassword: s3cret")).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a://joe@b c://jim@d                    | a://***@b c://***@d",
                "a://joe@b,c://jim@d/e                  | a://***@d/e",
                "a://b://joe:s3cret@c                   | a://***@c",
                "://joe@b and 1://jim@c                 | ://joe@b and 1://***@c",
                "'ssh://joe@b' <ssh://jim@c> ssh://d @e | 'ssh://***@b' <ssh://***@c> ssh://d @e",
                "a://                                   | a://",
                "a://@                                  | a://***@",
            })
    void theUserInAUrlIsHidden(String text, String shown) {
        assertThat(Secrets.hiddenIn(text)).isEqualTo(shown);
    }

    static Stream<Arguments> valuesBehindLineEnds() {
        return Stream.of(
                arguments("<password>\n hunter2\n</password><b>1</b>", "<password>\n ***</password><b>1</b>"),
                arguments("<password>\r\nhunter2\r\nhunter2", "<password>\r\n***"),
                arguments("<password> hunter2\nhunter2</password>", "<password> ***</password>"),
                arguments("<password><![CDATA[hunter2]]></password>", "<password>***</password>"),
                arguments("<password>h<![CDATA[<hunter2>]]>unter2</password>", "<password>***</password>"),
                arguments("<password><!-- <a> -->hunter2<?b <c?>hunter2</password>", "<password>***</password>"),
                arguments("<password><![CDATA[hunter2</password>", "<password>***"),
                arguments("<password\n a='1'>hunter2", "<password\n ***"),
                arguments("<password\n a='1'\n>\nhunter2</password>", "<password\n ***</password>"),
                arguments("<password\n>hunter2</password>", "<password\n>***</password>"),
                arguments("<a:password\n b='1'>hunter2</a:password>c", "<a:password\n ***</a:password>c"),
                arguments("<leaf name=\"password\">\nhunter2</leaf>", "<leaf name=\"password\">\n***</leaf>"),
                arguments("<a password=\n'hunter2' b='1'>", "<a password=\n*** b='1'>"),
                arguments("password:\n hunter2\nhostname pe1", "password:\n ***\nhostname pe1"),
                arguments("password:\n\n\thunter2 and more", "password:\n\n\t*** and more"),
                arguments("password : \r\n hunter2", "password : \r\n ***"),
                arguments("secrets:\n  password: hunter2\nb: 1", "secrets:\n  *** ***\nb: 1"),
                arguments("secrets:\n  password:\n  hunter2\nb: 1", "secrets:\n  ***\n  ***\nb: 1"),
                arguments("secrets:\n password:hunter2 and more\nb", "secrets:\n ***\nb"),
                arguments("passwords:\n  - hunter2\nb: 1", "passwords:\n  ***\nb: 1"),
                arguments("\"password\":\n  \"hunter2 hunter2\",\n\"b\"", "\"password\":\n  ***,\n\"b\""));
    }

    @ParameterizedTest
    @MethodSource("valuesBehindLineEnds")
    void aLineEndBeforeAValueHidesItNoLess(String text, String shown) {
        assertThat(Secrets.hiddenIn(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<password/><b>1</b>",
                "<password />\n<b>1</b>",
                "<password></password><b>1</b>",
                "<password>\n</password>\n<b>1</b>",
                "<password>\n  <b>1</b>",
                "</a:password>\n1",
                "enter the password:\n",
            })
    void whereThereIsNoValueNothingIsHidden(String text) {
        assertThat(Secrets.hiddenIn(text)).isEqualTo(text);
    }
}
