package dev.parley.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
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
}
