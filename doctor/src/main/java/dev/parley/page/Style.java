package dev.parley.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The one style sheet of all pages, and the policy that allows it and nothing else.
 *
 * @param sheet the rules, as they stand in the page
 * @param policy the content security policy
 */
record Style(String sheet, String policy) {
    private static final String FILE = "page.css";

    /** Read when the first page is made. */
    private static final class Kept {
        private static final Style STYLE = read();
    }

    static Style get() {
        return Kept.STYLE;
    }

    private static Style read() {
        try (InputStream file = Style.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing beside " + Style.class);
            }
            String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String sheet = all.replaceAll("(?s)/\\*.*?\\*/", "")
                    .replaceAll("\\s*\\n\\s*", "\n")
                    .strip();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sheet.getBytes(StandardCharsets.UTF_8));
            return new Style(
                    sheet,
                    "default-src 'none'; style-src 'sha256-"
                            + Base64.getEncoder().encodeToString(digest)
                            + "'; base-uri 'none'; form-action 'none'");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
