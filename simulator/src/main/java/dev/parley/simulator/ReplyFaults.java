package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.framing.Framing;
import dev.parley.message.Namespaces;
import dev.parley.simulator.fault.ReplyFault.BeforeFrame;
import dev.parley.simulator.fault.ReplyFault.BehindFrame;
import dev.parley.simulator.fault.ReplyFault.Chunks;
import dev.parley.simulator.fault.ReplyFault.DataNamespace;
import dev.parley.simulator.fault.ReplyFault.Delayed;
import dev.parley.simulator.fault.ReplyFault.EndOfMessageFraming;
import dev.parley.simulator.fault.ReplyFault.Endless;
import dev.parley.simulator.fault.ReplyFault.EndlessChunkHeader;
import dev.parley.simulator.fault.ReplyFault.FalseChunkSize;
import dev.parley.simulator.fault.ReplyFault.InFront;
import dev.parley.simulator.fault.ReplyFault.Instead;
import dev.parley.simulator.fault.ReplyFault.MessageId;
import dev.parley.simulator.fault.ReplyFault.ReplyChange;
import dev.parley.simulator.fault.ReplyFault.Twice;
import dev.parley.simulator.fault.ReplyFault.Unsolicited;
import dev.parley.simulator.fault.ReplyFault.WithoutEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns answers into messages, and does to them what the connection's faults say. On the event loop only. */
final class ReplyFaults {
    private static final byte[] NONE = new byte[0];

    private final Conversation conversation;
    private final Outlet outlet;

    ReplyFaults(Conversation conversation, Outlet outlet) {
        this.conversation = conversation;
        this.outlet = outlet;
    }

    void send(Envelope request, Answer answer, int number, boolean last) {
        if (answer instanceof Answer.Nothing) {
            return;
        }
        Outgoing.Kind kind = last ? Outgoing.Kind.LAST_REPLY : Outgoing.Kind.REPLY;
        List<ReplyChange> changes = conversation.faults().isNone()
                ? List.of()
                : conversation.faults().changes(number);
        if (changes.isEmpty()) {
            outlet.send(Outgoing.of(kind, number, source(request, answer)));
        } else {
            changed(request, answer, kind, number, changes);
        }
    }

    private Outgoing.Source source(Envelope request, Answer answer) {
        ByteBufAllocator allocator = conversation.context().alloc();
        Framing framing = conversation.framing();
        if (answer instanceof Answer.Generated generated) {
            return GeneratedData.reply(request, framing, generated.bytes());
        }
        if (answer instanceof Answer.Verbatim verbatim) {
            return ReplyWriter.frame(allocator, framing, ReplyWriter.utf8(verbatim.text()));
        }
        Body body = body(request, answer);
        return ReplyWriter.frame(
                allocator,
                framing,
                ReplyWriter.utf8(request.replyStart() + body.before),
                body.content,
                ReplyWriter.utf8(body.after + request.replyEnd()));
    }

    /** What stands inside {@code rpc-reply}; the content is shared with the data that it came from. */
    private static final class Body {
        private final String before;
        private final byte[] content;
        private final String after;

        Body(String before, byte[] content, String after) {
            this.before = before;
            this.content = content;
            this.after = after;
        }
    }

    private static Body body(Envelope request, Answer answer) {
        String p = request.prefix();
        if (answer instanceof Answer.Data data) {
            return new Body("<" + p + "data>", data.tree().toUtf8(), "</" + p + "data>");
        }
        if (answer instanceof Answer.Schema schema) {
            return elsewhere(schema, Namespaces.MONITORING);
        }
        if (answer instanceof Answer.Refused refused) {
            return new Body(ReplyWriter.errors(refused.errors(), p), NONE, "");
        }
        if (answer instanceof Answer.Content content) {
            return new Body(content.xml(), NONE, "");
        }
        if (answer instanceof Answer.Ok) {
            return new Body("<" + p + "ok/>", NONE, "");
        }
        RpcError error = RpcError.of(ErrorType.APPLICATION, ErrorTag.OPERATION_FAILED, "no such answer: " + answer);
        return new Body(ReplyWriter.errors(List.of(error), p), NONE, "");
    }

    /** {@code data} in a namespace of its own. */
    private static Body elsewhere(Answer answer, String namespace) {
        byte[] content = answer instanceof Answer.Data data
                ? data.tree().toUtf8()
                : answer instanceof Answer.Schema schema ? ReplyWriter.text(schema.text()) : NONE;
        return new Body("<data xmlns=\"" + namespace + "\">", content, "</data>");
    }

    private void changed(Envelope request, Answer answer, Outgoing.Kind kind, int number, List<ReplyChange> changes) {
        List<Outgoing.Source> sources = new ArrayList<>();
        Unsolicited unsolicited = find(changes, Unsolicited.class);
        if (unsolicited != null) {
            sources.add(framed(
                    ReplyWriter.utf8(request.replyStart(unsolicited.messageId()) + "<" + request.prefix() + "ok/>"
                            + request.replyEnd()),
                    List.of()));
        }
        BeforeFrame before = find(changes, BeforeFrame.class);
        if (before != null) {
            sources.add(Outgoing.latin1(before.text()));
        }
        Endless endless = find(changes, Endless.class);
        EndlessChunkHeader header = find(changes, EndlessChunkHeader.class);
        if (endless != null) {
            sources.add(GeneratedData.endless(request, conversation.framing(), endless.bytes()));
        } else if (header != null) {
            sources.add(Outgoing.latin1("\n#"));
            sources.add(digits(header.digits()));
        } else if (answer instanceof Answer.Generated) {
            sources.add(source(request, answer));
        } else {
            byte[] message = message(request, answer, changes);
            sources.add(framed(message, changes));
            if (find(changes, Twice.class) != null) {
                sources.add(framed(message, changes));
            }
        }
        BehindFrame behind = find(changes, BehindFrame.class);
        if (behind != null) {
            sources.add(Outgoing.latin1(behind.text()));
        }
        Delayed delayed = find(changes, Delayed.class);
        outlet.send(
                new Outgoing(kind, number, Outgoing.sequence(sources), delayed == null ? Duration.ZERO : delayed.by()));
    }

    private static <C extends ReplyChange> @Nullable C find(List<ReplyChange> changes, Class<C> kind) {
        return changes.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static byte[] message(Envelope request, Answer answer, List<ReplyChange> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InFront inFront = find(changes, InFront.class);
        if (inFront != null) {
            out.writeBytes(inFront.text().getBytes(StandardCharsets.ISO_8859_1));
        }
        if (answer instanceof Answer.Verbatim verbatim) {
            out.writeBytes(ReplyWriter.utf8(verbatim.text()));
            return out.toByteArray();
        }
        MessageId id = find(changes, MessageId.class);
        Instead instead = find(changes, Instead.class);
        DataNamespace elsewhere = find(changes, DataNamespace.class);
        boolean data = answer instanceof Answer.Data || answer instanceof Answer.Schema;
        Body body = elsewhere != null && instead == null && data
                ? elsewhere(answer, elsewhere.namespace())
                : body(request, instead == null ? answer : Answer.content(instead.content()));
        out.writeBytes(ReplyWriter.utf8(id == null ? request.replyStart() : request.replyStart(id.id())));
        out.writeBytes(ReplyWriter.utf8(body.before));
        out.writeBytes(body.content);
        out.writeBytes(ReplyWriter.utf8(body.after + request.replyEnd()));
        return out.toByteArray();
    }

    private Outgoing.Source framed(byte[] message, List<ReplyChange> changes) {
        boolean chunked = conversation.framing() == Framing.CHUNKED && find(changes, EndOfMessageFraming.class) == null;
        Chunks chunks = find(changes, Chunks.class);
        FalseChunkSize wrong = find(changes, FalseChunkSize.class);
        int size = chunks == null ? message.length : chunks.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 32);
        if (chunked) {
            for (int from = 0; from < message.length; from += size) {
                int length = Math.min(size, message.length - from);
                int told = length + (wrong == null ? 0 : wrong.difference());
                out.writeBytes(ReplyWriter.utf8("\n#" + told + "\n"));
                out.write(message, from, length);
            }
        } else {
            out.writeBytes(message);
        }
        if (find(changes, WithoutEnd.class) == null) {
            out.writeBytes(ReplyWriter.utf8(chunked ? "\n##\n" : "]]>]]>"));
        }
        return Outgoing.parts(List.of(Unpooled.wrappedBuffer(out.toByteArray())));
    }

    private static Outgoing.Source digits(long count) {
        byte[] block = "1".repeat(4096).getBytes(StandardCharsets.US_ASCII);
        long[] left = {count};
        return allocator -> {
            int length = (int) Math.min(left[0], block.length);
            left[0] -= length;
            ByteBuf part = Unpooled.wrappedBuffer(block, 0, length);
            return length == 0 ? null : part;
        };
    }
}
