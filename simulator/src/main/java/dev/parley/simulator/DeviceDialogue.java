package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.Refusal;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** How a device talks by itself: it says hello at once, answers what it is asked, and ends when it is told to. */
// What fails to be written fails with the connection, whose end is told once.
@SuppressWarnings("FutureReturnValueIgnored")
final class DeviceDialogue implements Dialogue {
    private static final QName CLOSE_SESSION = Parameters.base("close-session");
    private static final QName KILL_SESSION = Parameters.base("kill-session");

    private final Chassis device;

    DeviceDialogue(Chassis device) {
        this.device = device;
    }

    @Override
    public void begin(Conversation conversation) {
        device.greet(conversation);
    }

    @Override
    public void helloReceived(Conversation conversation, Envelope hello) {
        device.sessionOpened(conversation);
    }

    @Override
    public void requestReceived(Conversation conversation, Envelope envelope, Request request) {
        device.count(request.sessionId(), Tally.Of.REQUESTS);
        Answer answer;
        boolean last = false;
        Runnable afterwards = () -> {};
        try {
            QName name = request.operation().name();
            if (!name.equals(CLOSE_SESSION)) {
                device.requireInterleave(request.sessionId());
            }
            if (name.equals(CLOSE_SESSION)) {
                device.sessionClosed(request.sessionId());
                answer = Answer.ok();
                last = true;
            } else if (name.equals(KILL_SESSION)) {
                answer = kill(request);
            } else if (name.equals(SubscriptionRequest.OPERATION) && !device.answersItself(name)) {
                Subscription subscription = device.subscribe(conversation, request);
                afterwards = subscription::begin;
                answer = Answer.ok();
            } else {
                answer = device.handlerOf(name).answer(request);
                device.served(request.sessionId());
            }
        } catch (Refusal refusal) {
            answer = new Answer.Refused(refusal.errors());
        } catch (RuntimeException e) {
            answer = failure(e);
        }
        if (answer instanceof Answer.Later later) {
            whenKnown(conversation, envelope, later.answer());
        } else {
            conversation.reply(envelope, answer, last);
            afterwards.run();
        }
    }

    private static void whenKnown(Conversation conversation, Envelope envelope, CompletionStage<Answer> answer) {
        answer.whenComplete((known, failure) -> {
            Answer told = known != null && failure == null ? known : failure(failure);
            try {
                conversation.context().executor().execute(() -> conversation.reply(envelope, told, false));
            } catch (RejectedExecutionException e) {
                // The device was closed meanwhile, and nobody waits for the answer.
                conversation.context().close();
            }
        });
    }

    private static Answer failure(@Nullable Throwable problem) {
        return Answer.refused(
                RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "the handler failed: " + problem));
    }

    private Answer kill(Request request) {
        DataNode id = Parameters.of(request.operation(), Parameters.base("session-id"))
                .required("session-id");
        if (id.value().equals(Long.toString(request.sessionId()))) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "a session does not kill itself");
        }
        if (!device.kill(id.value(), request.sessionId())) {
            throw Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "there is no session " + id.value());
        }
        return Answer.ok();
    }

    @Override
    public void count(Conversation conversation, Tally.Of what) {
        device.count(conversation.sessionId(), what);
    }

    @Override
    public void ended(Conversation conversation, String reason) {
        device.sessionGone(conversation.sessionId());
    }
}
