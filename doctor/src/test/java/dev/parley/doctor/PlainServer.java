package dev.parley.doctor;

import dev.parley.simulator.pki.Credentials;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A server on the loopback interface that does with each connection what its script says, over TCP or TLS of the JDK. */
final class PlainServer implements AutoCloseable {
    static final String HELLO = "<hello xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><capabilities>"
            + "<capability>urn:ietf:params:netconf:base:1.0</capability>"
            + "<capability>urn:ietf:params:netconf:base:1.1</capability>"
            + "</capabilities><session-id>7</session-id></hello>";
    static final String DELIMITER = "]]>]]>";
    private static final Pattern ID = Pattern.compile("message-id=\"([^\"]*)\"");

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /** What is done with a connection. When it returns, the connection stays open until the server is closed. */
    @FunctionalInterface
    interface Script {
        void play(Wire wire, int connection) throws IOException;
    }

    private PlainServer(ServerSocket listening) {
        this.listening = listening;
    }

    static PlainServer start(Script script) {
        try {
            PlainServer server = new PlainServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            server.threads.execute(() -> server.accept(script));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept(Script script) {
        for (int number = 1; !listening.isClosed(); number++) {
            Socket socket;
            try {
                socket = listening.accept();
            } catch (IOException e) {
                // closed
                return;
            }
            int connection = number;
            threads.execute(() -> {
                try {
                    script.play(new Wire(socket, open), connection);
                } catch (IOException e) {
                    // the client went away, which ends the script
                    close(socket);
                }
            });
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(PlainServer::close);
        threads.shutdownNow();
    }

    /** The TLS of a server with that identity, for clients of that authority. */
    static SSLContext tls(Credentials identity, X509Certificate clients) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "server", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, new char[0]);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("clients", clients);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection, as the server sees it. */
    static final class Wire {
        private final Socket socket;
        private final Queue<Socket> open;
        private final InputStream in;
        private final OutputStream out;

        /** Every socket is kept until the end: one of TLS that nobody holds on to closes the one below it. */
        Wire(Socket socket, Queue<Socket> open) throws IOException {
            this.socket = socket;
            this.open = open;
            open.add(socket);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        void say(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** The first record of TLS, header included. */
        byte[] record() throws IOException {
            DataInputStream data = new DataInputStream(in);
            byte[] header = new byte[5];
            data.readFully(header);
            byte[] record = new byte[5 + ((header[3] & 0xFF) << 8 | header[4] & 0xFF)];
            System.arraycopy(header, 0, record, 0, 5);
            data.readFully(record, 5, record.length - 5);
            return record;
        }

        /** Reads up to that word, which must come. */
        String hear(String word) throws IOException {
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf(word) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the client closed after " + heard);
                }
                heard.append((char) next);
            }
            return heard.toString();
        }

        /** TLS on this connection, with the bytes in front that were read already. */
        Wire secured(SSLContext tls, byte... read) throws IOException {
            SSLSocket secure =
                    (SSLSocket) tls.getSocketFactory().createSocket(socket, new ByteArrayInputStream(read), true);
            secure.setUseClientMode(false);
            secure.setNeedClientAuth(true);
            secure.startHandshake();
            return new Wire(secure, open);
        }

        void close() throws IOException {
            socket.close();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says hello, hears the client's, and answers requests in chunks until the session is closed. */
        void beDevice() throws IOException {
            say(HELLO + DELIMITER);
            hear(DELIMITER);
            answerAll();
        }

        void answerAll() throws IOException {
            while (true) {
                String request = hear("\n##\n");
                Matcher id = ID.matcher(request);
                if (!id.find()) {
                    throw new IOException("a request without message-id: " + request);
                }
                boolean last = request.contains("close-session");
                chunk("<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"" + id.group(1) + "\">"
                        + (last ? "<ok/>" : "<data/>") + "</rpc-reply>");
                if (last) {
                    close();
                    return;
                }
            }
        }

        void chunk(String text) throws IOException {
            say("\n#" + text.length() + "\n" + text + "\n##\n");
        }
    }
}
