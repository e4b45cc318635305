package dev.parley.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.device.Hosts;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /metrics} with a page in the text format of Prometheus, and everything else with 404 or 405, until it is
 * closed. Whoever can connect can read: there is nothing secret on the page, and without an address it is loopback.
 */
public final class MetricsServer implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MOST_READERS = 16;

    private final HttpServer server;
    private final ExecutorService readers;
    private final Supplier<String> page;

    private MetricsServer(HttpServer server, ExecutorService readers, Supplier<String> page) {
        this.server = server;
        this.readers = readers;
        this.page = page;
    }

    /**
     * Begins to serve.
     *
     * @param place where
     * @param page writes what is read; called by several threads
     * @throws InputException if the port is taken, or the address is none of this machine
     */
    public static MetricsServer start(MetricsPlace place, Supplier<String> page) {
        HttpServer server;
        try {
            server = HttpServer.create(address(place), 0);
        } catch (IOException e) {
            throw cannot(place, FileTrouble.words(e), e);
        }
        AtomicInteger number = new AtomicInteger();
        ExecutorService readers = new ThreadPoolExecutor(
                0, MOST_READERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> daemon(task, number));
        MetricsServer started = new MetricsServer(server, readers, page);
        server.setExecutor(readers);
        server.createContext("/", started::answer);
        server.start();
        return started;
    }

    private static Thread daemon(Runnable task, AtomicInteger number) {
        Thread thread = new Thread(task, "parley-metrics-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static InetSocketAddress address(MetricsPlace place) {
        InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
        if (address.isUnresolved()) {
            throw cannot(place, "the name has no address", null);
        }
        return address;
    }

    private static InputException cannot(MetricsPlace place, String why, @Nullable Throwable cause) {
        return new InputException(
                Reason.BAD_SETTING,
                "metrics cannot be served at " + place + ": " + why,
                "give --metrics another port, or 0 for any that is free",
                cause);
    }

    /** Where they are read: {@code http://127.0.0.1:9100/metrics}. */
    public String url() {
        return "http://" + Hosts.text(server.getAddress()) + PATH;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] text = page.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            if (method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(text.length));
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        }
    }

    /** Ends it at once. A thread that was interrupted stays so, which the JDK's server would forget while it waits. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        server.stop(0);
        readers.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
