package dev.parley.netconfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.parley.device.Device;
import dev.parley.error.RpcErrorException;
import dev.parley.fixture.NetconfdServer;
import dev.parley.fixture.WatchedClient;
import dev.parley.message.Capability;
import dev.parley.monitoring.GetMonitoring;
import dev.parley.monitoring.GetMonitoring.Part;
import dev.parley.monitoring.GetSchema;
import dev.parley.monitoring.GetYangLibrary;
import dev.parley.monitoring.NetconfState;
import dev.parley.monitoring.NetconfState.DatastoreState;
import dev.parley.monitoring.NetconfState.SessionState;
import dev.parley.monitoring.NetconfState.Statistics;
import dev.parley.monitoring.SchemaCatalog;
import dev.parley.monitoring.SchemaFormat;
import dev.parley.monitoring.YangHeader;
import dev.parley.monitoring.YangLibrary;
import dev.parley.monitoring.YangLibrary.Conformance;
import dev.parley.monitoring.YangLibrary.Module;
import dev.parley.operation.Datastore;
import dev.parley.operation.Lock;
import dev.parley.operation.Unlock;
import dev.parley.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What netconfd tells about itself (RFC 6022, RFC 7895), and every module that it announces. Each way to it has a
 * subclass.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class MonitoringContract {
    private static final String ROUTING = "ietf-ipv6-unicast-routing";
    private static final String ADVERTISEMENTS = "ietf-ipv6-router-advertisements";

    private NetconfdServer server;

    @TempDir
    private Path directory;

    private WatchedClient client;
    private Session session;

    /** How it is reached; asked for again and again. */
    protected abstract Device device(NetconfdServer netconfd);

    @BeforeAll
    void start() {
        // a module with a submodule
        server = NetconfdServer.startOrSkip(List.of(ROUTING));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        client = WatchedClient.create();
        session = client.open(device(server));
    }

    @AfterEach
    void close() {
        session.close();
        client.close();
    }

    private YangLibrary library() {
        return session.send(GetYangLibrary.of(session.hello()).orElseThrow());
    }

    @Test
    void everyModuleThatIsAnnouncedIsGiven() throws IOException {
        NetconfState state = session.send(GetMonitoring.of(Part.SCHEMAS));
        SchemaCatalog catalog = SchemaCatalog.of(List.of(library(), YangLibrary.of(session.hello())), state);
        Map<SchemaCatalog.Entry, CompletableFuture<Path>> files = new LinkedHashMap<>();
        for (SchemaCatalog.Entry entry : catalog.entries()) {
            files.put(entry, session.sendAsync(entry.get().toFile(directory.resolve(entry.label() + ".yang"))));
        }

        assertThat(files).hasSizeGreaterThan(25);
        for (SchemaCatalog.Entry entry : files.keySet()) {
            String text = Files.readString(files.get(entry).join());
            YangHeader header = YangHeader.of(text).orElseThrow();
            assertThat(header.name()).isEqualTo(entry.name());
            assertThat(header.revision()).isEqualTo(entry.revision());
            assertThat(header.kind()).isEqualTo(entry.kind());
        }
        assertThat(catalog.entries())
                .filteredOn(entry -> entry.kind() == YangHeader.Kind.SUBMODULE)
                .extracting(SchemaCatalog.Entry::name, SchemaCatalog.Entry::module)
                .containsExactly(tuple(ADVERTISEMENTS, ROUTING));
    }

    /** Netconfd puts white space of its own around the text; inside, not a character is another. */
    @Test
    void aModuleIsTheOneOnTheServersDisk() throws IOException {
        Path original = Path.of("/usr/share/yuma/modules/ietf/ietf-interfaces@2014-05-08.yang");
        String text = session.send(GetSchema.of("ietf-interfaces").version("2014-05-08"));
        Path file = session.send(
                GetSchema.of("ietf-interfaces").version("2014-05-08").toFile(directory.resolve("if.yang")));

        assertThat(file).hasContent(text);
        assertThat(text.strip()).isEqualTo(Files.readString(original).strip());
        assertThat(text).isNotEqualTo(text.strip());
    }

    /** RFC 6022 section 3.1 has invalid-value for it. */
    @Test
    void aModuleThatIsNotThereIsRefusedInNetconfdsOwnWay() {
        for (GetSchema missing :
                List.of(GetSchema.of("nothing"), GetSchema.of("toaster").version("2001-01-01"))) {
            RpcErrorException refused = catchThrowableOfType(RpcErrorException.class, () -> session.send(missing));
            assertThat(refused.first().tag()).isEqualTo("operation-failed");
            assertThat(refused.first().appTag()).isEqualTo("no-matches");
        }
        RpcErrorException refused = catchThrowableOfType(
                RpcErrorException.class,
                () -> session.send(GetSchema.of("toaster").format(SchemaFormat.YIN)));
        assertThat(refused.first().tag()).isEqualTo("invalid-value");
    }

    @Test
    void theLibraryIsThatOfRfc7895() {
        YangLibrary library = library();
        Capability announced =
                session.capabilities().find(Capability.YANG_LIBRARY_1_0).orElseThrow();

        assertThat(library.origin()).isEqualTo(YangLibrary.Origin.RFC_7895);
        assertThat(library.contentId())
                .isNotEmpty()
                .isEqualTo(announced.parameters().get("module-set-id"));
        assertThat(module(library, "ietf-interfaces")).satisfies(interfaces -> {
            assertThat(interfaces.revision()).isEqualTo("2014-05-08");
            assertThat(interfaces.namespace()).isEqualTo("urn:ietf:params:xml:ns:yang:ietf-interfaces");
            assertThat(interfaces.features()).contains("pre-provisioning");
            assertThat(interfaces.conformance()).isEqualTo(Conformance.IMPLEMENT);
        });
        assertThat(module(library, "ietf-yang-types").conformance()).isEqualTo(Conformance.IMPORT);
        assertThat(module(library, ROUTING).submodules())
                .containsExactly(new YangLibrary.Submodule(ADVERTISEMENTS, "2016-11-04", List.of()));
        assertThat(YangLibrary.of(session.hello()).modules())
                .extracting(Module::name)
                .contains("toaster", "ietf-interfaces")
                .isSubsetOf(library.modules().stream().map(Module::name).toList());
    }

    private static Module module(YangLibrary library, String name) {
        return library.modules().stream()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sessionsLocksAndCountersAreTold() {
        try (Session other = client.open(device(server))) {
            other.send(new Lock(Datastore.RUNNING));
            NetconfState state = session.send(GetMonitoring.all());
            other.send(new Unlock(Datastore.RUNNING));

            assertThat(state.sessions()).extracting(SessionState::id).contains(session.id(), other.id());
            SessionState own = state.session(session.id()).orElseThrow();
            assertThat(own.user()).isEqualTo(System.getProperty("user.name"));
            assertThat(own.transport()).isEqualTo("netconf-ssh");
            assertThat(own.loginTime().toInstant()).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
            assertThat(state.session(other.id()).orElseThrow().counters().inRpcs())
                    .isEqualTo(1);

            DatastoreState running = state.datastores().stream()
                    .filter(datastore -> datastore.name().equals("running"))
                    .findFirst()
                    .orElseThrow();
            assertThat(running.lock()).isNotNull();
            assertThat(running.lock().session()).isEqualTo(other.id());
            assertThat(running.lock().since().toInstant()).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
            Statistics statistics = state.statistics();
            assertThat(statistics.inSessions()).isGreaterThanOrEqualTo(2);
            assertThat(statistics.counters().inRpcs()).isPositive();
            assertThat(state.capabilities().uris())
                    .containsAll(session.capabilities().uris());
            assertThat(state.schemas())
                    .extracting(NetconfState.SchemaEntry::identifier)
                    .contains("toaster");
        }
    }
}
