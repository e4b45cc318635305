package dev.parley.ssh;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The keys that may be used of those that an agent has: the ones whose public halves stand in files.
 *
 * @param files where they stand
 * @param keys the fingerprints of what was found there
 */
record OnlyKeys(List<Path> files, Set<SshFingerprint> keys) {
    private static final Pattern PUBLIC =
            Pattern.compile("(?m)^[ \\t]*[a-z][\\w@.-]*[ \\t]+([A-Za-z0-9+/]+={0,2})(?:\\s|$)");
    private static final Pattern PRIVATE =
            Pattern.compile("-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END OPENSSH PRIVATE KEY-----");
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads the public halves, as OpenSSH looks for them: in the file itself, be it that of a public key or one of OpenSSH's
     * private keys, where it is never encrypted; otherwise in the file beside it that ends in {@code .pub}. Files that are not
     * there add nothing. May block.
     *
     * @throws InputException if a file cannot be read
     */
    static OnlyKeys read(List<Path> files) {
        Set<SshFingerprint> keys = new LinkedHashSet<>();
        for (Path file : files) {
            in(file).or(() -> in(beside(file))).ifPresent(keys::add);
        }
        return new OnlyKeys(List.copyOf(files), keys);
    }

    /** All files in which they are looked for. */
    static List<Path> sources(List<Path> files) {
        return files.stream().flatMap(file -> Stream.of(file, beside(file))).toList();
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    private static Optional<SshFingerprint> in(Path file) {
        if (!Files.isReadable(file)) {
            // that of a private key may be another user's, with the public one beside it
            return Optional.empty();
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "the key in " + file + " cannot be read: " + FileTrouble.words(e),
                    "name the file with the public or the private key, and one that you may read",
                    e);
        }
        try {
            return publicHalf(text);
        } catch (IllegalArgumentException | BufferException e) {
            // cut off, or something else altogether: whoever uses the key itself is told
            return Optional.empty();
        }
    }

    private static Optional<SshFingerprint> publicHalf(String text) {
        Matcher sealed = PRIVATE.matcher(text);
        if (sealed.find()) {
            return publicHalf(Base64.getMimeDecoder().decode(sealed.group(1)));
        }
        Matcher plain = PUBLIC.matcher(text);
        return plain.find()
                ? Optional.of(SshFingerprint.of(Base64.getDecoder().decode(plain.group(1))))
                : Optional.empty();
    }

    /** PROTOCOL.key of OpenSSH: behind cipher, key derivation and the number of keys. */
    private static Optional<SshFingerprint> publicHalf(byte[] key) {
        if (!Arrays.equals(MAGIC, Arrays.copyOf(key, MAGIC.length))) {
            return Optional.empty();
        }
        Buffer content = new ByteArrayBuffer(key, MAGIC.length, key.length - MAGIC.length);
        content.getString();
        content.getString();
        content.getBytes();
        return content.getInt() < 1 ? Optional.empty() : Optional.of(SshFingerprint.of(content.getBytes()));
    }

    boolean has(PublicKey key) {
        return keys.contains(HostKeyCheck.fingerprint(key));
    }

    @Override
    public String toString() {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
