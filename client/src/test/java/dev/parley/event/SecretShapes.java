package dev.parley.event;

import java.util.List;
import java.util.stream.Stream;

/** Ways in which configurations hold secrets. Every secret is made of the letters {@code zq}, and nothing else has them. */
final class SecretShapes {
    /** What may never be shown. */
    static final String MARK = "zq";

    private static final String SECRET = "zq7xzqK9";

    private SecretShapes() {}

    /** XML with secrets, between two elements that everybody may see. */
    static List<String> all() {
        return Stream.of(
                        elements(),
                        attributes(),
                        pieces(),
                        nested(),
                        Stream.of("password", "secret", "key").map(SecretShapes::veryLong),
                        lines())
                .flatMap(shapes -> shapes)
                .map(shape -> "<user xmlns=\"urn:example:users\"><name>ann</name>" + shape + "<uid>1001</uid></user>")
                .toList();
    }

    private static Stream<String> elements() {
        return Stream.of(
                        "password",
                        "secret",
                        "key",
                        "community",
                        "passphrase",
                        "pre-shared-key",
                        "encrypted-password",
                        "authentication-key",
                        "preSharedKey",
                        "key-string",
                        "cleartext-private-key",
                        "token")
                .flatMap(name -> Stream.of(
                        "<" + name + ">" + SECRET + "</" + name + ">",
                        "<v:" + name + " xmlns:v=\"urn:vendor\">" + SECRET + "</v:" + name + ">",
                        "<" + name + " xmlns=\"urn:vendor\" >\n  " + SECRET + "\n</" + name + "\n>"));
    }

    private static Stream<String> attributes() {
        return Stream.of(
                "<login password=\"" + SECRET + "\"/>",
                "<login v:password='" + SECRET + "' xmlns:v='urn:vendor'>ann</login>",
                "<secret value=\"" + SECRET + "\"/>",
                "<password type=\"" + SECRET + "\">x</password>",
                "<leaf name=\"password\" value=\"" + SECRET + "\"/>",
                "<leaf name=\"password\">" + SECRET + "</leaf>",
                "<backup url=\"ftp://ann:" + SECRET + "@host/a\"/>",
                "<filter select=\"/users/user[password='" + SECRET + "']\"/>");
    }

    private static Stream<String> pieces() {
        return Stream.of(
                "<password><![CDATA[" + SECRET + "]]></password>",
                "<password>&#122;q7&amp;<![CDATA[zq<zq>]]>zq</password>",
                "<password>" + "&lt;zq&gt;".repeat(3_000) + "</password>",
                "<password>zq<!-- zq -->zq<?zq zq?>zq</password>",
                "<password>\n<!-- zq -->\n</password>",
                "<cmd>username ann passw<![CDATA[ord ]]>" + SECRET + "</cmd>",
                "<cmd>username ann pass&#119;ord<!-- --> " + SECRET + "</cmd>");
    }

    private static Stream<String> nested() {
        return Stream.of(
                "<secret><type>7</type><value a='zq'>" + SECRET + "</value><more><deep>zq</deep></more></secret>",
                "<pre-shared-key><ascii-text>" + SECRET + "</ascii-text></pre-shared-key>",
                "<community><name>" + SECRET + "</name><community>zq</community><x>zq</x></community>",
                "<option><name>password</name><value>" + SECRET + "</value></option>",
                "<option><key>admin-password</key><hint>no</hint><value>" + SECRET + "</value></option>");
    }

    private static String veryLong(String name) {
        return "<" + name + ">" + SECRET.repeat(50_000) + "</" + name + ">";
    }

    private static Stream<String> lines() {
        return Stream.of(
                "<cmd>snmp-server community " + SECRET + " RO</cmd>",
                "<cmd>enable secret 5 $1$zq$zq\nhostname pe1</cmd>",
                "<cli><![CDATA[root-authentication { encrypted-password \"" + SECRET + "\"; }]]></cli>",
                "<cli>&lt;password&gt;" + SECRET + "&lt;/password&gt;</cli>",
                "<json>{\"password\":\"" + SECRET + "\"}</json>",
                "<from>scp://ann:zq/zq@zq@host/a</from>",
                "<pem>-----BEGIN PRIVATE KEY-----\nzq\nzq\n-----END PRIVATE KEY-----</pem>",
                "<line>ann:$6$rounds=5000$zq$zq:19000</line>");
    }
}
