package dev.parley.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.error.OpenException;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionKey;
import dev.parley.operation.Datastore;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is observed, and below what: the caller's thread decides, although all of it happens on others. */
@Timeout(60)
@Tag("any-jdk")
class NetconfObservationsTest {
    private static final String UNKNOWN = "<reload xmlns='urn:example:chassis'/>";

    private static NetconfClient client(ObservationRegistry registry) {
        return NetconfClient.builder()
                .eventLoops(1)
                .withoutLogging()
                .listener(new NetconfObservations(registry))
                .build();
    }

    private static DeviceSimulator simulator() {
        return DeviceSimulator.builder().clearText().start();
    }

    private static Device pe1(DeviceSimulator simulator) {
        return Device.cleartextTcp("127.0.0.1", simulator.port())
                .withName("pe1")
                .withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO));
    }

    @Test
    void anAttemptAndARequestAreObservedBelowWhatIsCurrentForTheCaller() {
        TestObservationRegistry registry = TestObservationRegistry.create();
        Observation job = Observation.start("job", registry);
        try (DeviceSimulator simulator = simulator();
                NetconfClient client = client(registry)) {
            Session session = job.scoped(() -> client.open(pe1(simulator)));
            job.scoped(() -> session.send(Get.all()));
            CompletableFuture<?> later = job.scoped(() -> session.sendAsync(GetConfig.from(Datastore.RUNNING)));
            assertThat(later).succeedsWithin(Duration.ofSeconds(30));
            job.stop();
            session.close();
        }

        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("netconf.client.open")
                .that()
                .hasParentObservationEqualTo(job)
                .hasBeenStarted()
                .hasBeenStopped()
                .doesNotHaveError()
                .hasContextualNameEqualTo("netconf open")
                .hasLowCardinalityKeyValue("netconf.transport", "tcp")
                .hasLowCardinalityKeyValue("netconf.initiator", "client")
                .hasLowCardinalityKeyValue("netconf.outcome", "ok")
                .hasLowCardinalityKeyValue("netconf.phase", "none")
                .hasHighCardinalityKeyValue("netconf.device", "pe1")
                .hasHighCardinalityKeyValue("netconf.attempt", "1")
                .hasHighCardinalityKeyValue("netconf.security", "none");
        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("netconf.client.request", 2)
                .forAllObservationsWithNameEqualTo(
                        "netconf.client.request",
                        request -> request.hasParentObservationEqualTo(job)
                                .hasLowCardinalityKeyValue("netconf.outcome", "ok")
                                .hasHighCardinalityKeyValue("netconf.device", "pe1"));
    }

    @Test
    void failuresAreErrorsOfTheirObservations() throws IOException {
        TestObservationRegistry registry = TestObservationRegistry.create();
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (DeviceSimulator simulator = simulator();
                NetconfClient client = client(registry)) {
            assertThatThrownBy(() -> client.open(Device.cleartextTcp("127.0.0.1", nobody)))
                    .isInstanceOf(OpenException.class);
            try (Session session = client.open(pe1(simulator))) {
                assertThatThrownBy(() -> session.send(Rpc.of(UNKNOWN))).isInstanceOf(RpcErrorException.class);
            }
        }

        TestObservationRegistryAssert.assertThat(registry)
                .hasAnObservation(open -> open.hasNameEqualTo("netconf.client.open")
                        .hasLowCardinalityKeyValue("netconf.outcome", "connection-refused")
                        .hasLowCardinalityKeyValue("netconf.phase", "connect")
                        .hasError())
                .hasAnObservation(request -> request.hasNameEqualTo("netconf.client.request")
                        .hasLowCardinalityKeyValue("netconf.operation", "other")
                        .hasHighCardinalityKeyValue("netconf.operation_name", "reload")
                        .hasLowCardinalityKeyValue("netconf.outcome", "rpc-error")
                        .hasError());
    }

    @Test
    void aGlobalConventionNamesThingsOtherwise() {
        TestObservationRegistry registry = TestObservationRegistry.create();
        registry.observationConfig().observationConvention(new Renamed());
        try (DeviceSimulator simulator = simulator();
                NetconfClient client = client(registry);
                Session session = client.open(pe1(simulator))) {
            session.send(new Lock(Datastore.RUNNING));
        }
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("rpc.client")
                .that()
                .hasLowCardinalityKeyValue("rpc.method", "lock");
    }

    private static final class Renamed implements GlobalObservationConvention<RequestContext> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof RequestContext;
        }

        @Override
        public String getName() {
            return "rpc.client";
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(RequestContext context) {
            return KeyValues.of("rpc.method", context.operation());
        }
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        NetconfObservations observations = new NetconfObservations(ObservationRegistry.NOOP);
        SessionKey key = new SessionKey(1, "pe1");
        assertThat(observations.forSession(key)).isSameAs(observations);
        assertThat(observations.request(key, 1, "get")).isNull();
    }

    @Test
    @SuppressWarnings("try") // what is open is what matters
    void openTelemetryHasOneTraceWithAllSpans() {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        List<SpanData> spans;
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            ObservationRegistry registry = traced(provider.get("test"));
            try (DeviceSimulator simulator = simulator();
                    NetconfClient client = client(registry)) {
                Observation job = Observation.start("backup", registry);
                try (Observation.Scope scope = job.openScope();
                        Session session = client.open(pe1(simulator))) {
                    session.send(Get.all());
                    assertThatThrownBy(() -> session.send(Rpc.of(UNKNOWN))).isInstanceOf(RpcErrorException.class);
                }
                job.stop();
            }
            spans = exporter.getFinishedSpanItems();
        }

        SpanData job = named(spans, "backup").findFirst().orElseThrow();
        SpanData open = named(spans, "netconf open").findFirst().orElseThrow();
        SpanData get = named(spans, "netconf get").findFirst().orElseThrow();
        SpanData other = named(spans, "netconf other").findFirst().orElseThrow();
        assertThat(Stream.of(open, get, other)).allSatisfy(span -> {
            assertThat(span.getTraceId()).isEqualTo(job.getTraceId());
            assertThat(span.getParentSpanId()).isEqualTo(job.getSpanId());
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("netconf.device")))
                    .isEqualTo("pe1");
        });
        assertThat(open.getEvents())
                .extracting(EventData::getName)
                .containsExactly("resolve done", "connect done", "hello done");
        assertThat(other.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(get.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
    }

    private static ObservationRegistry traced(Tracer otel) {
        OtelCurrentTraceContext current = new OtelCurrentTraceContext();
        OtelTracer tracer = new OtelTracer(otel, current, event -> {});
        OtelPropagator propagator = new OtelPropagator(ContextPropagators.noop(), otel);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
        return registry;
    }

    private static Stream<SpanData> named(List<SpanData> spans, String name) {
        return spans.stream().filter(span -> span.getName().equals(name));
    }
}
