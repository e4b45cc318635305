package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML has besides mappings and lists: references, merge keys and ways to make a small file cost much. */
@Tag("any-jdk")
class YamlInventoryTest {
    @TempDir
    Path folder;

    private Written written;

    @BeforeEach
    void set() {
        written = new Written(folder);
    }

    private static String said(FleetInventory inventory, String device, String name) {
        return String.join(
                ",",
                inventory.find(device).orElseThrow().setting(name).orElseThrow().texts());
    }

    @Test
    void aMergeKeyBringsInWhatAMappingSays() throws IOException {
        FleetInventory inventory = written.inventory("net.yaml", """
                defaults: &common {user: admin, timeout: 5s}
                devices:
                  pe1: &first {url: tls://pe1, user: root, vars: &vars {site: lab, role: edge}}
                  pe2: {<<: [*first, *common], url: tls://pe2, vars: {<<: *vars, role: core}}
                  pe3:
                    url: tls://pe3
                    <<: [*common, {user: guest, timeout: 9s, ca: ca.crt}]
                """);

        assertThat(said(inventory, "pe2", "url")).as("its own").isEqualTo("tls://pe2");
        assertThat(said(inventory, "pe2", "user")).as("the first of the list").isEqualTo("root");
        assertThat(said(inventory, "pe2", "timeout")).isEqualTo("5s");
        assertThat(inventory.find("pe2").orElseThrow().variables())
                .containsEntry("site", "lab")
                .containsEntry("role", "core");
        assertThat(said(inventory, "pe3", "user")).isEqualTo("admin");
        assertThat(said(inventory, "pe3", "ca")).isEqualTo("ca.crt");
    }

    @Test
    void ansiblesHostsAreWhereTheirMergeKeysSay() throws IOException {
        FleetInventory inventory = written.inventory("hosts.yml", """
                all:
                  vars:
                    shared: &conn {ansible_host: 127.0.0.9, ansible_port: 2022}
                  hosts:
                    pe1: {<<: *conn}
                    pe2:
                      <<: *conn
                      ansible_port: 830
                """);

        assertThat(said(inventory, "pe1", "url")).isEqualTo("ssh://127.0.0.9:2022");
        assertThat(said(inventory, "pe2", "url")).isEqualTo("ssh://127.0.0.9:830");
    }

    @Test
    void variablesBesideAnInventoryOfAnsibleMayMergeToo() throws IOException {
        var unused = written.file("host_vars/pe1.yml", """
                shared: &conn {ansible_host: 127.0.0.9}
                <<: *conn
                """);

        assertThat(said(written.inventory("hosts", "pe1\n"), "pe1", "url")).isEqualTo("ssh://127.0.0.9");
    }

    @Test
    void aMergeKeyThatBringsNothingInIsAMistake() throws IOException {
        assertThat(written.mistakes("net.yaml", """
                defaults: &common {user: admin}
                devices:
                  pe1: {<<: admin}
                  pe2: {<<: }
                  pe3: {<<: [*common, 7]}
                  pe4: {<<: *common, <<: {timeout: 5s}}
                  pe5: {<<: *comon}
                """))
                .containsExactly(
                        "net.yaml:3:13: << takes in what a mapping says, and this is none → refer to one or several:"
                                + " <<: *name, or <<: [*first, *second]",
                        "net.yaml:4:12: << takes in what a mapping says, and this is none → refer to one or several:"
                                + " <<: *name, or <<: [*first, *second]",
                        "net.yaml:5:23: << takes in what a mapping says, and this is none → refer to one or several:"
                                + " <<: *name, or <<: [*first, *second]",
                        "net.yaml:6:22: << stands here for the second time → name all in one: <<: [*first, *second]",
                        "net.yaml:7:13: *comon refers to nothing → put &comon in front of a value that ends above this");
    }

    @Test
    void manyDevicesMayReferToOnePart() throws IOException {
        StringBuilder yaml = new StringBuilder("groups: {edge: {vars: &v {site: lab, role: edge}}}\ndevices:\n");
        for (int i = 0; i < 5_000; i++) {
            yaml.append("  pe").append(i).append(": {url: tls://pe").append(i).append(", vars: *v}\n");
        }

        assertThat(written.inventory("net.yaml", yaml.toString()).members())
                .hasSize(5_000)
                .allMatch(member -> member.variables().get("site").equals("lab"));
    }

    /** Written out it would be 6 to the power of 30 values. */
    @Test
    void aSmallFileThatUnfoldsIntoALargeOneIsRefused() throws IOException {
        StringBuilder yaml = new StringBuilder("devices:\n  pe0: {vars: &a0 {x: [x, x, x, x, x]}}\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("  pe" + i + ": {vars: &a" + i + " {x: [" + ("*a" + (i - 1) + ", ").repeat(6) + "]}}\n");
        }

        assertThat(written.mistakes("net.yaml", yaml.toString()))
                .singleElement()
                .asString()
                .matches("net\\.yaml:\\d+:\\d+: with \\*a\\d the file unfolds into more than 2000000 values"
                        + " → say what many devices share in groups or in defaults");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void whatIsNestedWithoutEndIsRefused(String opening) throws IOException {
        assertThat(written.mistakes("net.yaml", "devices:\n  " + opening.repeat(20_000)))
                .singleElement()
                .asString()
                .startsWith("net.yaml:2:")
                .endsWith(": this is nested more than 60 deep → an inventory has a few levels only");
    }

    @Test
    void depthCountsAcrossReferences() throws IOException {
        StringBuilder yaml = new StringBuilder("devices:\n  - &a0 [x]\n");
        for (int i = 1; i < 80; i++) {
            yaml.append("  - &a" + i + " [*a" + (i - 1) + "]\n");
        }

        assertThat(written.mistakes("net.yaml", yaml.toString()))
                .singleElement()
                .asString()
                .contains("this is nested more than 60 deep");
    }

    @Test
    void whatRefersToItselfIsRefused() throws IOException {
        assertThat(written.mistakes("net.yaml", "devices: &a\n  pe1: {vars: *a}\n"))
                .containsExactly(
                        "net.yaml:2:15: *a refers to nothing → put &a in front of a value that ends above this");
    }

    @Test
    void anInventoryIsOneDocument() throws IOException {
        assertThat(written.mistakes("net.yaml", "devices: {pe1: }\n---\ndevices: {pe2: }\n"))
                .containsExactly("net.yaml:2:1: a second document begins here → put it into a file of its own");
        assertThat(written.inventory("net.yaml", "---\ndevices: {pe1: ~}\n...\n")
                        .members())
                .hasSize(1);
    }

    @Test
    void aCharacterThatYamlDoesNotKnowIsToldWhere() throws IOException {
        assertThat(written.mistakes("net.yaml", "devices:\n  pe\0: {}\n"))
                .containsExactly(
                        "net.yaml:2:5: the character U+0000 has no place in YAML → take it out, or write it as an"
                                + " escape in double quotes");
    }
}
