package dev.parley.ssh;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * A file with a private key. What was read stays until the file changes: an encrypted key of OpenSSH costs a good part of a
 * second to open.
 */
final class KeyFile {
    private final Path path;
    private final @Nullable Supplier<char[]> passphrase;
    private @Nullable Content content;

    private record Stamp(
            FileTime modified, long size, @Nullable Object file) {}

    private record Content(Stamp stamp, List<KeyPair> keys) {}

    KeyFile(Path path, @Nullable Supplier<char[]> passphrase) {
        this.path = path;
        this.passphrase = passphrase;
    }

    Path path() {
        return path;
    }

    @Nullable
    Supplier<char[]> passphrase() {
        return passphrase;
    }

    /** The keys in it, at least one. May block. */
    synchronized List<KeyPair> read() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Stamp stamp = new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            Content known = content;
            if (known != null && known.stamp.equals(stamp)) {
                return known.keys;
            }
            List<KeyPair> keys = parse(Files.readAllBytes(path));
            content = new Content(stamp, keys);
            return keys;
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "the key in " + path + " cannot be read: " + FileTrouble.words(e),
                    "name the file with the private key, and one that you may read",
                    e);
        }
    }

    private List<KeyPair> parse(byte[] bytes) {
        Mina.prepare();
        boolean[] encrypted = {false};
        try {
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(path.toString()), new ByteArrayInputStream(bytes), (s, r, i) -> {
                        encrypted[0] = true;
                        return given();
                    });
            List<KeyPair> keys = new ArrayList<>();
            if (found != null) {
                found.forEach(keys::add);
            }
            if (keys.isEmpty()) {
                throw noKey(null);
            }
            return List.copyOf(keys);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e instanceof InputException known) {
                throw known;
            }
            throw encrypted[0] ? wrongPassphrase(e) : noKey(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private String given() {
        if (passphrase == null) {
            throw new InputException(
                    Reason.BAD_PASSPHRASE,
                    "the private key in " + path + " is encrypted, and no passphrase was given",
                    "give the passphrase, or add the key to an agent",
                    null);
        }
        return new String(passphrase.get());
    }

    private InputException wrongPassphrase(Exception cause) {
        return new InputException(
                Reason.BAD_PASSPHRASE,
                "the private key in " + path
                        + " cannot be decrypted: the passphrase is wrong, or the encryption is unknown",
                null,
                cause);
    }

    private InputException noKey(@Nullable Exception cause) {
        return new InputException(
                Reason.BAD_KEY,
                path + " holds no private key that can be read" + (cause == null ? "" : ": " + cause.getMessage()),
                "it takes keys of OpenSSH and PEM: Ed25519, ECDSA and RSA; is it the public key's file?",
                cause);
    }
}
