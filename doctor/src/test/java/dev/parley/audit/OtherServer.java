package dev.parley.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of another project, in a process of its own, on loopback. Its standard input stays open: many end with it. */
final class OtherServer implements AutoCloseable {
    static final Path OPENSSL = Path.of("/usr/bin/openssl");
    static final Path GNUTLS = Path.of("/usr/bin/gnutls-serv");
    private static final Pattern ACCEPTING = Pattern.compile("ACCEPT .*:(\\d+)");
    private static final Pattern LISTENING = Pattern.compile(".*listening on IPv4 .*port (\\d+).*done.*");

    private final Process process;
    private final int port;
    private final List<String> said;

    private OtherServer(Process process, int port, List<String> said) {
        this.process = process;
        this.port = port;
        this.said = said;
    }

    /** {@code openssl s_server} with these arguments, on a port that the system chooses. */
    static OtherServer openssl(List<String> arguments) throws IOException {
        assumeInstalled(OPENSSL);
        List<String> command = new ArrayList<>(List.of(OPENSSL.toString(), "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(arguments);
        return start(command, ACCEPTING);
    }

    /**
     * {@code gnutls-serv} with these arguments; it cannot let the system choose, so a port that is free just now, and another one if
     * somebody takes that before it does.
     */
    static OtherServer gnutls(List<String> arguments) throws IOException {
        assumeInstalled(GNUTLS);
        for (int attempt = 1; ; attempt++) {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            List<String> command = new ArrayList<>(List.of(GNUTLS.toString(), "--port=" + port, "--echo"));
            command.addAll(arguments);
            try {
                return start(command, LISTENING);
            } catch (AssertionError e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    static void assumeInstalled(Path program) {
        assumeTrue(Files.isExecutable(program), program + " is not installed");
    }

    private static OtherServer start(List<String> command, Pattern ready) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader out = process.inputReader(StandardCharsets.ISO_8859_1);
        List<String> said = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            Matcher matcher = ready.matcher(line);
            if (matcher.find()) {
                drain(out);
                return new OtherServer(process, Integer.parseInt(matcher.group(1)), said);
            }
        }
        throw new AssertionError(command + " did not start: " + said);
    }

    private static void drain(BufferedReader out) {
        Thread drain = new Thread(
                () -> {
                    try {
                        // Nobody reads it, but a full pipe would stop the server.
                        out.transferTo(Writer.nullWriter());
                    } catch (IOException ended) {
                        // The process is over.
                    }
                },
                "drain");
        drain.setDaemon(true);
        drain.start();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS))
                    .as(said.toString())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
