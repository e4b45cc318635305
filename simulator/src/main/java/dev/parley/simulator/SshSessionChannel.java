package dev.parley.simulator;

import dev.parley.simulator.fault.Moment.SshPhase;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/** A channel on which a client asks for NETCONF, as a subsystem or a command (RFC 6242 section 3). On the event loop only. */
final class SshSessionChannel extends SshChannel {

    SshSessionChannel(SshPeer peer) {
        super(peer);
    }

    @Override
    protected Result handleInternalRequest(String request, boolean wantReply, Buffer parameters) throws IOException {
        return switch (request) {
            case "subsystem" -> asked(settings().subsystem(), parameters);
            case "exec" -> asked(settings().command(), parameters);
            case "env" -> Result.ReplySuccess;
            case "pty-req", "shell", "x11-req" -> Result.ReplyFailure;
            default -> super.handleInternalRequest(request, wantReply, parameters);
        };
    }

    private Result asked(Optional<String> known, Buffer parameters) {
        if (hasStream() || known.isEmpty() || !known.get().equals(parameters.getString())) {
            return Result.ReplyFailure;
        }
        return peer().connection().endAt(SshPhase.SUBSYSTEM) ? Result.Replied : Result.ReplySuccess;
    }

    @Override
    protected IoWriteFuture sendResponse(Buffer parameters, String request, Result result, boolean wantReply)
            throws IOException {
        IoWriteFuture sent = super.sendResponse(parameters, request, result, wantReply);
        if (result == Result.ReplySuccess && (request.equals("subsystem") || request.equals("exec"))) {
            peer().connection().speakNetconf(peer(), this);
        }
        return sent;
    }
}
