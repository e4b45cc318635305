package dev.parley.tls;

import dev.parley.error.InputException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 digest of a whole certificate in DER: what {@code openssl x509 -noout -fingerprint -sha256} prints.
 *
 * @param hex 64 hexadecimal digits in lower case, without separators
 */
public record Fingerprint(String hex) {
    private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WRITTEN =
            Pattern.compile("(?:sha256:)?([0-9a-f]{64}|[0-9a-f]{2}(?::[0-9a-f]{2}){31})", Pattern.CASE_INSENSITIVE);
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /** Refuses anything but the canonical form; {@link #parse} is the one that takes what people write. */
    public Fingerprint {
        if (!CANONICAL.matcher(hex).matches()) {
            throw InputException.of(
                    InputException.Reason.BAD_FINGERPRINT, "not 64 hexadecimal digits in lower case: '" + hex + "'");
        }
    }

    /**
     * Reads 64 hexadecimal digits of any case, with colons between all the octets or none, after an optional
     * {@code sha256:}. Blanks around it do not matter.
     *
     * @throws InputException if it is anything else, such as the digest of another algorithm
     */
    public static Fingerprint parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            throw new InputException(
                    InputException.Reason.BAD_FINGERPRINT,
                    "'" + text.strip() + "' is not a SHA-256 fingerprint: " + whatIsWrongWith(text),
                    "print one with: openssl x509 -noout -fingerprint -sha256 -in certificate.pem",
                    null);
        }
        return new Fingerprint(written.group(1).replace(":", "").toLowerCase(Locale.ROOT));
    }

    /** The fingerprint of a certificate. */
    public static Fingerprint of(X509Certificate certificate) {
        try {
            return new Fingerprint(HexFormat.of().formatHex(sha256().digest(certificate.getEncoded())));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    /** Octets in upper case with colons between them, as OpenSSL and most devices print it. */
    @Override
    public String toString() {
        return COLONS.formatHex(HexFormat.of().parseHex(hex));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String whatIsWrongWith(String text) {
        String digits = text.replaceAll("[^0-9A-Fa-f]", "");
        return switch (digits.length()) {
            case 32 -> "32 digits are those of MD5";
            case 40 -> "40 digits are those of SHA-1";
            case 96 -> "96 digits are those of SHA-384";
            case 128 -> "128 digits are those of SHA-512";
            default -> "64 hexadecimal digits are needed, with or without colons between the octets";
        };
    }
}
