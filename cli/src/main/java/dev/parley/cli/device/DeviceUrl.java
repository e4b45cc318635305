package dev.parley.cli.device;

import dev.parley.device.Hosts;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a device is, as a URL: {@code ssh://admin@pe1}, {@code tls://[2001:db8::1]:6513}, {@code tcp://127.0.0.1:2022},
 * {@code unix:///run/netconf.sock}.
 *
 * @param scheme how it is reached
 * @param user the user there, or null if it is not said
 * @param host a name or an address, without brackets; the path of a UNIX socket
 * @param port the port, or null where other settings may give it
 */
record DeviceUrl(
        Scheme scheme,
        @Nullable String user,
        String host,
        @Nullable Integer port) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(?:([^@]*)@)?(\\[[^]]+]|[^:/?#@\\[\\]]+)(?::(\\d*))?/?");

    /** How a device is reached. */
    enum Scheme {
        /** TLS. */
        TLS,
        /** SSH. */
        SSH,
        /** A UNIX socket. */
        UNIX,
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
        Written written = new Written(text, Kind.DEVICE);
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw written.malformed("it has no scheme");
        }
        Scheme scheme = scheme(form.group(1).toLowerCase(Locale.ROOT), text);
        String authority = form.group(2);
        if (scheme == Scheme.UNIX) {
            return unix(authority, written);
        }
        if (scheme != Scheme.SSH && authority.contains("@")) {
            String name = form.group(1).toLowerCase(Locale.ROOT);
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "a " + name + ":// URL has no user",
                    scheme == Scheme.TLS
                            ? "over TLS the client certificate says who you are: --cert and --key; users are for ssh://"
                            : "nobody logs in there; users are for ssh://",
                    null);
        }
        return at(scheme, authority, written);
    }

    /** Reads {@code [user@]host[:port]}, as a jump host is written. */
    static DeviceUrl ofJump(String text) {
        return at(Scheme.SSH, text.strip().replaceFirst("^(?i:ssh)://", ""), new Written(text, Kind.JUMP_HOST));
    }

    /** Reads {@code host[:port]}, as it is written where we are to be called. */
    static DeviceUrl ofClient(String text) {
        return at(Scheme.TCP, text.strip(), new Written(text, Kind.CLIENT));
    }

    /** What a text stands for, and how it is written then. */
    private enum Kind {
        DEVICE("a device's URL", "write it like ssh://admin@pe1.example.net or tls://[2001:db8::1]:6513"),
        JUMP_HOST("a jump host", "write it like me@bastion.example.net:22, several with commas between them"),
        CLIENT("where a client listens", "write it like nms.example.net:4335 or [2001:db8::1]:4335");

        private final String words;
        private final String advice;

        Kind(String words, String advice) {
            this.words = words;
            this.advice = advice;
        }
    }

    /** What somebody typed. */
    private record Written(String text, Kind kind) {
        InputException malformed(String why) {
            return new InputException(
                    Reason.BAD_ADDRESS, "\"" + text + "\" is not " + kind.words + ": " + why, kind.advice, null);
        }
    }

    private static DeviceUrl at(Scheme scheme, String authority, Written written) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw written.malformed(
                    authority.isEmpty() ? "it has no host" : "\"" + authority + "\" is not " + form(scheme));
        }
        String user = parts.group(1);
        if (user != null && user.contains(":")) {
            throw new InputException(
                    Reason.BAD_ADDRESS,
                    "a password has no place in a URL, where every user of the machine can read it",
                    written.kind == Kind.JUMP_HOST
                            ? "a jump host lets us in by a key, or by a password that is asked for at the terminal"
                            : "put it into PARLEY_PASSWORD, or into a file for --password-file",
                    null);
        }
        if (user != null && user.isEmpty()) {
            throw written.malformed("there is no user before the @");
        }
        String host = parts.group(2).replaceAll("[\\[\\]]", "");
        return new DeviceUrl(scheme, user, host, port(scheme, parts.group(3), written));
    }

    private static String form(Scheme scheme) {
        return scheme == Scheme.SSH ? "[USER@]HOST[:PORT]" : "HOST[:PORT]";
    }

    private static DeviceUrl unix(String path, Written written) {
        if (!path.startsWith("/") || path.equals("/")) {
            throw written.malformed("a UNIX socket has an absolute path: unix:///run/netconf.sock");
        }
        return new DeviceUrl(Scheme.UNIX, null, path, null);
    }

    private static Scheme scheme(String name, String text) {
        return switch (name) {
            case "tls" -> Scheme.TLS;
            case "ssh" -> Scheme.SSH;
            case "unix" -> Scheme.UNIX;
            case "tcp" -> Scheme.TCP;
            default ->
                throw new InputException(
                        Reason.BAD_ADDRESS,
                        "\"" + text + "\" has a scheme that is not known: " + name + "://",
                        "devices are reached by ssh://[USER@]HOST[:PORT] or tls://HOST[:PORT], servers on this machine by"
                                + " unix:///PATH",
                        null);
        };
    }

    private static @Nullable Integer port(Scheme scheme, @Nullable String digits, Written written) {
        if (digits == null || digits.isEmpty()) {
            return switch (scheme) {
                case TLS -> TlsAccess.PORT;
                case SSH, UNIX -> null;
                case TCP -> {
                    if (written.kind == Kind.DEVICE) {
                        throw written.malformed("tcp:// needs a port, because none is registered");
                    }
                    yield null;
                }
            };
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw written.malformed("its port is not from 1 to 65535");
        }
        return port;
    }

    /** The port, or another if none is said. */
    int portOr(int other) {
        return port == null ? other : port;
    }

    /** Host and port as they were written. */
    String address() {
        return port == null ? host : Hosts.withPort(host, port);
    }
}
