package dev.parley.cli.report;

import dev.parley.error.Circumstance;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import org.jspecify.annotations.Nullable;

/** Turns the library's advice, which speaks of its own methods, into that of the command line, which has options. */
final class Advice {
    private static final String MORE_TIME = "--timeout gives it more time";
    private static final String TO_A_FILE = "--output FILE takes in a reply of any size";

    private Advice() {}

    /** What to do about a failure, or null. */
    static @Nullable String about(NetconfException failure) {
        String said = failure.advice().orElse(null);
        if (failure instanceof OpenException open) {
            return about(open, said);
        }
        if (failure instanceof RequestException request) {
            return about(request, said);
        }
        if (failure instanceof InputException input && input.reason() == InputException.Reason.BAD_PASSPHRASE) {
            return said != null
                    ? said
                    : "the passphrase is taken from PARLEY_KEY_PASSPHRASE, from --passphrase-file, or asked for";
        }
        if (failure instanceof InputException input && input.reason() == InputException.Reason.FILE_UNREADABLE) {
            return about(input, said);
        }
        if (failure instanceof ProtocolException broken && broken.reason() == ProtocolException.Reason.LIMIT_EXCEEDED) {
            return TO_A_FILE;
        }
        return said;
    }

    private static @Nullable String about(InputException failure, @Nullable String said) {
        if (is(failure, Circumstance.KNOWN_HOSTS_MISSING)) {
            return joined(said, "--trust-on-first-use does that, --known-hosts FILE names another");
        }
        return is(failure, Circumstance.KNOWN_HOSTS_UNREADABLE) ? joined(said, "--known-hosts FILE does that") : said;
    }

    private static @Nullable String about(OpenException failure, @Nullable String said) {
        return isOnTheWay(failure) ? aboutJumpHost(failure, said) : aboutDevice(failure, said);
    }

    /** The phase is CONNECT until the device is reached: keys are shown and people log in there on jump hosts only. */
    private static boolean isOnTheWay(OpenException failure) {
        return failure.phase() == Phase.CONNECT;
    }

    /** What goes to the device alone is not advised: pins, passwords, and what its algorithms may be. */
    private static @Nullable String aboutJumpHost(OpenException failure, @Nullable String said) {
        return switch (failure.reason()) {
            case HOST_KEY_UNKNOWN ->
                joined(
                        said,
                        "--known-hosts FILE names the keys that are believed on the way, too, --trust-on-first-use believes"
                                + " this one now and writes it down");
            case AUTHENTICATION_REFUSED ->
                joined(
                        said,
                        "--jump USER@HOST says who we are there, --identity FILE gives a key; passwords go to no jump"
                                + " host, unless they are typed");
            case CONNECT_TIMEOUT -> joined(said, MORE_TIME);
            default -> said;
        };
    }

    private static @Nullable String aboutDevice(OpenException failure, @Nullable String said) {
        return switch (failure.reason()) {
            case CLOSED_BY_PEER ->
                failure.phase() == Phase.SECURE && is(failure, Circumstance.PEER_SILENT)
                        ? joined(said, "or the port speaks TLS, and the device is reached by tls://")
                        : said;
            case UNKNOWN_CA -> joined(said, "--ca FILE says whom to trust, --pin SHA256 trusts this one certificate");
            case PIN_MISMATCH -> joined(said, "--pin gives the fingerprint that is expected");
            case NAME_MISMATCH -> joined(said, "--server-name NAME says which name the certificate should carry");
            case CLIENT_CERTIFICATE_REFUSED ->
                is(failure, Circumstance.NO_CLIENT_CERTIFICATE)
                        ? "give a client certificate with --cert FILE --key FILE (RFC 7589 section 2)"
                        : said;
            case HOST_KEY_UNKNOWN ->
                joined(
                        said,
                        "--host-key SHA256:… believes this one key, --trust-on-first-use believes it now and writes it down");
            case AUTHENTICATION_REFUSED ->
                joined(
                        said,
                        is(failure, Circumstance.NO_LOGIN_TRIED)
                                ? "--identity FILE gives a key, PARLEY_PASSWORD or --password-file FILE a password"
                                : "--user, --identity and --password-file say who we are");
            case NO_COMMON_SSH -> joined(said, "--insecure-legacy-algorithms allows them");
            case SUBSYSTEM_REFUSED ->
                joined(said, "--subsystem NAME starts another, --ssh-command LINE a command in its place");
            case HANDSHAKE_TIMEOUT, AUTHENTICATION_TIMEOUT, CONNECT_TIMEOUT, RESOLVE_TIMEOUT, HELLO_TIMEOUT ->
                joined(said, MORE_TIME);
            default -> said;
        };
    }

    private static @Nullable String about(RequestException failure, @Nullable String said) {
        return switch (failure.reason()) {
            case CAPABILITY_MISSING -> "parley hello shows what the device announces; --force sends it all the same";
            case INVALID_REQUEST -> null;
            case DEADLINE -> joined(said, MORE_TIME);
            case SESSION_LOST ->
                failure.getCause() instanceof ProtocolException broken
                                && broken.reason() == ProtocolException.Reason.LIMIT_EXCEEDED
                        ? TO_A_FILE
                        : said;
            default -> said;
        };
    }

    private static boolean is(NetconfException failure, Circumstance circumstance) {
        return failure.circumstance().filter(known -> known == circumstance).isPresent();
    }

    private static String joined(@Nullable String said, String option) {
        return said == null ? option : said + "; " + option;
    }
}
