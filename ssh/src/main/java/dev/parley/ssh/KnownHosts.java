package dev.parley.ssh;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines of OpenSSH's known_hosts files. MINA's reader knows neither lines nor several files, takes a pattern for one
 * of port 22 unless it names another, and so misses authorities for {@code *} on NETCONF's port; hence this one.
 */
record KnownHosts(List<KnownHostLine> lines) {
    static KnownHosts read(List<Path> files, boolean mustExist) {
        List<KnownHostLine> lines = new ArrayList<>();
        for (Path file : files) {
            if (mustExist || Files.exists(file)) {
                read(file, lines);
            }
        }
        return new KnownHosts(lines);
    }

    private static void read(Path file, List<KnownHostLine> lines) {
        List<String> text;
        try {
            // Latin-1 takes whatever stands in comments
            text = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "the known hosts in " + file + " cannot be read: " + e,
                    Files.exists(file) ? null : "is the path right? A new file can be empty",
                    e);
        }
        for (int i = 0; i < text.size(); i++) {
            KnownHostLine.parse(file, i + 1, text.get(i)).ifPresent(lines::add);
        }
    }

    /** What is said of a host, under the name that its port gives it. */
    List<KnownHostLine> of(String name) {
        return lines.stream().filter(line -> line.matches(name)).toList();
    }

    Stream<KnownHostLine> stream() {
        return lines.stream();
    }
}
