package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.error.InputException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("any-jdk")
class ParleyInventoryTest {
    private static final String NETWORK = """
            defaults: {ca: ca.crt}
            groups:
              core:
              edge:
                user: admin
                vars: {role: edge, site: lab}
              access:
                children: [edge]
                members: [pe3]
                user: guest
                vars: {role: access}
            devices:
              pe1:
                url: ssh://10.0.0.1
                groups: [edge]
                tags: [canary, rack-7]
              pe2:
                groups: edge
                user: root
                vars:
                  site: field
              pe3:
            """;

    @TempDir
    Path folder;

    private Written written;

    @BeforeEach
    void set() {
        written = new Written(folder);
    }

    @Test
    void aDeviceHasWhatItsEntryItsGroupsAndTheDefaultsSay() throws IOException {
        FleetInventory inventory = written.inventory("net.yaml", NETWORK);

        Member pe1 = inventory.find("pe1").orElseThrow();
        assertThat(pe1.groups()).containsExactly("access", "edge");
        assertThat(pe1.tags()).containsExactly("canary", "rack-7");
        assertThat(pe1.variables()).containsEntry("role", "edge").containsEntry("site", "lab");
        assertThat(pe1.setting("url").orElseThrow().texts()).containsExactly("ssh://10.0.0.1");
        assertThat(pe1.setting("user").orElseThrow().texts())
                .as("the closest group")
                .containsExactly("admin");
        assertThat(pe1.setting("ca").orElseThrow().texts()).containsExactly("ca.crt");

        Member pe2 = inventory.find("pe2").orElseThrow();
        assertThat(pe2.setting("user").orElseThrow().texts()).containsExactly("root");
        assertThat(pe2.variables()).containsEntry("site", "field");
        assertThat(inventory.find("pe3").orElseThrow().groups()).containsExactly("access");
        assertThat(inventory.members()).extracting(Member::name).containsExactly("pe1", "pe2", "pe3");
        assertThat(inventory.groups()).containsExactly("core", "edge", "access");
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        FleetInventory inventory = written.inventory("net.json", """
                {"groups": {"edge": {"user": "admin"}},
                \t"devices": [{"name": "pe1", "groups": ["edge"], "vars": {"site": "lab", "rack": 7}},
                \t            {"name": "pe2", "timeout": "5s"}]}
                """);

        assertThat(inventory.members()).extracting(Member::name).containsExactly("pe1", "pe2");
        assertThat(inventory.members().get(0).variables()).containsEntry("rack", "7");
        assertThat(inventory.members().get(0).setting("user")).isPresent();
    }

    @Test
    void everyMistakeIsToldWithItsPlace() throws IOException {
        assertThat(written.mistakes("net.yaml", """
                        device: {}
                        groups:
                          edge: {children: [core]}
                          core: {children: [edge], members: [pe9]}
                        devices:
                          pe1: {groups: [egde]}
                          pe2: {ulr: tls://pe2, password: hunter2}
                          pe1: {timeout: 5s}
                          pe3: [tls, pe3]
                          pe4: {vars: {enable_secret: cisco}}
                        """))
                .containsExactly(
                        "net.yaml:1:1: \"device\" is not a field of the file → did you mean \"devices\"?",
                        "net.yaml:4:21: the groups go round in a circle: edge → core → edge → take edge out of core",
                        "net.yaml:4:38: there is no device \"pe9\", which group core names → did you mean pe1?",
                        "net.yaml:6:18: there is no group \"egde\" → did you mean edge?",
                        "net.yaml:7:9: \"ulr\" is not a field of device pe2 → did you mean \"url\"?",
                        "net.yaml:7:35: password of device pe2 is a secret, which does not belong in an inventory → put it"
                                + " into a file of your own and name that: password-file; or log in with a key",
                        "net.yaml:8:3: there is a device \"pe1\" already, at net.yaml:6:3 → each device has"
                                + " a name of its own; give this one another, or take one of them out",
                        "net.yaml:9:8: device pe3 must be a mapping of names to values",
                        "net.yaml:10:31: enable_secret of device pe4 is a secret, which does not belong in an inventory →"
                                + " put it into a file of your own and name that: password-file; or log in with a key");
    }

    @Test
    void aFileThatIsNoYamlIsToldWhere() throws IOException {
        assertThat(written.mistakes("net.yaml", "devices:\n  pe1: {url: [}\n"))
                .singleElement()
                .asString()
                .startsWith("net.yaml:2:15: ")
                .endsWith("→ it is YAML: indent with spaces, and put a space behind each colon");
        assertThat(written.mistakes("net.json", "{\"devices\": {\"pe1\": }}"))
                .singleElement()
                .asString()
                .startsWith("net.json:1:");
    }

    @Test
    void theErrorSaysHowMuchIsWrongBesides() {
        assertThatThrownBy(() -> written.inventory("net.yaml", "devices: {pe1: {x: 1}, pe2: {y: 1}, pe3: {z: 1}}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"x\" is not a field of device pe1; and 2 more");
    }

    @Test
    void aFieldWithoutAValueIsAsGoodAsNone() throws IOException {
        assertThat(written.inventory("net.yaml", "devices: {pe1: {url: }}").members())
                .singleElement()
                .satisfies(member -> assertThat(member.setting("url")).isEmpty());
    }

    @Test
    void devicesInAListNeedNames() throws IOException {
        assertThat(written.mistakes("net.yaml", "- name: pe1\n- url: tls://pe2\n- pe3\n"))
                .containsExactly(
                        "net.yaml:2:3: this device has no name → add one: name: pe1",
                        "net.yaml:3:3: a device must be a mapping of names to values → such as name: pe1");
    }

    @Test
    void groupsMayBeInEachOtherAsDeepAsTheyLike() throws IOException {
        StringBuilder yaml = new StringBuilder("groups:\n");
        for (int i = 0; i < 4_000; i++) {
            yaml.append("  g" + i + ": {vars: {deepest: " + i + "}, children: [g" + (i + 1) + "]}\n");
        }
        yaml.append("  g4000: {user: ops}\ndevices: {pe1: {groups: [g4000]}}\n");

        Member pe1 = written.inventory("net.yaml", yaml.toString()).members().get(0);
        assertThat(pe1.groups()).hasSize(4_001);
        assertThat(pe1.variables()).containsEntry("deepest", "3999");
        assertThat(written.mistakes("net.yaml", yaml.toString().replace("{user: ops}", "{children: [g3998]}")))
                .containsExactly("net.yaml:4002:22: the groups go round in a circle: g3998 → g3999 → g4000 → g3998"
                        + " → take g3998 out of g4000");
    }

    @Test
    void aPathThatCannotBeOneIsToldWithItsPlace() throws IOException {
        Setting ca = written.inventory("net.yaml", "devices:\n  pe1: {ca: \"x\\0y\"}\n")
                .members()
                .get(0)
                .setting("ca")
                .orElseThrow();

        assertThatThrownBy(() -> ca.place().resolve(ca.texts().get(0)))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + "/net.yaml:2:9: no file can be called \"x\\u0000y\": Nul character not allowed");
        var unused = written.file("group_vars/all", "site: lab\n");
        assertThat(written.mistakes("hosts", "[edge\0]\npe1\n")).isEmpty();
    }

    @Test
    void aNameIsMoreThanNothingAndControlCharacters() throws IOException {
        assertThat(written.mistakes("net.yaml", "devices: {\"pe\\e[2J\": }\n"))
                .containsExactly(
                        "net.yaml:1:11: \"pe\\u001b[2J\" has control characters in it → call it by letters and digits");
        assertThat(written.mistakes("hosts", "[edge]\n'' site=lab\n"))
                .containsExactly("hosts:2: this device has no name → call it by letters and digits");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            snmp_community, public
            snmp_community, [public]
            api_key, x
            auth-key, x
            pin, 1234
            hash, x
            enable_pass, x
            authKey, x
            note, $6$salt$abcdef
            note, "-----BEGIN EC PRIVATE KEY-----"
            note, $ANSIBLE_VAULT;1.1;AES256
            """)
    void secretsAreRefused(String name, String value) throws IOException {
        assertThat(written.mistakes("net.yaml", "devices:\n  pe1: {vars: {" + name + ": " + value + "}}\n"))
                .singleElement()
                .asString()
                .startsWith("net.yaml:2:")
                .contains(name + " of device pe1 is a secret, which does not belong in an inventory");
        assertThat(written.mistakes("hosts.yml", "all:\n  hosts:\n    pe1: {" + name + ": " + value + "}\n"))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:3:")
                .contains(name + " of device pe1 is a secret");
    }

    @ParameterizedTest
    @CsvSource({
        "bypass, east",
        "compass, north",
        "password_file, pw.txt",
        "ansible_ssh_private_key_file, ~/.ssh/net",
        "key_path, /etc/keys",
        "needs_password, true",
        "bgp_community, 65000:100",
        "public_key, ssh-ed25519 AAAA",
        "monkeys_seen, 3"
    })
    void whatOnlySoundsLikeASecretIsNone(String name, String value) throws IOException {
        assertThat(written.inventory("net.yaml", "devices:\n  pe1: {vars: {" + name + ": '" + value + "'}}\n")
                        .members()
                        .get(0)
                        .variables())
                .containsEntry(name, value);
    }
}
