package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import dev.parley.simulator.yang.YangModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run over two devices behind SSH, from each form of inventory. */
@Timeout(120)
class FleetInventoriesTest {
    private static final String PASSWORD = "open sesame";

    /** What each form says: two devices in a group, each with its port, and what they share. PORT0 and PORT1 are the ports. */
    private static final Map<String, String> INVENTORIES =
            Map.of("net.yaml", """
            defaults: &login {user: operator, password-file: password, known-hosts: known_hosts, ssh-config: none}
            groups: {edge: {vars: {site: lab}}}
            devices:
              pe0: {<<: *login, url: "ssh://127.0.0.1:PORT0", groups: [edge]}
              pe1: {url: "ssh://127.0.0.1:PORT1", groups: [edge]}
            """, "net.json", """
            {"defaults": {"user": "operator", "password-file": "password", "known-hosts": "known_hosts", "ssh-config": "none"},
             "groups": {"edge": {"vars": {"site": "lab"}}},
             "devices": [{"name": "pe0", "url": "ssh://127.0.0.1:PORT0", "groups": ["edge"]},
                         {"name": "pe1", "url": "ssh://127.0.0.1:PORT1", "groups": ["edge"]}]}
            """, "net.csv", """
            name,url,groups,vars.site,user,password-file,known-hosts,ssh-config
            pe0,ssh://127.0.0.1:PORT0,edge,lab,operator,password,known_hosts,none
            pe1,ssh://127.0.0.1:PORT1,edge,lab,operator,password,known_hosts,none
            """, "hosts.ini", """
            [edge]
            pe0 ansible_port=PORT0
            pe1 ansible_port=PORT1
            [edge:vars]
            ansible_host=127.0.0.1
            ansible_user=operator
            site=lab
            parley_password_file=password
            parley_known_hosts=known_hosts
            parley_ssh_config=none
            """, "hosts.yml", """
            all:
              vars:
                login: &login {ansible_host: 127.0.0.1, ansible_user: operator, parley_password_file: password}
              children:
                edge:
                  vars: {site: lab, parley_known_hosts: known_hosts, parley_ssh_config: none}
                  hosts:
                    pe0: {<<: *login, ansible_port: PORT0}
                    pe1: {<<: *login, ansible_port: PORT1}
            """);

    @TempDir
    private Path folder;

    /** Two devices with modules, and every form of inventory for them beside the files of their user. */
    private DeviceFarm devices() throws IOException {
        HostKeys hostKeys = HostKeys.generate(Kind.ED25519);
        DeviceFarm farm = DeviceFarm.open(1);
        List<String> known = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            DeviceSimulator device = farm.start(SampleDevice.describe()
                    .modules(YangModules.sample())
                    .ssh(SshSettings.of(hostKeys, SshUser.named("operator").password(PASSWORD))));
            ports.add(device.port());
            known.addAll(hostKeys.knownHosts("127.0.0.1", device.port()));
        }
        Files.write(folder.resolve("known_hosts"), known);
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        for (Map.Entry<String, String> inventory : INVENTORIES.entrySet()) {
            Files.writeString(
                    folder.resolve(inventory.getKey()),
                    inventory.getValue().replace("PORT0", "" + ports.get(0)).replace("PORT1", "" + ports.get(1)));
        }
        return farm;
    }

    private Result run(String inventory, String... more) {
        return Shell.plain()
                .run(Stream.concat(
                                Stream.of(
                                        "fleet", "-i", folder.resolve(inventory).toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.yaml", "net.json", "net.csv", "hosts.ini", "hosts.yml"})
    void eachFormSaysWhichDevicesThereAreAndHowTheyAreReached(String inventory) throws IOException {
        DeviceFarm farm = devices();
        try (farm) {
            Result plan = run(inventory, "--group", "edge", "--where", "site=lab", "--dry-run", "--", "get-config");
            assertThat(plan.status()).as(plan.err()).isZero();
            assertThat(plan.out() + plan.err()).contains("pe0", "pe1", "get-config");

            Result result =
                    run(inventory, "--where", "site=lab", "--", "get-config", "--output", folder + "/{device}.xml");
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.err()).contains("✓ 2 devices in ").doesNotContain("warning");
            assertThat(folder.resolve("pe0.xml")).content().contains("<hostname>pe1</hostname>");
            assertThat(folder.resolve("pe1.xml")).content().contains("<hostname>pe1</hostname>");
        }
    }

    @Test
    void schemasOfEachDeviceComeIntoAFolderOfItsOwn() throws IOException {
        DeviceFarm farm = devices();
        try (farm) {
            Result result = run("hosts.ini", "--", "schemas", "--output", folder + "/models/{device}");

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.err()).contains("✓ 2 devices in ");
            for (String device : List.of("pe0", "pe1")) {
                assertThat(folder.resolve("models/" + device + "/example-types@2026-01-15.yang"))
                        .content()
                        .startsWith("module example-types");
                try (Stream<Path> files = Files.list(folder.resolve("models/" + device))) {
                    assertThat(files.filter(file -> file.toString().endsWith(".yang")))
                            .hasSize(5);
                }
            }
        }
    }

    @Test
    void whatIsWrongIsToldWithItsLineAndNothingIsDone() throws IOException {
        Path hosts = Files.writeString(
                folder.resolve("bad.ini"), "[edge]\npe0 snmp_community=s3cret\npe1 parley_ulr=tls://pe1\n");

        Result result = run("bad.ini", "--", "hello");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains(hosts + ":2: snmp_community of device pe0 is a secret")
                .contains(hosts + ":3: \"ulr\" is not a field of device pe1 → did you mean \"url\"?")
                .doesNotContain("s3cret");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void namesOfOneAddressAreToldBeforeTheRun() throws IOException {
        Files.writeString(folder.resolve("twice.csv"), "name,url\na,tls://127.0.0.1:9\nb,tls://127.0.0.1:9\n");

        assertThat(run("twice.csv", "--dry-run", "--", "hello").err())
                .contains("a and b have the same address, tls://127.0.0.1:9: what is done on each is done there twice");
    }
}
