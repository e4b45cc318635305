package dev.parley.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import dev.parley.transport.LinkEnd;
import dev.parley.transport.LinkListener;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection on one thread, in which the client would stall without anybody waiting for it: after each piece of the
 * wire that has arrived, all of the stream in packets that are whole by then has to be handed up, and all messages in it
 * told, before the client would wait for the next piece. Nothing is asked about time.
 */
final class StallTrial implements SshConnection.Observer, LinkListener {
    private static final String PIN = dev.parley.simulator.ssh.HostKeys.fingerprint(HandServer.KEY.getPublic());
    private static final Hop HOP = Hop.prepare(
            new SshAccess(
                    "pe1",
                    830,
                    Ssh.trusting(HostKeys.pinned(SshFingerprint.parse(PIN)))
                            .as("admin", SshLogin.password("secret"::toCharArray))),
            Start.NETCONF);

    private final Talk talk;
    private final HandServer server;
    private final HandLink wire = new HandLink();
    private final SshConnection connection;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private FrameDecoder decoder = Framing.END_OF_MESSAGE.decoder();
    private @Nullable SshLink link;
    private @Nullable SshFailure failure;
    private boolean reading = true;
    private long arrived;
    private int messages;

    /**
     * What the server says: messages, the first of which is its hello.
     *
     * @param framing how those behind the hello are framed
     * @param text all of it
     * @param ends where each message ends
     */
    record Talk(Framing framing, String text, List<Integer> ends) {
        /** Messages of these lengths; every other one behind the hello is a notification. */
        static Talk of(Framing framing, List<Integer> lengths) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<Integer> ends = new java.util.ArrayList<>();
            for (int i = 0; i < lengths.size(); i++) {
                String name = i == 0 ? "hello" : i % 2 == 0 ? "notification" : "rpc-reply";
                String text = "<" + name + ">" + "x".repeat(lengths.get(i)) + "</" + name + ">";
                if (i == 0 || framing == Framing.END_OF_MESSAGE) {
                    text = text + "]]>]]>";
                } else {
                    int half = text.length() / 2;
                    text = "\n#" + half + "\n" + text.substring(0, half) + "\n#" + (text.length() - half) + "\n"
                            + text.substring(half) + "\n##\n";
                }
                all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
                ends.add(all.size());
            }
            return new Talk(framing, all.toString(StandardCharsets.US_ASCII), ends);
        }

        byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        int messagesIn(long bytes) {
            return (int) ends.stream().filter(end -> end <= bytes).count();
        }
    }

    /**
     * @param packet how much of the stream goes into a packet at most
     * @param window the client's window
     */
    StallTrial(Talk talk, int packet, int window) throws Exception {
        this.talk = talk;
        server = new HandServer(talk.bytes(), packet);
        connection = new SshConnection(
                wire, HOP, window, InetSocketAddress.createUnresolved("pe1", 830), Runnable::run, this);
        wire.start(connection);
        connection.begin();
    }

    /** Where the next cut is, counted from where the last one was. */
    interface Cuts {
        /**
         * The length of the next piece; too much is all that is left.
         *
         * @param packet where the packet ends that goes on there
         * @param left how much there is
         */
        int next(int packet, int left);
    }

    /**
     * Lets the server say everything.
     *
     * @param atOnce how much more of the stream the server says before the client looks again
     * @param cuts how what it writes is cut
     * @param paused whether the reader wants nothing more, asked whenever a piece has arrived
     */
    void run(IntSupplier atOnce, Cuts cuts, java.util.function.BooleanSupplier paused) throws Exception {
        while (true) {
            wire.turn();
            server.receive(wire.sent());
            if (link != null) {
                server.say(atOnce.getAsInt());
            }
            byte[] bytes = server.written();
            if (bytes.length > 0) {
                deliver(bytes, cuts, paused);
            } else if (!reading) {
                // the window is used up, and nothing else can come
                read(true);
            } else if (server.hasSaidAll()) {
                break;
            } else {
                assertThat(failure).isNull();
                byte[] answer = wire.sent();
                assertThat(answer)
                        .as("what the client sends where the server waits for it, at %d", server.streamed())
                        .isNotEmpty();
                server.receive(answer);
            }
        }
        assertThat(messages).isEqualTo(talk.ends().size());
        assertThat(taken.toByteArray()).isEqualTo(talk.bytes());
        connection.close();
        wire.turn();
        assertThat(wire.isClosed()).isTrue();
    }

    /** How many bytes the client sent while it was still looking at what had arrived. */
    long sentMeanwhile() {
        return wire.sentMeanwhile();
    }

    private void deliver(byte[] bytes, Cuts cuts, java.util.function.BooleanSupplier paused) {
        long begin = arrived;
        for (int from = 0; from < bytes.length; ) {
            int packet = (int) (server.endBehind(begin + from) - begin) - from;
            int to = Math.min(bytes.length, from + Math.max(1, cuts.next(packet, bytes.length - from)));
            wire.arrive(bytes, from, to);
            arrived = begin + to;
            boolean open = link != null;
            if (open) {
                nothingWaits(from, to);
            }
            wire.turn();
            nothingWaits(from, to);
            if (open && paused.getAsBoolean() == reading) {
                read(!reading);
            }
            from = to;
        }
    }

    private void read(boolean on) {
        reading = on;
        link.reading(on);
    }

    private void nothingWaits(int from, int to) {
        long whole = server.wholeAt(arrived);
        if (taken.size() != whole || messages != talk.messagesIn(whole)) {
            throw new AssertionError("of " + whole + " bytes, with " + talk.messagesIn(whole) + " messages, "
                    + taken.size() + " and " + messages + " were handed up behind the piece [" + from + ", " + to
                    + "), reading " + reading + ", failure " + failure);
        }
    }

    // ---- what the connection tells

    @Override
    public void secured(SshDetails details) {}

    @Override
    public LinkListener opened(SshLink opened, SshDetails details) {
        link = opened;
        return this;
    }

    @Override
    public void failed(SshFailure why) {
        failure = why;
    }

    @Override
    public void received(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        taken.writeBytes(copy);
        while (bytes.hasRemaining() && decoder.decode(bytes, part -> part.position(part.limit()))) {
            messages++;
            if (messages == 1) {
                decoder = talk.framing().decoder();
            }
        }
    }

    @Override
    public void receivedAll() {}

    @Override
    public void writable(boolean writable) {}

    @Override
    public void closed(LinkEnd end) {}
}
