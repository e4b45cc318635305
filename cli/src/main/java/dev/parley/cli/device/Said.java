package dev.parley.cli.device;

import dev.parley.cli.device.DeviceUrl.Scheme;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was said about a device that does not go with the way in which it is reached, and what to say in its place. */
final class Said {
    private Said() {}

    /** Notes a name if something was said under it. */
    static void note(List<String> said, String name, @Nullable Object value) {
        boolean nothing =
                value == null || value.equals(false) || (value instanceof Collection<?> many && many.isEmpty());
        if (!nothing) {
            said.add(name);
        }
    }

    /** The first setting that says nothing about a device that is reached in that way. */
    static Optional<String> misfit(DeviceSettings settings, Scheme scheme) {
        List<String> tls = scheme == Scheme.TLS ? List.of() : settings.tls().said();
        List<String> ssh = scheme == Scheme.SSH ? List.of() : settings.ssh().said();
        return tls.isEmpty() ? ssh.stream().findFirst() : Optional.of(tls.get(0));
    }

    /** The error that a setting does not fit. */
    static InputException error(String shown, String name, Scheme scheme) {
        boolean ofTls = DeviceSettings.TLS_ONLY.contains(name);
        return new InputException(
                Reason.BAD_SETTING,
                shown + " is for " + (ofTls ? "tls://" : "ssh://") + ", and this device is reached by "
                        + scheme.name().toLowerCase(Locale.ROOT) + "://",
                advice(name, scheme),
                null);
    }

    private static String advice(String name, Scheme scheme) {
        return switch (scheme) {
            case SSH ->
                switch (name) {
                    case "cert", "key" ->
                        "over SSH we log in with a key or a password: --identity FILE, --password-file FILE";
                    default ->
                        "over SSH the device is known by its host key: --known-hosts FILE or --host-key SHA256:…";
                };
            case TLS ->
                switch (name) {
                    case "user", "identity", "password-file", "no-agent" ->
                        "over TLS the client certificate says who we are: --cert FILE --key FILE";
                    case "known-hosts", "host-key", "trust-on-first-use" ->
                        "over TLS the device is known by its certificate: --ca FILE or --pin SHA256";
                    default -> "leave it out, or write ssh:// if the device is to be reached over SSH";
                };
            case TCP, UNIX -> "leave it out: nothing is encrypted there, and nobody logs in";
        };
    }
}
