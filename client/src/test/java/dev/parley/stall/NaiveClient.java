package dev.parley.stall;

import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * The client that this project must never become, as many are written: wait until the socket is readable, read once, hand
 * on what that gave. Each time it reads one TLS record from the socket, unless decrypted bytes are left of the one before,
 * and hands at most {@value Cell#READ} bytes to the parser.
 *
 * <p>It stalls where it would wait for the socket although the whole message has been decrypted; that is found out without
 * waiting for long, because it is told how many bytes the message has.
 */
final class NaiveClient implements AutoCloseable {
    private static final int HEADER = 5;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int SURE_MILLIS = 20;

    /** What became of a message. */
    enum Outcome {
        WHOLE,
        STALLED
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final SSLEngine engine;
    private final ByteBuffer record;
    private final ByteBuffer decrypted;
    private FrameDecoder decoder = Framing.END_OF_MESSAGE.decoder();
    private Framing framing = Framing.END_OF_MESSAGE;

    NaiveClient(SSLContext tls, String version, int port) throws IOException {
        engine = tls.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        decrypted = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        decrypted.flip();
        selector = Selector.open();
        channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        handshake();
    }

    private void handshake() throws IOException {
        engine.beginHandshake();
        ByteBuffer nothing = ByteBuffer.allocate(0);
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> send(nothing);
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    while (!readRecord()) {
                        await(PATIENCE_MILLIS);
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void await(int millis) throws IOException {
        if (!isReadableWithin(millis)) {
            throw new IOException("nothing came for " + millis + " ms");
        }
    }

    private boolean isReadableWithin(int millis) throws IOException {
        int ready = selector.select(millis);
        selector.selectedKeys().clear();
        return ready > 0;
    }

    /** Sends bytes in a TLS record. */
    private void send(ByteBuffer bytes) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        do {
            engine.wrap(bytes, out.clear());
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } while (bytes.hasRemaining());
    }

    /** Sends our hello. */
    void sayHello(boolean offer11) throws IOException {
        send(StandardCharsets.US_ASCII.encode("<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities>"
                + "<capability>urn:ietf:params:netconf:base:1.0</capability>"
                + (offer11 ? "<capability>urn:ietf:params:netconf:base:1.1</capability>" : "")
                + "</capabilities></hello>]]>]]>"));
    }

    /** From now on, after the hellos, messages are framed so. */
    void agreeOn(Framing agreed) {
        framing = agreed;
        decoder = agreed.decoder();
    }

    /** Sends a request. */
    void request(String operation) throws IOException {
        String rpc = "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"1\">" + operation + "</rpc>";
        byte[] message = rpc.getBytes(StandardCharsets.US_ASCII);
        byte[] buffer = new byte[Framing.HEADROOM + message.length + Framing.TAILROOM];
        System.arraycopy(message, 0, buffer, Framing.HEADROOM, message.length);
        send(framing.frame(buffer, Framing.HEADROOM + message.length));
    }

    /** Waits for a message of so many bytes, framing included. */
    Outcome receive(int bytes) throws IOException {
        int handedOn = 0;
        while (true) {
            boolean allDecrypted = handedOn + decrypted.remaining() == bytes;
            if (!isReadableWithin(allDecrypted ? SURE_MILLIS : PATIENCE_MILLIS)) {
                if (allDecrypted) {
                    return Outcome.STALLED;
                }
                throw new IOException((bytes - handedOn - decrypted.remaining()) + " bytes never came");
            }
            if (!decrypted.hasRemaining() && !readRecord()) {
                continue;
            }
            int some = Math.min(Cell.READ, decrypted.remaining());
            ByteBuffer part = decrypted.slice(decrypted.position(), some);
            decrypted.position(decrypted.position() + some);
            handedOn += some;
            boolean whole = decoder.decode(part, parsed -> {});
            if (whole != (handedOn == bytes)) {
                throw new IOException("the message is not of " + bytes + " bytes, as was told: "
                        + (whole ? "it ended after " + handedOn : "it goes on"));
            }
            if (whole) {
                return Outcome.WHOLE;
            }
        }
    }

    /** Reads on in the current record, and decrypts it if it is whole; false while it is not. */
    private boolean readRecord() throws IOException {
        record.limit(Math.max(HEADER, record.position()));
        if (record.position() < HEADER && !fill()) {
            return false;
        }
        record.limit(HEADER + (record.getShort(3) & 0xffff));
        if (!fill()) {
            return false;
        }
        record.flip();
        decrypted.clear();
        SSLEngineResult result = engine.unwrap(record, decrypted);
        while (result.getStatus() == SSLEngineResult.Status.OK && record.hasRemaining()) {
            result = engine.unwrap(record, decrypted);
        }
        decrypted.flip();
        record.clear();
        return true;
    }

    private boolean fill() throws IOException {
        if (record.hasRemaining() && channel.read(record) < 0) {
            throw new EOFException("the server hung up");
        }
        return !record.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
