package dev.parley.ssh;

import dev.parley.error.InputException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The SHA-256 digest of a public key: what {@code ssh-keygen -l} prints.
 *
 * @param text {@code SHA256:} and 43 characters of Base64 without padding
 */
public record SshFingerprint(String text) {
    private static final String PREFIX = "SHA256:";
    private static final Pattern FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /** Refuses what is no fingerprint of SHA-256. */
    public SshFingerprint {
        if (!FORM.matcher(text).matches()) {
            throw new InputException(
                    InputException.Reason.BAD_FINGERPRINT,
                    "'" + text + "' is not a fingerprint like SHA256:8XbkW… (43 characters behind the colon)",
                    "print one with: ssh-keygen -l -f KEY.pub, or on the device",
                    null);
        }
    }

    /**
     * Reads what people write: with or without {@code SHA256:}, with or without padding.
     *
     * @throws InputException if it is anything else, such as a fingerprint of MD5
     */
    public static SshFingerprint parse(String text) {
        String bare = text.strip().replaceFirst("^(?i:SHA256:)", "").replaceFirst("=+$", "");
        return new SshFingerprint(PREFIX + bare);
    }

    /** The fingerprint of a key. */
    static SshFingerprint of(PublicKey key) {
        Buffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return of(buffer.getCompactData());
    }

    /** The fingerprint of a key as it stands in SSH's messages (RFC 4253 section 6.6). */
    static SshFingerprint of(byte[] blob) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return new SshFingerprint(
                    PREFIX + Base64.getEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
