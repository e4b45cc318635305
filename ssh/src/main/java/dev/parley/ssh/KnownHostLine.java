package dev.parley.ssh;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *
 * @param file where it stands
 * @param number which line of it
 * @param mark what it says of the key
 * @param hosts the names that it is about, as they stand there: patterns, or one name that is hashed
 * @param type the type of the key
 * @param key the key, as it stands in SSH's messages, in Base64
 */
record KnownHostLine(Path file, int number, Mark mark, String hosts, String type, String key) {
    /** What a line says of its key. */
    enum Mark {
        /** The host has it. */
        HOST,
        /** Whoever has it may certify the keys of the host. */
        AUTHORITY,
        /** Nobody is believed with it. */
        REVOKED
    }

    private static final String HASHED = "|1|";

    /** Empty for a comment, and for what is none of the forms: OpenSSH passes over those, too. */
    static Optional<KnownHostLine> parse(Path file, int number, String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        List<String> words = List.of(text.split("\\s+"));
        Mark mark = Mark.HOST;
        if (text.startsWith("@")) {
            switch (words.get(0)) {
                case "@cert-authority" -> mark = Mark.AUTHORITY;
                case "@revoked" -> mark = Mark.REVOKED;
                default -> {
                    return Optional.empty();
                }
            }
            words = words.subList(1, words.size());
        }
        if (words.size() < 3) {
            return Optional.empty();
        }
        try {
            String key = encoded(Base64.getDecoder().decode(words.get(2)));
            return Optional.of(new KnownHostLine(file, number, mark, words.get(0), words.get(1), key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name of a host in these files: with the port where it is not 22. */
    static String name(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    private static String encoded(byte[] blob) {
        return Base64.getEncoder().encodeToString(blob);
    }

    boolean isFor(byte[] blob) {
        return key.equals(encoded(blob));
    }

    boolean matches(String name) {
        return hosts.startsWith(HASHED) ? matchesHash(name) : matchesPatterns(name);
    }

    private boolean matchesHash(String name) {
        String[] parts = hosts.substring(HASHED.length()).split("\\|", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[0]);
            byte[] hash = Base64.getDecoder().decode(parts[1]);
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return MessageDigest.isEqual(hash, mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA1", e);
        }
    }

    /** One that is negated decides against the line, wherever it stands. */
    private boolean matchesPatterns(String name) {
        boolean matches = false;
        for (String pattern : hosts.toLowerCase(Locale.ROOT).split(",")) {
            if (pattern.startsWith("!")) {
                if (matchesPattern(pattern.substring(1), name)) {
                    return false;
                }
            } else {
                matches |= matchesPattern(pattern, name);
            }
        }
        return matches;
    }

    /** {@code *} stands for any characters, {@code ?} for one; in time that grows with the product of the lengths. */
    private static boolean matchesPattern(String pattern, String name) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < name.length()) {
            if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(i))
                    && pattern.charAt(at) != '*') {
                at++;
                i++;
            } else if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /** {@code /home/me/.ssh/known_hosts line 7}. */
    String where() {
        return file + " line " + number;
    }

    SshFingerprint fingerprint() {
        return SshFingerprint.of(Base64.getDecoder().decode(key));
    }
}
