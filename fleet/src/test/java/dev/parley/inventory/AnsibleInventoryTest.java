package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class AnsibleInventoryTest {
    private static final String INI = """
            ; a device of no group
            gw ansible_host=2001:db8::1

            [edge]
            pe[01:12:5].example.net site=lab   # three of them
            pe99 ansible_host=10.0.0.99 ansible_port=2830 ansible_user="net admin"

            [core]
            p-[a:c]:8300

            [wan:children]
            edge
            core

            [wan:vars]
            ansible_user = ops
            role = 'any'
            parley_ca = ca.crt

            [edge:vars]
            role=edge
            ansible_connection=ansible.netcommon.netconf
            """;

    @TempDir
    Path folder;

    private Written written;

    @BeforeEach
    void set() {
        written = new Written(folder);
    }

    private static String said(FleetInventory inventory, String device, String field) {
        return String.join(
                ",",
                inventory
                        .find(device)
                        .orElseThrow()
                        .setting(field)
                        .orElseThrow()
                        .texts());
    }

    @Test
    void iniIsReadAsAnsibleReadsIt() throws IOException {
        FleetInventory inventory = written.inventory("hosts", INI);

        assertThat(inventory.members())
                .extracting(Member::name)
                .containsExactly(
                        "gw", "pe01.example.net", "pe06.example.net", "pe11.example.net", "pe99", "p-a", "p-b", "p-c");
        Member pe01 = inventory.find("pe01.example.net").orElseThrow();
        assertThat(pe01.groups()).containsExactly("all", "edge", "wan");
        assertThat(pe01.variables()).containsEntry("role", "edge").containsEntry("site", "lab");
        assertThat(said(inventory, "pe01.example.net", "url")).isEqualTo("ssh://pe01.example.net");
        assertThat(said(inventory, "pe01.example.net", "user")).isEqualTo("ops");
        assertThat(said(inventory, "pe01.example.net", "ca")).isEqualTo("ca.crt");
        assertThat(said(inventory, "pe99", "url")).isEqualTo("ssh://10.0.0.99:2830");
        assertThat(said(inventory, "pe99", "user")).isEqualTo("net admin");
        assertThat(said(inventory, "p-b", "url")).isEqualTo("ssh://p-b:8300");
        assertThat(inventory.find("p-b").orElseThrow().variables()).containsEntry("role", "any");
        assertThat(said(inventory, "gw", "url")).isEqualTo("ssh://[2001:db8::1]");
        assertThat(inventory.find("gw").orElseThrow().groups()).containsExactly("all", "ungrouped");
    }

    @Test
    void yamlSaysTheSame() throws IOException {
        FleetInventory inventory = written.inventory("hosts.yml", """
                all:
                  vars: {ansible_user: ops}
                  children:
                    wan:
                      children:
                        edge:
                          hosts:
                            pe[1:2]: {ansible_port: 2830, site: lab}
                          vars: {ansible_ssh_private_key_file: ~/.ssh/net, interfaces: [eth0, eth1]}
                        core:
                          hosts: {p1: }
                """);

        assertThat(inventory.members()).extracting(Member::name).containsExactly("pe1", "pe2", "p1");
        assertThat(inventory.find("pe2").orElseThrow().groups()).containsExactly("all", "edge", "wan");
        assertThat(said(inventory, "pe2", "url")).isEqualTo("ssh://pe2:2830");
        assertThat(said(inventory, "pe2", "identity")).isEqualTo("~/.ssh/net");
        assertThat(said(inventory, "p1", "user")).isEqualTo("ops");
    }

    @Test
    void whatAnsibleListsIsReadToo() throws IOException {
        FleetInventory inventory = written.inventory("list.json", """
                {"_meta": {"hostvars": {"pe1": {"ansible_host": "10.0.0.1"}}},
                 "all": {"children": ["ungrouped", "edge"]},
                 "edge": {"hosts": ["pe1", "pe2"], "vars": {"site": "lab"}}}
                """);

        assertThat(said(inventory, "pe1", "url")).isEqualTo("ssh://10.0.0.1");
        assertThat(inventory.find("pe2").orElseThrow().variables()).containsEntry("site", "lab");
    }

    @Test
    void variablesBesideTheInventoryCount() throws IOException {
        var unused = written.file("group_vars/edge.yml", "ansible_user: operator\nsite: field\n");
        unused = written.file("group_vars/all/main.yml", "ansible_port: 830\n");
        unused = written.file("group_vars/all/vault.yml", "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
        unused = written.file("host_vars/pe1", "parley_timeout: 7s\n");

        FleetInventory inventory = written.inventory("hosts", "[edge]\npe1 ansible_host=10.0.0.1\n");

        assertThat(said(inventory, "pe1", "user")).isEqualTo("operator");
        assertThat(said(inventory, "pe1", "url")).isEqualTo("ssh://10.0.0.1:830");
        assertThat(said(inventory, "pe1", "timeout")).isEqualTo("7s");
        assertThat(inventory.remarks())
                .singleElement()
                .asString()
                .contains("vault.yml is encrypted, and is left aside");
    }

    @Test
    void secretsAreRefusedAndTemplatesNotWorkedOut() throws IOException {
        assertThat(written.mistakes("hosts", """
                        pe1 ansible_password=hunter2
                        pe2 ansible_host='{{ address }}'
                        [edge:vars]
                        ansible_become_pass=x
                        """))
                .containsExactly(
                        "hosts:1: ansible_password of device pe1 is a secret, which does not belong in an inventory → put"
                                + " it into a file of your own and name that: password-file; or log in with a key",
                        "hosts:2: ansible_host of device pe2 is a template, which nobody works out here → write the value,"
                                + " or write out the inventory: ansible-inventory --list --export",
                        "hosts:3: there is no group \"edge\" in hosts → add it: [edge]",
                        "hosts:4: ansible_become_pass of group edge is a secret, which does not belong in an inventory →"
                                + " put it into a file of your own and name that: password-file; or log in with a key");
        assertThat(
                        written.mistakes(
                                "hosts.yml",
                                "all:\n  hosts:\n    pe1:\n      ansible_password: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n"))
                .singleElement()
                .asString()
                .startsWith("hosts.yml:4:25: ansible_password of device pe1 is a secret");
        assertThat(written.inventory("hosts", "pe1 ansible_password='{{ vaulted }}' ansible_user=me\n")
                        .remarks())
                .singleElement()
                .asString()
                .startsWith("ansible_password of device pe1 is a template and is left aside");
    }

    @Test
    void whatIsWrongIsToldLineByLine() throws IOException {
        assertThat(written.mistakes("hosts", """
                        [edge]
                        pe[9:1]
                        pe1 lab
                        pe2 parley_ulr=tls://pe2
                        [wan:childs]
                        edge
                        [wan:children]
                        egde
                        [a:children]
                        b
                        [b:children]
                        a
                        """))
                .containsExactly(
                        "hosts:2: there is nothing from 9 to 1 → write it like web[01:50] or db[a:f]",
                        "hosts:3: \"lab\" behind pe1 is no variable → write it like site=lab",
                        "hosts:4: \"ulr\" is not a field of device pe2 → did you mean \"url\"?",
                        "hosts:5: there is no section [wan:childs] → there are [wan], [wan:children] and [wan:vars]",
                        "hosts:8: there is no group \"egde\" in hosts → did you mean edge?",
                        "hosts:12: the groups go round in a circle: a → b → a → take a out of b");
    }

    @Test
    void otherConnectionsPortsAndThisMachineAreLeftAside() throws IOException {
        FleetInventory inventory = written.inventory(
                "hosts",
                "localhost ansible_connection=local\npe1 ansible_connection=ansible.netcommon.network_cli ansible_port=22\n");

        assertThat(inventory.members()).extracting(Member::name).containsExactly("pe1");
        assertThat(said(inventory, "pe1", "url")).isEqualTo("ssh://pe1");
        assertThat(inventory.remarks()).hasSize(2);
    }

    @Test
    void rangesStandForNames() {
        assertThat(HostRange.expand("web[01:50]"))
                .isEqualTo(IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> "web%02d".formatted(i))
                        .toList());
        assertThat(HostRange.expand("r[8:11]-[a:b]"))
                .containsExactly("r8-a", "r8-b", "r9-a", "r9-b", "r10-a", "r10-b", "r11-a", "r11-b");
        assertThat(HostRange.expand("[2001:db8::1]")).containsExactly("[2001:db8::1]");
        assertThat(HostRange.expand("[1:9:1000000]")).as("as in Ansible").containsExactly("1");
        assertThat(HostRange.expand("[1:9:99999999999999999999]")).containsExactly("1");
        assertThat(HostRange.expand("[1:9:0000000004]x")).containsExactly("1x", "5x", "9x");
        assertThat(HostRange.expand("[a:z:1000000]")).containsExactly("a");
        assertThatThrownBy(() -> HostRange.expand("x[1:999999999]"))
                .hasMessage("from 1 to 999999999 there are more than 100000 names");
        assertThatThrownBy(() -> HostRange.expand("x[1:999][1:999]"))
                .hasMessage("\"x[1:999][1:999]\" stands for more than 100000 names");
        assertThatThrownBy(() -> HostRange.expand("x[1:9:0]")).hasMessage("a range cannot go in steps of 0");
        assertThatThrownBy(() -> HostRange.expand("[1:2]" + "x".repeat(500)))
                .hasMessage("a range stands in a name of more than 500 characters");
    }

    @Test
    void allRangesTogetherHaveALimit() throws IOException {
        Draft draft = new Draft(Set.of());
        AnsibleDraft ansible = new AnsibleDraft(draft);
        Place at = Place.in(Path.of("hosts"));
        assertThat(ansible.hosts("a[1:99999]", "all", at, 0)).hasSize(99_999);
        assertThat(ansible.hosts("b[1:99999]", "all", at, 0)).hasSize(99_999);
        assertThat(ansible.hosts("c[1:99999]", "all", at, 0)).isEmpty();
        assertThat(draft.mistakes())
                .extracting(Mistake::toString)
                .containsExactly(
                        "hosts: the ranges up to \"c[1:99999]\" stand for too much: at most for 200000 devices,"
                                + " and for 2000000 names and variables → make the inventory several, and set variables for groups");
        assertThat(written.mistakes("hosts", "a[1:1000]" + " x=1".repeat(2_000) + "\n"))
                .singleElement()
                .asString()
                .startsWith("hosts:1: the ranges up to \"a[1:1000]\" stand for too much");
    }
}
