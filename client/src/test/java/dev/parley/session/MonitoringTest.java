package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.error.RequestException;
import dev.parley.error.RpcErrorException;
import dev.parley.monitoring.GetMonitoring;
import dev.parley.monitoring.GetMonitoring.Part;
import dev.parley.monitoring.GetSchema;
import dev.parley.monitoring.GetYangLibrary;
import dev.parley.monitoring.NetconfState;
import dev.parley.monitoring.SchemaCatalog;
import dev.parley.monitoring.YangLibrary;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.Lock;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.yang.LibraryVersion;
import dev.parley.simulator.yang.YangModule;
import dev.parley.simulator.yang.YangModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Monitoring, get-schema and the YANG library over a session (RFC 6022, RFC 7895, RFC 8525). */
@Timeout(60)
class MonitoringTest {
    private final NetconfClient client =
            NetconfClient.builder().withoutLogging().build();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        client.close();
    }

    private static DeviceSimulator.Builder device(YangModules modules) {
        return DeviceSimulator.builder().clearText().modules(modules);
    }

    private Session open(DeviceSimulator device) {
        return client.open(Device.cleartextTcp(device.host(), device.port()));
    }

    @Test
    void manyModulesComeSideBySideIntoTheirFiles() throws IOException {
        YangModules modules = YangModules.sample().withGenerated(40, 60_000);
        try (DeviceSimulator device = device(modules).start();
                Session session = open(device)) {
            YangLibrary library =
                    session.send(GetYangLibrary.of(session.hello()).orElseThrow());
            NetconfState state = session.send(GetMonitoring.of(Part.SCHEMAS));
            List<SchemaCatalog.Entry> entries = SchemaCatalog.of(
                            List.of(library, YangLibrary.of(session.hello())), state)
                    .entries();
            assertThat(entries).hasSize(45);

            List<CompletableFuture<Path>> files = new ArrayList<>();
            for (SchemaCatalog.Entry entry : entries) {
                files.add(session.sendAsync(entry.get().toFile(directory.resolve(entry.label() + ".yang"))));
            }
            for (YangModule module : modules.all()) {
                String revision = module.revision().isEmpty() ? "" : "@" + module.revision();
                CompletableFuture.allOf(files.toArray(CompletableFuture[]::new)).join();
                assertThat(directory.resolve(module.name() + revision + ".yang"))
                        .hasContent(module.text().orElseThrow());
            }
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSize(45);
        }
    }

    @Test
    void aModuleOfTenMegabytesIsTakenEitherWay() throws IOException {
        YangModules modules = YangModules.none().withGenerated(1, 10_000_000);
        String text = modules.all().get(0).text().orElseThrow();
        try (DeviceSimulator device = device(modules).start();
                Session session = open(device)) {
            assertThat(session.send(GetSchema.of("generated-0001")).equals(text))
                    .isTrue();
            Path file = session.send(GetSchema.of("generated-0001").toFile(directory.resolve("g.yang")));
            assertThat(Files.readString(file).equals(text)).isTrue();
        }
    }

    @Test
    void aRefusalIsTypedAndLeavesNoFile() throws IOException {
        YangModules modules = YangModules.sample()
                .withAnnounced("ghost", "2020-01-01", "urn:ghost")
                .with("module twice { namespace urn:t; prefix t; revision 2020-01-01; }")
                .with("module twice { namespace urn:t; prefix t; revision 2021-01-01; }");
        try (DeviceSimulator device = device(modules).start();
                Session session = open(device)) {
            assertThatExceptionOfType(RpcErrorException.class)
                    .isThrownBy(() -> session.send(GetSchema.of("ghost").toFile(directory.resolve("ghost.yang"))))
                    .satisfies(refused -> assertThat(refused.first().tag()).isEqualTo("invalid-value"));
            assertThatExceptionOfType(RpcErrorException.class)
                    .isThrownBy(() -> session.send(GetSchema.of("twice")))
                    .satisfies(refused -> assertThat(refused.first().appTag()).isEqualTo("data-not-unique"));
            assertThat(session.send(GetSchema.of("twice").version("2021-01-01")))
                    .contains("revision 2021-01-01");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void dataInAnotherNamespaceIsTakenUnlessTheDeviceMustBeStrict() {
        FaultPlan junos = FaultPlan.always(ReplyFault.every(new ReplyFault.DataNamespace("")));
        try (DeviceSimulator device = device(YangModules.sample()).faults(junos).start()) {
            try (Session session = open(device)) {
                assertThat(session.send(GetSchema.of("example-types"))).startsWith("module example-types {");
                assertThat(session.send(GetSchema.of("example-types").toFile(directory.resolve("t.yang"))))
                        .content()
                        .startsWith("module example-types {");
            }
            Device strict = Device.cleartextTcp(device.host(), device.port()).withProtocol(Protocol.DEFAULT.asStrict());
            try (Session session = client.open(strict)) {
                assertThatExceptionOfType(RequestException.class)
                        .isThrownBy(() ->
                                session.send(GetSchema.of("example-types").toFile(directory.resolve("strict.yang"))))
                        .withMessageContaining("strict mode");
            }
        }
        assertThat(directory.resolve("strict.yang")).doesNotExist();
    }

    @Test
    void theDeviceTellsOfItsSessionsAndLocks() {
        try (DeviceSimulator device =
                        device(YangModules.none()).firstSessionId(7).start();
                Session holder = open(device);
                Session session = open(device)) {
            holder.send(new Lock(Datastore.CANDIDATE));
            assertThatExceptionOfType(RpcErrorException.class)
                    .isThrownBy(() -> session.send(new Lock(Datastore.CANDIDATE)));

            NetconfState state =
                    session.send(GetMonitoring.of(Part.SESSIONS, Part.DATASTORES, Part.STATISTICS, Part.CAPABILITIES));

            assertThat(state.session(session.id()))
                    .hasValueSatisfying(
                            own -> assertThat(own.counters().outRpcErrors()).isEqualTo(1));
            assertThat(state.sessions())
                    .extracting(NetconfState.SessionState::id)
                    .containsExactlyInAnyOrder(7L, 8L);
            assertThat(state.datastores().get(1).lock())
                    .satisfies(lock -> assertThat(lock.session()).isEqualTo(holder.id()))
                    .satisfies(lock -> assertThat(lock.since()).isNotNull());
            assertThat(state.statistics().inSessions()).isEqualTo(2);
            assertThat(state.capabilities().uris())
                    .isEqualTo(session.capabilities().uris());
            assertThat(state.schemas()).isEmpty();
        }
    }

    @Test
    void theTwoLibrariesAndTheHelloTellTheSame() {
        YangModules modules = YangModules.sample().withDeviations("example-chassis", "example-weather");
        YangLibrary newer = library(modules, LibraryVersion.RFC_8525);
        YangLibrary older = library(modules, LibraryVersion.RFC_7895);
        assertThat(newer.origin()).isEqualTo(YangLibrary.Origin.RFC_8525);
        assertThat(older.origin()).isEqualTo(YangLibrary.Origin.RFC_7895);
        assertThat(newer.modules()).containsExactlyInAnyOrderElementsOf(older.modules());
        assertThat(newer.contentId()).isEqualTo(older.contentId());
        assertThat(newer.datastores()).hasSize(3);
        try (DeviceSimulator device = device(modules).libraries().start();
                Session session = open(device)) {
            assertThat(GetYangLibrary.of(session.hello())).isEmpty();
            assertThat(YangLibrary.of(session.hello()).modules())
                    .extracting(YangLibrary.Module::name)
                    .containsExactly("example-chassis");
        }
    }

    private YangLibrary library(YangModules modules, LibraryVersion version) {
        try (DeviceSimulator device = device(modules).libraries(version).start();
                Session session = open(device)) {
            return session.send(GetYangLibrary.of(session.hello()).orElseThrow());
        }
    }

    @Test
    void aDeviceThatAnnouncesNothingIsNotAsked() {
        try (DeviceSimulator device = DeviceSimulator.builder()
                        .clearText()
                        .state(dev.parley.simulator.datastore.DataTree::empty)
                        .start();
                Session session = open(device)) {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> session.send(GetMonitoring.all()))
                    .withMessageContaining("ietf-netconf-monitoring");
            assertThat(session.send(GetMonitoring.all().force()).sessions()).isEmpty();
            assertThat(session.send(Get.all()).content()).isEmpty();
        }
    }
}
