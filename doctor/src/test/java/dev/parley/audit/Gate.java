package dev.parley.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Stands before a server on loopback and lets some connections through; the others it closes without a word. */
final class Gate implements AutoCloseable {
    private final ServerSocket listener;
    private final int behind;
    private final IntPredicate open;
    private final AtomicInteger taken = new AtomicInteger();

    private Gate(int behind, IntPredicate open) throws IOException {
        this.behind = behind;
        this.open = open;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("gate", this::serve);
    }

    /** Lets those through whose number, from 1 on, fulfils this. */
    static Gate before(int port, IntPredicate open) throws IOException {
        return new Gate(port, open);
    }

    int port() {
        return listener.getLocalPort();
    }

    int taken() {
        return taken.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // One of both sides has gone, or the gate is closed.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            if (!open.test(taken.incrementAndGet())) {
                client.close();
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
            daemon("gate-in", () -> pump(client, server));
            daemon("gate-out", () -> pump(server, client));
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        }
    }
}
