package dev.parley.ssh;

import dev.parley.error.Circumstance;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines of OpenSSH's known_hosts files. MINA's reader knows neither lines nor several files, takes a pattern for one
 * of port 22 unless it names another, and so misses authorities for {@code *} on NETCONF's port; hence this one.
 */
record KnownHosts(List<KnownHostLine> lines) {
    /**
     * Reads files; may block.
     *
     * @param files the files
     * @param mustExist whether one that is not there is an error
     * @param scan the command that shows the keys of the host that is looked for
     * @throws InputException if one of them cannot be read
     */
    static KnownHosts read(List<Path> files, boolean mustExist, String scan) {
        List<KnownHostLine> lines = new ArrayList<>();
        for (Path file : files) {
            if (mustExist || Files.exists(file)) {
                read(file, scan, lines);
            }
        }
        return new KnownHosts(lines);
    }

    private static void read(Path file, String scan, List<KnownHostLine> lines) {
        List<String> text;
        try {
            // Latin-1 takes whatever stands in comments
            text = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    e instanceof NoSuchFileException
                            ? Circumstance.KNOWN_HOSTS_MISSING
                            : Circumstance.KNOWN_HOSTS_UNREADABLE,
                    "the known hosts in " + file + " cannot be read: " + FileTrouble.words(e),
                    e instanceof NoSuchFileException
                            ? "is the path right? What " + scan + " prints can be put there, once its fingerprints are"
                                    + " compared with what the device shows on its console; trust on first use makes the"
                                    + " file by itself"
                            : "name a file that you may read",
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
