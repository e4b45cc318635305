package dev.parley.standing;

import dev.parley.device.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What files held of which nothing else is known than that an access reads them, as hashes: a tool that writes the same again has
 * changed nothing. Reading blocks. Safe for all threads.
 */
final class KnownFiles {
    /** Of a file that is not there, or cannot be read. */
    private static final String NOTHING = "";

    private final Map<Path, String> known = new ConcurrentHashMap<>();

    /** What has become of a file since the last look. */
    enum Change {
        NONE,
        GONE,
        OTHER
    }

    /** Somebody is about to read the files of an access; whatever they hold later is compared with now. */
    void note(Access access) {
        access.identityFiles().forEach(file -> known.computeIfAbsent(file, KnownFiles::contents));
        access.trustFiles().forEach(file -> known.computeIfAbsent(file, KnownFiles::contents));
    }

    /** Looks at a file. */
    Change look(Path file) {
        String now = contents(file);
        String before = known.put(file, now);
        if (before == null || before.equals(now)) {
            return Change.NONE;
        }
        return now.equals(NOTHING) ? Change.GONE : Change.OTHER;
    }

    /** All of them. */
    Set<Path> names() {
        return new HashSet<>(known.keySet());
    }

    void forget(Set<Path> those) {
        known.keySet().removeAll(those);
    }

    private static String contents(Path file) {
        // reading from a pipe would take away what is meant for an opening, or wait for ever
        if (!Files.isRegularFile(file)) {
            return NOTHING;
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            // whoever opens a session with it is told why
            return NOTHING;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
