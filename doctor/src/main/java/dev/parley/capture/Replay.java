package dev.parley.capture;

import dev.parley.capture.Recording.Ended;
import dev.parley.capture.Recording.Missing;
import dev.parley.capture.Recording.Said;
import dev.parley.capture.Recording.Step;
import dev.parley.engine.ClientEngine;
import dev.parley.engine.EngineSettings;
import dev.parley.message.ClientHello;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded conversation, had again with the engine that sessions run: what the device said is received once more, and what
 * the client asked is asked once more at the same places. Nothing is sent anywhere and no time passes, so deadlines play no
 * part. Safe for all threads.
 */
public final class Replay {
    private static final int MOST_IN_FLIGHT = 1 << 20;

    private final Recording recording;
    private final boolean strict;

    private Replay(Recording recording, boolean strict) {
        this.recording = recording;
        this.strict = strict;
    }

    /** Of a recording, tolerating what a session tolerates. */
    public static Replay of(Recording recording) {
        return new Replay(recording, false);
    }

    /** The same with every deviation from the standard taken for an error. */
    public Replay strict() {
        return new Replay(recording, true);
    }

    /** Has the conversation again, with the device's bytes cut in such a way. */
    public Outcome play(Cuts cuts) {
        Questions questions = Questions.of(recording.steps());
        Audience audience = new Audience();
        ClientEngine engine = new ClientEngine(settings(questions.offers11()), audience);
        engine.start(0, ClientEngine.NEVER);
        List<ByteBuffer> heard = new ArrayList<>();
        long now = 0;
        String end = "the recording ends here";
        boolean failed = false;
        for (Step step : recording.steps()) {
            if (step instanceof Said said && said.from() == Party.DEVICE) {
                heard.add(said.bytes());
            } else {
                hear(engine, cuts, heard, now);
            }
            now = step.at().toNanos();
            for (Question question : questions.at(step)) {
                engine.send(question.call(now, audience), now);
            }
            if (step instanceof Missing gap) {
                audience.remark(
                        gap.count() + " bytes of the " + gap.from().word() + " are not in the recording: " + gap.why());
            } else if (step instanceof Ended ended && ended.failure().isPresent()) {
                failed = true;
                end = "when it was recorded it failed here: " + ended.failure().get();
            }
        }
        hear(engine, cuts, heard, now);
        if (failed || !engine.isOpen()) {
            engine.peerClosed(end, null, now);
        }
        engine.abort(null, now);
        questions.remarks().forEach(audience::remark);
        return audience.outcome();
    }

    private static void hear(ClientEngine engine, Cuts cuts, List<ByteBuffer> heard, long now) {
        for (ByteBuffer piece : cuts.cut(heard)) {
            engine.receive(piece, now);
        }
        heard.clear();
    }

    private EngineSettings settings(boolean offers11) {
        EngineSettings usual = EngineSettings.of(recording.device());
        return new EngineSettings(
                usual.peer(),
                new ClientHello(offers11, List.of(), true),
                usual.xmlLimits(),
                usual.maxHelloBytes(),
                usual.maxMessageBytes(),
                usual.maxStreamedBytes(),
                MOST_IN_FLIGHT,
                usual.maxQueued(),
                strict);
    }
}
