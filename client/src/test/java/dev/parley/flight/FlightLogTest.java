package dev.parley.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.error.OpenException;
import dev.parley.error.RpcErrorException;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.operation.Datastore;
import dev.parley.operation.Lock;
import dev.parley.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the JVM holds of sessions, read back from its file. */
@Timeout(60)
class FlightLogTest {
    private static final Lock LOCK = new Lock(Datastore.RUNNING);
    private static final String REFUSED = "<rpc-error><error-type>protocol</error-type>"
            + "<error-tag>lock-denied</error-tag><error-severity>error</error-severity></rpc-error>";

    @TempDir
    private Path folder;

    @Test
    void aSessionIsRecordedFromItsOpeningToItsEnd() throws IOException {
        Path file = folder.resolve("session.jfr");
        try (NetconfClient client = client();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.ok(line.request());
                    line.reply(line.request(), REFUSED);
                    line.serve();
                });
                Recording recording = recording()) {
            try (Session session = client.open(device.device().withName("flown"))) {
                session.send(LOCK);
                assertThatThrownBy(() -> session.send(LOCK)).isInstanceOf(RpcErrorException.class);
            }
            recording.dump(file);
        }

        List<RecordedEvent> events = eventsOf(file, "flown");
        assertThat(of(events, "Opening")).singleElement().satisfies(opening -> {
            assertThat(opening.getString("outcome")).isEqualTo("ok");
            assertThat(opening.getString("transport")).isEqualTo("tcp");
            assertThat(opening.getDuration()).isPositive();
        });
        assertThat(of(events, "OpeningPhase"))
                .extracting(phase -> phase.getString("phase"))
                .containsExactly("RESOLVE", "CONNECT", "HELLO");
        assertThat(of(events, "Request"))
                .extracting(request -> request.getString("operation") + " " + request.getString("outcome"))
                .containsExactly("lock ok", "lock rpc-error");
        assertThat(of(events, "Request")).allSatisfy(request -> {
            assertThat(request.getDuration("answeredAfter")).isPositive();
            assertThat(request.getDuration()).isPositive();
        });
        assertThat(of(events, "Session")).singleElement().satisfies(end -> {
            assertThat(end.getString("outcome")).isEqualTo("ok");
            assertThat(end.getLong("received")).isPositive();
            assertThat(end.getLong("sent")).isPositive();
            assertThat(end.getDuration("lasted")).isPositive();
        });
    }

    @Test
    void anAttemptThatFailsIsRecordedWithItsPhaseAndReason() throws IOException {
        Path file = folder.resolve("failed.jfr");
        try (NetconfClient client = client();
                ScriptedDevice device = ScriptedDevice.tcp(line -> line.say("good evening"));
                Recording recording = recording()) {
            assertThatThrownBy(() -> client.open(device.device().withName("rude")))
                    .isInstanceOf(OpenException.class);
            recording.dump(file);
        }

        List<RecordedEvent> events = eventsOf(file, "rude");
        assertThat(of(events, "Opening")).singleElement().satisfies(opening -> {
            assertThat(opening.getString("outcome")).isEqualTo("not-netconf");
            assertThat(opening.getString("phase")).isEqualTo("HELLO");
            assertThat(opening.getString("failure")).contains("failed in HELLO");
        });
        assertThat(of(events, "OpeningPhase"))
                .extracting(phase -> phase.getString("phase") + " " + phase.getString("outcome"))
                .containsExactly("RESOLVE ok", "CONNECT ok", "HELLO not-netconf");
    }

    @Test
    void lossIsRecordedAndASessionThatBeganBeforeTheRecordingHasItsEnd() throws IOException {
        Path file = folder.resolve("late.jfr");
        FlightLog log = new FlightLog();
        try (NetconfClient client =
                        NetconfClient.builder().withoutLogging().listener(log).build();
                ScriptedDevice device = ScriptedDevice.tcp(line -> {
                    line.base11();
                    line.serve();
                })) {
            Device early = device.device().withName("early");
            Session session = client.open(early);
            try (Recording recording = recording()) {
                log.on(new SessionKey(7, "early"), new SessionEvent.NotificationsLost("NETCONF", 42));
                session.close();
                recording.dump(file);
            }
        }

        List<RecordedEvent> events = eventsOf(file, "early");
        assertThat(of(events, "NotificationsLost")).singleElement().satisfies(loss -> {
            assertThat(loss.getLong("lost")).isEqualTo(42);
            assertThat(loss.getString("stream")).isEqualTo("NETCONF");
        });
        assertThat(of(events, "Session")).hasSize(1);
        assertThat(of(events, "Opening")).isEmpty();
    }

    @Test
    void withoutARecordingNothingIsKeptForASessionOrARequest() {
        FlightLog log = new FlightLog();
        SessionKey key = new SessionKey(1, "pe1");
        assertThat(log.forSession(key)).isSameAs(log);
        assertThat(log.request(key, 1, "get")).isNull();
    }

    private static NetconfClient client() {
        return NetconfClient.builder()
                .eventLoops(1)
                .withoutLogging()
                .listener(new FlightLog())
                .build();
    }

    private static Recording recording() {
        Recording recording = new Recording();
        for (String event : List.of("Opening", "OpeningPhase", "Session", "Request", "NotificationsLost")) {
            recording.enable("dev.parley." + event).withoutThreshold();
        }
        recording.start();
        return recording;
    }

    /** What was recorded of that device, in the order in which it began. */
    private static List<RecordedEvent> eventsOf(Path file, String device) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.parley."))
                .filter(event -> device.equals(event.getString("device")))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String kind) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.parley." + kind))
                .toList();
    }
}
