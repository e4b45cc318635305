package dev.parley.ssh;

import dev.parley.error.FileTrouble;
import dev.parley.error.OpenException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;

/** Writes down the keys of hosts that are seen for the first time. */
final class LearnedHosts {
    /** Sessions of one process that learn at the same time add to the file one after the other. */
    private static final Object WRITING = new Object();

    private LearnedHosts() {}

    /** Adds a line. The file is replaced as a whole, so nobody ever sees half of one; nobody but its owner may read it. */
    static void add(Path file, String name, PublicKey key) throws HostKeyRefused {
        byte[] blob = HostKeyCheck.blob(key);
        String line = name + " " + KeyUtils.getKeyType(key) + " "
                + Base64.getEncoder().encodeToString(blob) + "\n";
        try {
            synchronized (WRITING) {
                // another session of this process may have learned it meanwhile
                List<KnownHostLine> meanwhile = KnownHosts.read(List.of(file), false, "ssh-keyscan").of(name).stream()
                        .filter(known -> known.mark() == KnownHostLine.Mark.HOST)
                        .toList();
                if (meanwhile.isEmpty()) {
                    add(file, line);
                } else if (meanwhile.stream().noneMatch(known -> known.isFor(blob))) {
                    throw new HostKeyRefused(
                            Reason.HOST_KEY_CHANGED,
                            "the host key of " + name + " is " + HostKeyCheck.describe(key)
                                    + ", but a moment ago it was "
                                    + meanwhile.get(0).type() + " "
                                    + meanwhile.get(0).fingerprint(),
                            "somebody may stand in between; compare the fingerprints with what the device shows on its"
                                    + " console");
                }
            }
        } catch (IOException e) {
            throw new HostKeyRefused(
                    Reason.HOST_KEY_UNKNOWN,
                    "the host key " + HostKeyCheck.describe(key)
                            + " was seen for the first time, and cannot be written to " + file + ": "
                            + FileTrouble.words(e),
                    "a key that is not written down would be believed anew each time");
        }
    }

    private static void add(Path file, String line) throws IOException {
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        Files.createDirectories(folder);
        String before = Files.exists(target) ? Files.readString(target, StandardCharsets.ISO_8859_1) : "";
        String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        // a temporary file is its owner's alone from the start
        Path written = Files.createTempFile(folder, ".known_hosts", ".new");
        try {
            Files.writeString(written, before + gap + line, StandardCharsets.ISO_8859_1);
            if (Files.getFileStore(written).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
