package dev.parley.simulator;

import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A client without any cleverness: a blocking socket and the two framings. */
final class RawClient implements AutoCloseable {
    static final String HELLO_10 = hello("urn:ietf:params:netconf:base:1.0");
    static final String HELLO_11 = hello("urn:ietf:params:netconf:base:1.1");
    private static final int PATIENCE_MS = 20_000;

    private final @Nullable Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Closeable connection;
    private boolean chunked;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.connection = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    private RawClient(InputStream in, OutputStream out, Closeable connection) {
        this.socket = null;
        this.in = new BufferedInputStream(in);
        this.out = out;
        this.connection = connection;
    }

    /** A client on streams that are there already. */
    static RawClient on(InputStream in, OutputStream out, Closeable connection) {
        return new RawClient(in, out, connection);
    }

    static RawClient on(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    static RawClient tcp(DeviceSimulator device) throws IOException {
        return new RawClient(new Socket(device.host(), device.port()));
    }

    static RawClient tls(DeviceSimulator device, DevicePki pki, String... protocols) throws Exception {
        return tls(device, context(pki, pki.client()), protocols);
    }

    static RawClient tls(DeviceSimulator device, SSLContext context, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(device.host(), device.port());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return new RawClient(socket);
    }

    /** A client's TLS that trusts the authority and shows these credentials. */
    static SSLContext context(DevicePki pki, Credentials credentials) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "client", credentials.key(), new char[0], credentials.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", pki.authority());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static String hello(String base) {
        return "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities><capability>" + base
                + "</capability></capabilities></hello>";
    }

    Socket socket() {
        return Objects.requireNonNull(socket);
    }

    InputStream in() {
        return in;
    }

    void sendBytes(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Says hello, reads the device's, and goes over to chunks if that is what both speak. */
    RawClient open(String hello) throws IOException {
        String theirs = readHello();
        sendBytes(hello + "]]>]]>");
        chunked = hello.equals(HELLO_11) && theirs.contains("netconf:base:1.1<");
        return this;
    }

    RawClient open() throws IOException {
        return open(HELLO_11);
    }

    String readHello() throws IOException {
        return readUntil("]]>]]>");
    }

    void useChunks() {
        chunked = true;
    }

    /** Sends an rpc with that content. */
    void ask(int id, String operation) throws IOException {
        send(rpc(id, operation));
    }

    static String rpc(int id, String operation) {
        return "<rpc xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"" + id + "\">" + operation
                + "</rpc>";
    }

    String call(int id, String operation) throws IOException {
        ask(id, operation);
        return read();
    }

    void send(String message) throws IOException {
        int length = message.getBytes(StandardCharsets.UTF_8).length;
        sendBytes(chunked ? "\n#" + length + "\n" + message + "\n##\n" : message + "]]>]]>");
    }

    /** The next message, without framing. */
    String read() throws IOException {
        return chunked ? readChunks() : readUntil("]]>]]>");
    }

    private String readChunks() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            String header = readUntil("\n", 2) + "\n";
            if (header.equals("\n##\n")) {
                return message.toString(StandardCharsets.UTF_8);
            }
            if (!header.matches("\n#[1-9][0-9]*\n")) {
                throw new IOException("not a chunk header: " + header);
            }
            int size = Integer.parseInt(header.substring(2, header.length() - 1));
            byte[] data = in().readNBytes(size);
            if (data.length < size) {
                throw new IOException("the stream ends inside a chunk");
            }
            message.writeBytes(data);
        }
    }

    /** So many bytes. */
    String read(int bytes) throws IOException {
        return new String(in().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    String readUntil(String end) throws IOException {
        return readUntil(end, 1);
    }

    /** What comes before the n-th occurrence of the text, which is read too. */
    private String readUntil(String end, int occurrence) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int seen = 0; seen < occurrence; ) {
            int b = in().read();
            if (b < 0) {
                throw new IOException("the stream ends after: " + read);
            }
            read.append((char) b);
            seen += endsWith(read, end) ? 1 : 0;
        }
        byte[] latin1 = read.substring(0, read.length() - end.length()).getBytes(StandardCharsets.ISO_8859_1);
        return new String(latin1, StandardCharsets.UTF_8);
    }

    private static boolean endsWith(StringBuilder text, String end) {
        int from = text.length() - end.length();
        return from >= 0 && text.indexOf(end, from) == from;
    }

    /** What comes up to the end of a message or of the stream. */
    String readUntilEndOrMark() throws IOException {
        StringBuilder read = new StringBuilder();
        for (int b = in().read(); b >= 0; b = in().read()) {
            read.append((char) b);
            if (endsWith(read, "]]>]]>")) {
                break;
            }
        }
        return read.toString();
    }

    /** All that comes until the stream ends. */
    String readAll() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
