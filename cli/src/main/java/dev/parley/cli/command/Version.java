package dev.parley.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which parley this is. */
final class Version implements IVersionProvider {
    private static final String RESOURCE = "version.txt";

    /** The version that the build wrote down. */
    static String text() {
        try (InputStream text = Objects.requireNonNull(Version.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException("the version is not readable", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"parley " + text(), "Java " + Runtime.version() + ", " + System.getProperty("java.vendor")
        };
    }
}
