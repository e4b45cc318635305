package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between this machine and a namespace of the kernel that is made for it, over which packets travel as is asked. The
 * addresses are private ones that no other interface has, and nothing leaves the machine: it is as good as loopback, and
 * unlike loopback it can lose packets. The namespace and its interfaces are gone when it is closed, or when this process ends.
 */
final class Network implements AutoCloseable {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Process wire;
    private final String name;
    private final String address;
    private final int port;

    private Network(Process wire, String name, String address, int port) {
        this.wire = wire;
        this.name = name;
        this.address = address;
        this.port = port;
    }

    /** Where the next network will have its device: what its certificate must be for. */
    private static String addressOf(int number, int last) {
        return "10.255." + ProcessHandle.current().pid() % 256 + "." + (4 * number % 252 + last);
    }

    /** What is known of a network before it is there. */
    record Plan(int number, Path folder) {
        static Plan in(Path folder) {
            return new Plan(NUMBERS.getAndIncrement(), folder);
        }

        /** The address of the device. */
        String address() {
            return addressOf(number, 2);
        }

        /** The UNIX socket on which the device must listen. */
        Path socket() {
            return folder.resolve("device");
        }

        /** The network, with that UNIX socket at its far end and these options for its wire. Where it cannot be made, the test is skipped and says why. */
        Network open(Path device, String... options) throws IOException {
            assumeTrue(
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
                    "network namespaces are Linux's");
            assumeTrue(
                    Files.isWritable(Path.of("/dev/net/tun")),
                    "not root, or without /dev/net/tun: no network namespaces");
            assumeTrue(Files.isExecutable(PYTHON), PYTHON + " is not installed");
            assumeTrue(isInstalled("ip") && isInstalled("tc"), "iproute2 is not installed");
            Path program = folder.resolve("network.py");
            try (InputStream text = Network.class.getResourceAsStream("network.py")) {
                Files.write(program, text.readAllBytes());
            }
            String name = "p" + Long.toString(ProcessHandle.current().pid(), 36) + "n" + number;
            List<String> command = new ArrayList<>(List.of(
                    PYTHON.toString(), program.toString(), name, addressOf(number, 1), address(), device.toString()));
            command.addAll(List.of(options));
            Process wire = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = wire.inputReader(StandardCharsets.UTF_8);
            String said = out.readLine();
            if (said != null && said.startsWith("not permitted")) {
                end(wire, name);
                assumeTrue(false, "no such network here, " + said);
            }
            assertThat(said).as("what " + command + " said").startsWith("ready ");
            return new Network(wire, name, address(), Integer.parseInt(said.substring("ready ".length())));
        }

        private static boolean isInstalled(String program) {
            return List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin").stream()
                    .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        }
    }

    /** Where the device can be reached. */
    String address() {
        return address;
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        end(wire, name);
    }

    private static void end(Process wire, String name) throws IOException {
        wire.outputWriter().close();
        try {
            if (!wire.waitFor(10, TimeUnit.SECONDS)) {
                wire.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            wire.destroyForcibly();
        }
        assertThat(Path.of("/run/netns", name)).doesNotExist();
    }
}
