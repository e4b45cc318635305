package dev.parley.capture;

import dev.parley.capture.Outcome.Answer;
import dev.parley.capture.Outcome.Hello;
import dev.parley.capture.Outcome.Kind;
import dev.parley.engine.Call;
import dev.parley.engine.EngineOutput;
import dev.parley.engine.ReplySink;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.message.Deviation;
import dev.parley.message.Reply;
import dev.parley.message.ServerHello;
import dev.parley.xml.XmlLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hears what the engine makes of a replay, and keeps account of it. What the engine wants to send goes nowhere. */
final class Audience implements EngineOutput {
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private @Nullable Hello hello;
    private @Nullable String failure;
    private long notifications;

    @Override
    public void write(ByteBuffer bytes) {
        // the device has answered already
    }

    @Override
    public void established(ServerHello said) {
        hello = new Hello(said.sessionId(), said.framing(), said.capabilities().uris());
    }

    @Override
    public void notification(byte[] message, int length) {
        notifications++;
    }

    @Override
    public void deviation(Deviation deviation, String detail) {
        deviations.add(deviation + ": " + detail);
    }

    @Override
    public void lateReply(Call call) {
        remark("a reply to " + call.name() + " came after it had been given up");
    }

    @Override
    public void terminated(@Nullable NetconfException why) {
        failure = why == null ? null : why.getMessage();
    }

    void remark(String remark) {
        remarks.add(remark);
    }

    ReplySink answerTo(Question question) {
        return new ReplySink.Whole() {
            @Override
            public void reply(byte[] message, int length) {
                answers.add(read(question, message, length));
            }

            @Override
            public void fail(NetconfException why) {
                answers.add(answer(question, Kind.NONE, why.getMessage()));
            }
        };
    }

    private Answer read(Question question, byte[] message, int length) {
        try {
            Reply reply = Reply.parse(message, length, XmlLimits.DEFAULT, this::deviation);
            if (reply.isFailure()) {
                return answer(
                        question, Kind.ERROR, String.valueOf(reply.errors().get(0)));
            }
            return answer(question, reply.isOk() ? Kind.OK : Kind.DATA, length + " bytes");
        } catch (ProtocolException e) {
            return answer(question, Kind.UNREADABLE, e.getMessage());
        }
    }

    private static Answer answer(Question question, Kind kind, @Nullable String detail) {
        return new Answer(question.id(), question.operation(), kind, String.valueOf(detail));
    }

    Outcome outcome() {
        return new Outcome(
                Optional.ofNullable(hello), answers, deviations, notifications, Optional.ofNullable(failure), remarks);
    }
}
