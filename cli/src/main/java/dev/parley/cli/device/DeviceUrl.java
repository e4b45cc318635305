package dev.parley.cli.device;

import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a device is, as a URL: {@code tls://pe1}, {@code tls://[2001:db8::1]:6513}, {@code tcp://127.0.0.1:2022}.
 *
 * @param scheme how it is reached
 * @param host a name or an address, without brackets
 * @param port the port
 */
record DeviceUrl(Scheme scheme, String host, int port) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]+]|[^:/?#@\\[\\]]+)(?::(\\d*))?/?");

    /** How a device is reached. */
    enum Scheme {
        /** TLS. */
        TLS,
        /** Bare TCP. */
        TCP
    }

    /** Whether a text has the form of a URL rather than of a device's name. */
    static boolean isUrl(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Reads a URL.
     *
     * @throws InputException if it is malformed, or of a kind that is not there
     */
    static DeviceUrl parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw malformed(text, "it has no scheme");
        }
        Scheme scheme = scheme(form.group(1).toLowerCase(Locale.ROOT), text);
        String authority = form.group(2);
        if (authority.contains("@")) {
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "a " + scheme.name().toLowerCase(Locale.ROOT) + ":// URL has no user",
                    "over TLS the client certificate says who you are: --cert and --key",
                    null);
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw malformed(text, authority.isEmpty() ? "it has no host" : "\"" + authority + "\" is not HOST[:PORT]");
        }
        String host = parts.group(1).replaceAll("[\\[\\]]", "");
        return new DeviceUrl(scheme, host, port(scheme, parts.group(2), text));
    }

    private static Scheme scheme(String name, String text) {
        return switch (name) {
            case "tls" -> Scheme.TLS;
            case "tcp" -> Scheme.TCP;
            case "ssh", "unix" ->
                throw new InputException(
                        Reason.BAD_ADDRESS,
                        name
                                + ":// is not there yet: this version reaches devices by tls:// and, in laboratories, tcp://",
                        "NETCONF over TLS is on port 6513: tls://HOST",
                        null);
            default ->
                throw new InputException(
                        Reason.BAD_ADDRESS,
                        "\"" + text + "\" has a scheme that is not known: " + name + "://",
                        "devices are reached by tls://HOST[:PORT]",
                        null);
        };
    }

    private static int port(Scheme scheme, @Nullable String digits, String text) {
        if (digits == null || digits.isEmpty()) {
            if (scheme == Scheme.TCP) {
                throw malformed(text, "tcp:// needs a port, because none is registered");
            }
            return TlsAccess.PORT;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw malformed(text, "its port is not from 1 to 65535");
        }
        return port;
    }

    private static InputException malformed(String text, String why) {
        return new InputException(
                Reason.BAD_ADDRESS,
                "\"" + text + "\" is not a device's URL: " + why,
                "write it like tls://pe1.example.net or tls://[2001:db8::1]:6513",
                null);
    }
}
