package dev.parley.cli.command;

import dev.parley.NetconfClient;
import dev.parley.capture.Capture;
import dev.parley.capture.CaptureReport;
import dev.parley.capture.Recorder;
import dev.parley.cli.report.Output;
import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.event.SessionListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that are written beside a session. Closing ends them, and tells what is in them.
 *
 * @param output where that is told
 * @param captureFile where the capture is, or null
 * @param capture the capture, or null
 * @param recordFile where the recording is, or null
 * @param recorder the recording, or null
 */
record EvidenceFiles(
        Output output,
        @Nullable Path captureFile,
        @Nullable Capture capture,
        @Nullable Path recordFile,
        @Nullable Recorder recorder)
        implements AutoCloseable {
    /** Those who write them, and have to be told what passes. */
    List<SessionListener> listeners() {
        return Stream.of(capture, recorder)
                .filter(SessionListener.class::isInstance)
                .map(SessionListener.class::cast)
                .toList();
    }

    /** Has a client tell what passes. */
    void listenTo(NetconfClient.Builder client) {
        listeners().forEach(client::listener);
    }

    /** The same device, with its secrets told to the capture if that is to hold them. */
    Device readable(Device device) {
        return capture == null ? device : capture.readable(device);
    }

    /** The same calls, with their secrets told to the capture if that is to hold them. */
    CallHome readable(CallHome calls) {
        return capture == null ? calls : capture.readable(calls);
    }

    @Override
    public void close() {
        if (capture != null && captureFile != null) {
            capture.close();
            tell("capture", "captured in ", captureFile, capture.report());
        }
        if (recorder != null && recordFile != null) {
            recorder.close();
            tell("recording", "recorded in ", recordFile, recorder.report());
        }
    }

    private void tell(String name, String verb, Path file, CaptureReport report) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("connections", report.connections());
        facts.put("bytes", report.bytes());
        facts.put("lostBytes", report.lostBytes());
        facts.put("stopped", report.stopped().orElse(null));
        facts.put("warnings", report.warnings());
        output.besides(name, facts);
        if (report.isWhole()) {
            output.note(verb + file + ": " + report);
        } else {
            output.warning(verb + file + ": " + report);
        }
        report.warnings().forEach(output::warning);
    }
}
