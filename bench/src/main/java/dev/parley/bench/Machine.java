package dev.parley.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the figures are of.
 *
 * @param processor the model and number of processors
 * @param system the operating system
 * @param java the JDK of the clients
 * @param javaFeature its version: 17
 */
record Machine(String processor, String system, String java, int javaFeature) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** This machine, with a JDK on it. */
    static Machine of(Path javaHome) {
        Properties release = release(javaHome);
        String version = unquoted(release.getProperty("JAVA_VERSION"));
        String by = release.getProperty("IMPLEMENTOR");
        return new Machine(
                model() + ", " + Runtime.getRuntime().availableProcessors() + " processors",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "JDK " + version + (by == null ? "" : " (" + unquoted(by) + ")"),
                Integer.parseInt(version.split("[.+-]")[0]));
    }

    private static Properties release(Path javaHome) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(javaHome.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(javaHome + " is no JDK: its file 'release' cannot be read", e);
        }
        return release;
    }

    private static String unquoted(String value) {
        return value.replace("\"", "");
    }

    private static String model() {
        try {
            return Files.readString(PROCESSORS, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
