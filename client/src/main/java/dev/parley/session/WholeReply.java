package dev.parley.session;

import dev.parley.engine.ReplySink;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcErrorException;
import dev.parley.message.Reply;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.Request;

/** A reply that is held in memory until it is whole, and read by whoever waits for it. */
final class WholeReply<R> extends Exchange<R> implements ReplySink.Whole {
    private final ReplyBody.Whole<R> body;
    private byte[] message = new byte[0];
    private int length;

    WholeReply(SessionDriver driver, Request<R> request, ReplyBody.Whole<R> body) {
        super(driver, request);
        this.body = body;
    }

    @Override
    public void reply(byte[] message, int length) {
        this.message = message;
        this.length = length;
        ended(null);
    }

    @Override
    public void fail(NetconfException failure) {
        ended(failure);
    }

    @Override
    R read() {
        Reply reply;
        try {
            reply = Reply.parse(message, length, driver().device().protocol().xmlLimits(), this::deviation);
        } catch (ProtocolException e) {
            throw badReply(e);
        }
        if (reply.isFailure()) {
            throw new RpcErrorException(what(), reply.errors());
        }
        try {
            return body.read(reply, request().operation());
        } catch (ProtocolException e) {
            throw badReply(e);
        }
    }
}
