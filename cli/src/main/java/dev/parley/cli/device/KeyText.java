package dev.parley.cli.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be seen of a private key's file from outside, without its passphrase. */
enum KeyText {
    /** It holds no private key, but perhaps the public one of a key that an agent has. */
    NO_KEY,
    /** It takes no passphrase. */
    PLAIN,
    /** It takes a passphrase. */
    ENCRYPTED;

    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern OPENSSH =
            Pattern.compile("-----BEGIN OPENSSH PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]{32,})");

    /** A key of OpenSSH begins with this, and then the name of its cipher. */
    private static final byte[] UNENCRYPTED = "openssh-key-v1\0\0\0\0\4none".getBytes(StandardCharsets.US_ASCII);

    /**
     * What is in a file.
     *
     * @throws IOException if it cannot be read
     */
    static KeyText of(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return NO_KEY;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.contains("PRIVATE KEY-----")) {
            return NO_KEY;
        }
        Matcher openssh = OPENSSH.matcher(text);
        if (openssh.find()) {
            byte[] start = Base64.getMimeDecoder()
                    .decode(openssh.group(1).replaceAll("\\s", "").substring(0, 32));
            return Arrays.equals(
                            UNENCRYPTED, 0, UNENCRYPTED.length, start, 0, Math.min(start.length, UNENCRYPTED.length))
                    ? PLAIN
                    : ENCRYPTED;
        }
        return text.contains("ENCRYPTED") ? ENCRYPTED : PLAIN;
    }
}
