package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.terminal.Bytes;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Prose;
import dev.parley.cli.terminal.XmlPrinter;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.Durations;
import dev.parley.error.RpcErrorException;
import dev.parley.error.Traffic;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import dev.parley.operation.Commit;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Filter;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Unlock;
import dev.parley.operation.Validate;
import dev.parley.session.Session;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.WireFault;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsDetails;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The story that {@code parley demo} tells. Every number in it was measured while it was told. */
final class Demo {
    /** A first byte alone, a scrap, a part, and then as much as a record holds. */
    private static final List<Integer> CUT = List.of(1, 12, 700, 4_096, 16_384);

    /** What Python's ssl module, and many loops around it, read at a time. */
    private static final int USUAL_BUFFER = 4_096;

    /** Prime, so that chunks end inside tags, names and characters. */
    private static final int CHUNK = 7;

    private static final Duration BETWEEN_RECORDS = Duration.ofMillis(5);
    private static final int END_OF_MESSAGE = 6;
    private static final String MARGIN = "   ";
    private static final int WIDEST_PROSE = 100;

    private final Output output;
    private final Paint paint;
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final Recorder recorder = new Recorder("demo");

    Demo(Output output) {
        this.output = output;
        this.paint = output.paint();
    }

    /** Tells it. */
    void play() {
        DevicePki pki = DevicePki.create();
        DeviceSimulator.Builder description = SampleDevice.describe()
                .tls(TlsSettings.of(pki))
                .faults(FaultPlan.always(
                        new WireFault.TlsRecords(CUT),
                        new WireFault.RecordPerSegment(BETWEEN_RECORDS),
                        ReplyFault.every(new ReplyFault.Chunks(CHUNK))));
        SampleDevice.modules().forEach(description::capability);
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(pki.authority())))
                .withIdentity(TlsIdentity.of(pki.client().key(), pki.client().chain()));
        try (DeviceSimulator simulator = description.start();
                NetconfClient client = NetconfClient.builder()
                        .eventLoops(1)
                        .withoutLogging()
                        .listener(recorder)
                        .listener(new Sizes())
                        .build()) {
            Device device = Device.tls(simulator.host(), simulator.port(), tls)
                    .withTimeouts(Timeouts.of(Duration.ofSeconds(10)));
            beginning(device);
            try (Session session = client.open(device)) {
                opening(session);
                reading(session);
                changing(session);
                refused(session);
            }
            again(client, device);
        }
    }

    /** Notes how long each message is that comes. */
    private final class Sizes implements SessionListener {
        @Override
        public Interest interest() {
            return Interest.MESSAGES;
        }

        @Override
        public void on(SessionKey session, SessionEvent event) {
            if (event instanceof SessionEvent.MessagePassed passed && !passed.outbound()) {
                received.add(passed.message().remaining());
            }
        }
    }

    private void beginning(Device device) {
        output.fact("device", device.name());
        heading("A device");
        prose("A simulated NETCONF device listens on " + device.name()
                + ", with certificates that were made this second."
                + " It cuts each message into TLS records of 1, 12, 700, 4096 and then up to 16384 bytes, sends every record in"
                + " a TCP segment of its own, " + BETWEEN_RECORDS.toMillis()
                + " ms apart, and cuts its replies into chunks of "
                + CHUNK + " bytes. All of that is allowed.");
    }

    private void opening(Session session) {
        heading("Opening a session");
        TlsDetails tls = Objects.requireNonNull(session.tls());
        Traffic traffic = session.traffic();
        prose("TLS: " + tls.version().protocol() + " with " + tls.suite()
                + "; each side has checked the other's certificate. Then the device's hello came, "
                + number(received.get(0)) + " bytes that announce "
                + session.capabilities().size() + " capabilities:");
        Records records = Records.of(received.get(0) + END_OF_MESSAGE, CUT);
        chart(records);
        output.line("");
        int left = records.leftBehind(USUAL_BUFFER);
        if (left > 0) {
            prose("A client that waits for the socket to become readable, and then reads " + number(USUAL_BUFFER)
                    + " bytes once, is woken " + records.sizes().size() + " times. After the last time "
                    + paint.warning(number(left) + " bytes")
                    + " are left, received and decrypted, in its TLS layer; the"
                    + " socket has nothing more to say, so nothing wakes it again, and its capability exchange "
                    + paint.warning("times out") + ".");
            output.line("");
        }
        prose(paint.success("✓") + " Parley has all " + number(traffic.consumed()) + " of " + number(traffic.plainIn())
                + " bytes: session " + session.id() + " is up after "
                + Durations.text(session.timeline().total()) + ".");
        output.fact("openedMs", session.timeline().total());
        output.fact("helloBytes", received.get(0));
        output.fact("helloRecords", records.sizes());
        output.fact("leftBehindByReadingOnce", left);
    }

    private void chart(Records records) {
        int widest = records.sizes().stream().mapToInt(Integer::intValue).max().orElse(1);
        int number = 1;
        for (int size : records.sizes()) {
            String bar = "█".repeat(Math.max(1, size * 30 / widest));
            output.line(MARGIN
                    + String.format(Locale.ROOT, "record %d %,7d %-5s  ", number++, size, size == 1 ? "byte" : "bytes")
                    + paint.lead(bar));
        }
    }

    private void reading(Session session) {
        heading("Reading");
        long began = System.nanoTime();
        Data data = session.send(GetConfig.from(Datastore.RUNNING));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        int size = received.get(received.size() - 1);
        prose("get-config: the running configuration, in a reply of " + number(size) + " bytes, "
                + number((size + CHUNK - 1) / CHUNK) + " chunks, whole after " + Durations.text(took) + ":");
        output.line("");
        data.content()
                .ifPresent(xml -> output.line(new XmlPrinter(true, paint, true)
                        .print(xml.toString())
                        .indent(MARGIN.length())
                        .stripTrailing()));
    }

    private void changing(Session session) {
        heading("Changing");
        prose(
                "eth1 is switched on, the careful way. Other sessions are locked out meanwhile, and what fails on the way is"
                        + " undone:");
        output.line("");
        Steps steps = new Steps(session, output, false, MARGIN);
        steps.take("lock candidate", new Lock(Datastore.CANDIDATE));
        steps.take("edit candidate", EditConfig.of(Datastore.CANDIDATE, eth1("<enabled>true</enabled>")));
        steps.take("validate candidate", new Validate(Datastore.CANDIDATE));
        steps.take("commit", Commit.now());
        steps.take("unlock candidate", new Unlock(Datastore.CANDIDATE));
        String enabled = session.send(GetConfig.from(Datastore.RUNNING).filter(Filter.subtree(eth1("<enabled/>"))))
                .toDocument()
                .getElementsByTagName("enabled")
                .item(0)
                .getTextContent();
        output.line("");
        prose("In running now: eth1 enabled " + paint.value(enabled) + ".");
        output.fact("eth1Enabled", enabled);
    }

    private static String eth1(String content) {
        return "<interfaces xmlns=\"" + SampleDevice.INTERFACES + "\"><interface><name>eth1</name>" + content
                + "</interface></interfaces>";
    }

    private void refused(Session session) {
        heading("Being refused");
        prose("When a device says no, the error says what and where, and whether anything can have changed. Deleting an"
                + " interface that is not there:");
        output.line("");
        try {
            session.send(EditConfig.of(
                    Datastore.RUNNING,
                    "<interfaces xmlns=\"" + SampleDevice.INTERFACES + "\"><interface"
                            + " xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\" nc:operation=\"delete\">"
                            + "<name>eth9</name></interface></interfaces>"));
            throw new IllegalStateException("the device deleted what is not there");
        } catch (RpcErrorException e) {
            prose(paint.error("error:") + " " + e.getMessage());
            output.line(MARGIN
                    + paint.faint("fate of the request: " + e.fate().name().toLowerCase(Locale.ROOT)));
            output.fact("refused", e.first().tag());
        }
    }

    private void again(NetconfClient client, Device device) {
        heading("How long it took");
        List<String> lines = new ArrayList<>(
                recorder.waterfall().lines(paint, output.console().terminal().columns()));
        lines.forEach(line -> output.line(" " + line));
        output.line("");
        try (Session session = client.open(device)) {
            boolean resumed = Objects.requireNonNull(session.tls()).resumed();
            Traffic traffic = session.traffic();
            prose("A second session is up after "
                    + Durations.text(session.timeline().total())
                    + (resumed ? ", its TLS resumed from the first" : "") + "; " + Bytes.text(traffic.wireIn())
                    + " came from the network for it.");
            output.fact("secondOpenedMs", session.timeline().total());
            output.fact("secondResumed", resumed);
        }
        output.line("");
        String parley = output.console().program();
        prose("Now try it yourself: " + paint.name(parley + " simulate") + " runs such a device, and "
                + paint.name(parley + " --help") + " lists what can be asked of it.");
    }

    private void heading(String text) {
        output.line("");
        output.line(paint.strong(text));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A paragraph, broken into lines that fit. */
    private void prose(String text) {
        int width = Math.min(WIDEST_PROSE, output.console().terminal().columns());
        Prose.lines(MARGIN, text, width, MARGIN).forEach(output::line);
    }
}
