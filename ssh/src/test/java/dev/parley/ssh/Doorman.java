package dev.parley.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Hands one connection on to a server on this machine, and ends it when it is told to, which the server cannot prevent. */
final class Doorman implements AutoCloseable {
    private final ServerSocket door;
    private final CompletableFuture<Socket> client = new CompletableFuture<>();
    private final CompletableFuture<Socket> server = new CompletableFuture<>();
    private final Thread inwards;
    private final Thread outwards;

    private Doorman(int port) throws IOException {
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        inwards = new Thread(
                () -> {
                    try {
                        client.complete(door.accept());
                        server.complete(new Socket(InetAddress.getLoopbackAddress(), port));
                        client.join().setTcpNoDelay(true);
                        server.join().setTcpNoDelay(true);
                        hand(client.join(), server.join());
                    } catch (IOException e) {
                        client.completeExceptionally(e);
                        server.completeExceptionally(e);
                    }
                },
                "doorman-inwards");
        outwards = new Thread(
                () -> {
                    try {
                        hand(server.join(), client.join());
                    } catch (CompletionException e) {
                        // nobody came
                    }
                },
                "doorman-outwards");
    }

    /** Stands before the server on that port, and lets one client in. */
    static Doorman before(int port) throws IOException {
        Doorman doorman = new Doorman(port);
        doorman.inwards.start();
        doorman.outwards.start();
        return doorman;
    }

    private static void hand(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // either end is gone, which is what this is for
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** Ends the client's connection, in order or by a reset. */
    void end(boolean reset) throws IOException {
        if (reset) {
            client.join().setSoLinger(true, 0);
        }
        client.join().close();
        server.join().close();
    }

    @Override
    public void close() throws IOException {
        door.close();
        if (client.isDone() && !client.isCompletedExceptionally()) {
            end(false);
        }
        try {
            inwards.join();
            outwards.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
