package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.tls.TlsIdentity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What client certificates from files were when they could last be read, so that a broken file does not end what the old one
 * allows. It is not so with files of whom we trust: there, what was taken out must not count any more. Reading blocks. Safe for all
 * threads.
 */
final class Identities {
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final InstantSource clock;
    private final Map<TlsIdentity, Good> known = new ConcurrentHashMap<>();
    private final Map<TlsIdentity, Instant> lookedAt = new ConcurrentHashMap<>();
    /** What each held when the watchman was there last, or when it was read first. */
    private final Map<TlsIdentity, List<X509Certificate>> reported = new ConcurrentHashMap<>();

    private record Good(TlsIdentity identity, List<X509Certificate> certificates, Instant notAfter) {}

    /**
     * What came of looking at an identity.
     *
     * @param failure why they cannot be used, or null
     * @param goesOnUntil until when what they held before is used; null if not
     * @param certificates the ones that are used
     */
    record Look(@Nullable InputException failure, @Nullable Instant goesOnUntil, List<X509Certificate> certificates) {
        /** Whether a session can be opened with the certificates. */
        boolean isUsable() {
            return failure == null || goesOnUntil != null;
        }
    }

    Identities(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads the files of an identity, if they are new. */
    Look look(TlsIdentity identity) {
        Good before = known.get(identity);
        lookedAt.put(identity, clock.instant());
        try {
            List<X509Certificate> certificates = identity.certificates();
            Optional<PrivateKey> key = identity.privateKey();
            if (key.isPresent() && (before == null || !before.certificates().equals(certificates))) {
                Instant end = identity.notAfter().orElse(Instant.MAX);
                known.put(identity, new Good(TlsIdentity.of(key.get(), certificates), certificates, end));
            }
            reported.putIfAbsent(identity, certificates);
            return new Look(null, null, certificates);
        } catch (InputException e) {
            if (before == null) {
                return new Look(e, null, List.of());
            }
            boolean usable = clock.instant().isBefore(before.notAfter());
            return new Look(e, usable ? before.notAfter() : null, before.certificates());
        }
    }

    /** The device as it can be opened: with the last good identity if the files of its own cannot be used now. */
    Device usable(Device device) {
        if (!(device.access() instanceof TlsAccess access)) {
            return device;
        }
        TlsIdentity identity = access.tls().identity();
        Look look = look(identity);
        Good good = known.get(identity);
        return look.goesOnUntil() == null || good == null
                ? device
                : device.withAccess(
                        new TlsAccess(access.host(), access.port(), access.tls().withIdentity(good.identity())));
    }

    /**
     * Whether there are other certificates now than when this was asked last, or than were read first. Attempts read the files, too,
     * and must not take this news away from those whose attempts had failed before.
     */
    boolean isRenewed(TlsIdentity identity, List<X509Certificate> certificates) {
        List<X509Certificate> before = reported.put(identity, certificates);
        return before != null && !before.equals(certificates);
    }

    /** Forgets those that nobody has any more: neither those who keep sessions, nor a pool that has used them within a day. */
    void retain(Set<TlsIdentity> those) {
        Instant longAgo = clock.instant().minus(REMEMBERED);
        lookedAt.entrySet()
                .removeIf(entry ->
                        !those.contains(entry.getKey()) && entry.getValue().isBefore(longAgo));
        known.keySet().retainAll(lookedAt.keySet());
        reported.keySet().retainAll(lookedAt.keySet());
    }
}
