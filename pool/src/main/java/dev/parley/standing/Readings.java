package dev.parley.standing;

import dev.parley.device.Access;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what says who we are and whom we believe, each file once, however many devices share it. Reading blocks. For one thread, and
 * one round or attempt.
 */
final class Readings {
    private static final String NOTHING = "";

    private final Identities identities;
    private final Map<TlsIdentity, Identities.Look> looks = new HashMap<>();
    private final Map<TlsTrust, Object> trusts = new HashMap<>();
    private final Map<Path, String> files = new HashMap<>();

    Readings(Identities identities) {
        this.identities = identities;
    }

    /** What decides about a device. */
    Reading of(Device device) {
        Access access = device.access();
        if (access instanceof TlsAccess over) {
            Identities.Look look = look(over.tls().identity());
            Object trust = trusts.computeIfAbsent(over.tls().trust(), Readings::contents);
            // a certificate that is refused is no login that is refused: nobody is locked out by it
            return new Reading(
                    Set.of(), List.of(look.isUsable() ? look.certificates() : String.valueOf(look.failure()), trust));
        }
        Set<String> logins = access.loginFiles().stream().map(this::of).collect(Collectors.toSet());
        logins.remove(NOTHING);
        return new Reading(logins, access.files().stream().map(this::of).toList());
    }

    /** Looks at an identity. */
    Identities.Look look(TlsIdentity identity) {
        return looks.computeIfAbsent(identity, identities::look);
    }

    /** The authorities and revocation lists, or why they cannot be used. */
    private static Object contents(TlsTrust trust) {
        try {
            return List.of(trust.trustedAuthorities(), trust.revocationLists());
        } catch (InputException e) {
            return e.getMessage();
        }
    }

    /** What a file holds, as a hash; the same for all that cannot be read, of which an opening says why. */
    String of(Path file) {
        return files.computeIfAbsent(file, Readings::hash);
    }

    private static String hash(Path file) {
        // reading from a pipe would take away what is meant for an opening, or wait for ever
        if (!Files.isRegularFile(file)) {
            return NOTHING;
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            return NOTHING;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
