package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client that is really short of something: of a processor, of memory, of file descriptors. A doctor who is in want himself says
 * so, and does not blame the device.
 */
@Timeout(180)
class StarvedClientIT {
    private static final Path SHELL = Path.of("/bin/sh");
    /** Stops a process for seven tenths of a second again and again, until it is no more. */
    private static final String FREEZER =
            "while kill -STOP $0 && sleep 0.7 && kill -CONT $0 && sleep 0.1; do :; done 2>/dev/null";

    private static String examined(StarvedDoctor.Missing missing, String... command)
            throws IOException, InterruptedException {
        try (PlainServer silent = PlainServer.start((wire, number) -> wire.hear("\0never\0"));
                PlainServer healthy = PlainServer.start((wire, number) -> wire.beDevice())) {
            List<String> all = new ArrayList<>(Arrays.asList(command));
            all.addAll(List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StarvedDoctor.class.getName(),
                    missing.name(),
                    String.valueOf(healthy.port()),
                    String.valueOf(silent.port())));
            Process doctor = new ProcessBuilder(all).redirectErrorStream(true).start();
            List<Process> freezers = new ArrayList<>();
            try (BufferedReader out = doctor.inputReader(StandardCharsets.UTF_8)) {
                StringBuilder lines = new StringBuilder();
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.equals(StarvedDoctor.READY)) {
                        freezers.add(new ProcessBuilder(SHELL.toString(), "-c", FREEZER, String.valueOf(doctor.pid()))
                                .start());
                    } else {
                        lines.append(line).append('\n');
                    }
                }
                String said = lines.toString();
                assertThat(doctor.waitFor(10, TimeUnit.SECONDS)).as(said).isTrue();
                assertThat(doctor.exitValue()).as(said).isZero();
                return said;
            } finally {
                freezers.forEach(Process::destroy);
                doctor.destroyForcibly();
            }
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static double fact(String said, String name) {
        Matcher value = Pattern.compile("\\b" + name + "=([-\\d.E]+)").matcher(said);
        assertThat(value.find()).as(name + " in " + said).isTrue();
        return Double.parseDouble(value.group(1));
    }

    /** As on a machine that is suspended, or in a container that has used up its share. */
    @Test
    void withoutAProcessor() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SHELL), SHELL + " is not there, to stop a process");
        String said = examined(StarvedDoctor.Missing.PROCESSOR, java(), "-XX:ActiveProcessorCount=1");

        assertThat(said).contains("client-starved, LIKELY: ", "hello-silent, POSSIBLE: ", "too busy to be sure");
        assertThat(fact(said, "worstDelayMs")).isGreaterThan(500);
    }

    @Test
    void withoutMemory() throws IOException, InterruptedException {
        String said = examined(StarvedDoctor.Missing.MEMORY, java(), "-Xmx40m", "-XX:+UseSerialGC");

        assertThat(said).contains("client-starved, LIKELY: ", "the client collected garbage for ");
        assertThat(fact(said, "collectingMs")).isGreaterThan(100);
    }

    @Test
    void withoutFileDescriptors() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SHELL), SHELL + " is not there, to limit file descriptors");
        String said = examined(
                StarvedDoctor.Missing.FILES, SHELL.toString(), "-c", "ulimit -n 300; exec \"$0\" \"$@\"", java());

        assertThat(said).startsWith("files-exhausted, CERTAIN: ");
        assertThat(fact(said, "openFiles")).isEqualTo(fact(said, "mostFiles")).isEqualTo(300);
    }
}
