package dev.parley.cli.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What a server of HTTP answered.
 *
 * @param status its status
 * @param type its content type, or an empty text
 * @param text its content
 */
public record Page(int status, String type, String text) {
    /** Asks for it. */
    public static Page get(String url) throws IOException {
        return ask("GET", url);
    }

    static Page ask(String method, String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setReadTimeout(30_000);
        int status = connection.getResponseCode();
        String type = connection.getContentType();
        if (status >= 400) {
            return new Page(status, type == null ? "" : type, "");
        }
        try (InputStream in = connection.getInputStream()) {
            return new Page(status, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
