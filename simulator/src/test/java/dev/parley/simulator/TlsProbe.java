package dev.parley.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** A TLS client that shows the records as they came over the wire, and in which read of the socket each was complete. */
final class TlsProbe implements AutoCloseable {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    private final Socket socket;
    private final SSLEngine engine;
    private final List<Seen> records = new ArrayList<>();
    private byte[] arrived = new byte[0];
    private int reads;

    /**
     * A TLS record.
     *
     * @param type its content type on the wire
     * @param plain the application data in it
     * @param read the number of the read that completed it
     */
    record Seen(int type, String plain, int read) {}

    private TlsProbe(Socket socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
    }

    static TlsProbe connect(DeviceSimulator device, SSLContext context, String protocol) throws IOException {
        Socket socket = new Socket(device.host(), device.port());
        socket.setSoTimeout(20_000);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return new TlsProbe(socket, engine);
    }

    Socket socket() {
        return socket;
    }

    /** What came so far. */
    List<Seen> records() {
        return records;
    }

    /** Shakes hands; the device's hello may have come with it. */
    TlsProbe handshake() throws IOException {
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                if (read() == null) {
                    throw new IOException("the connection ends in the handshake");
                }
            } else {
                answer();
            }
        }
        return this;
    }

    private void answer() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(32 * 1024);
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                default -> {
                    socket.getOutputStream().write(out.array(), 0, out.position());
                    return;
                }
            }
        }
    }

    void send(String text) throws IOException {
        ByteBuffer clear = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        ByteBuffer out = ByteBuffer.allocate(clear.remaining() * 2 + 64 * 1024);
        while (clear.hasRemaining()) {
            if (engine.wrap(clear, out).getStatus() != SSLEngineResult.Status.OK) {
                throw new IOException("the engine does not take what is to be sent");
            }
        }
        socket.getOutputStream().write(out.array(), 0, out.position());
    }

    /** The next record, or null at the end of the stream. */
    Seen read() throws IOException {
        while (arrived.length < 5 || arrived.length < 5 + length()) {
            if (!readMore()) {
                return null;
            }
        }
        int size = 5 + length();
        int type = arrived[0];
        ByteBuffer sealed = ByteBuffer.wrap(arrived, 0, size);
        ByteBuffer clear = ByteBuffer.allocate(32 * 1024);
        while (sealed.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(sealed, clear);
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                    || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                answer();
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                break;
            }
        }
        arrived = Arrays.copyOfRange(arrived, size, arrived.length);
        String plain = new String(clear.array(), 0, clear.position(), StandardCharsets.UTF_8);
        Seen record = new Seen(type, plain, reads);
        records.add(record);
        return record;
    }

    /** Whether the device has ended TLS with {@code close_notify}. */
    boolean saidGoodbye() {
        return engine.isInboundDone();
    }

    /** The sizes of the records with application data up to one that ends so. */
    List<Integer> sizesUntil(String end) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (Seen record : records) {
            add(record, sizes, all);
        }
        while (!all.toString().endsWith(end)) {
            Seen record = read();
            if (record == null) {
                throw new IOException("the stream ends after: " + all);
            }
            add(record, sizes, all);
        }
        return sizes;
    }

    private static void add(Seen record, List<Integer> sizes, StringBuilder all) {
        if (!record.plain().isEmpty()) {
            sizes.add(record.plain().length());
            all.append(record.plain());
        }
    }

    private int length() {
        return ((arrived[3] & 0xff) << 8) | (arrived[4] & 0xff);
    }

    private boolean readMore() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        int count = in.read(buffer);
        if (count < 0) {
            return false;
        }
        reads++;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(arrived);
        all.write(buffer, 0, count);
        arrived = all.toByteArray();
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
