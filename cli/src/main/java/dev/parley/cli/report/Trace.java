package dev.parley.cli.report;

import dev.parley.cli.terminal.Bytes;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.XmlPrinter;
import dev.parley.event.Redactor;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Shows every message that passes but replies that go to a file, without the secrets in it. It takes the messages of one session after the other, on
 * the session's loop.
 */
public final class Trace implements SessionListener {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final Output output;

    /** A trace that is written beside the results. */
    public Trace(Output output) {
        this.output = output;
    }

    @Override
    public Interest interest() {
        return Interest.MESSAGES;
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.MessagePassed passed) {
            Paint paint = output.errPaint();
            String head = (passed.outbound() ? "→ sent " : "← received ")
                    + Bytes.text(passed.message().remaining());
            String body = new XmlPrinter(true, paint, true).print(Redactor.redact(passed.message()));
            output.trace(paint.lead(head)
                    + paint.faint(" at " + LocalTime.now(ZoneId.systemDefault()).format(CLOCK)) + "\n"
                    + body.indent(2).stripTrailing());
        }
    }
}
