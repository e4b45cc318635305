package dev.parley.standing;

import dev.parley.device.Access;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.standing.StandingEvent.CertificateExpires.Whose;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.security.auth.x500.X500Principal;

/**
 * Goes round every so often, one round at a time, and looks whether files have changed and certificates expire: those of all
 * devices that have a session, however long it has been up, our own, and the authorities that they lead to. It blocks while it
 * reads files, so it walks where that is allowed.
 */
final class Watchman {
    private final Desk desk;
    private final Identities identities;
    private final Expiries expiries;
    private final Map<Object, String> broken = new HashMap<>();
    private final Map<TlsTrust, Held> trusts = new HashMap<>();
    /** Hashes of what files held of which nothing else is known. */
    private final Map<Path, String> files = new HashMap<>();

    /** What the files of a trust held. */
    private record Held(List<X509Certificate> authorities, List<?> revoked) {}

    /** A session, or one that is wanted, as it was when the round began. */
    private record Stop(Keeper keeper, List<X509Certificate> shown) {
        Device device() {
            return keeper.device();
        }
    }

    Watchman(Desk desk, Identities identities) {
        this.desk = desk;
        this.identities = identities;
        this.expiries = new Expiries(desk.settings().warnings());
    }

    /** Begins to go round. */
    void begin() {
        desk.clock()
                .after(
                        desk.settings().watch(),
                        () -> desk.callBack(() -> {
                            try {
                                round();
                            } finally {
                                begin();
                            }
                        }));
    }

    /** Goes round once. */
    void round() {
        List<Stop> stops = desk.look(() -> desk.keepers().stream()
                .map(keeper -> {
                    Live live = keeper.live();
                    return new Stop(keeper, live == null ? List.of() : live.certificates());
                })
                .toList());
        Map<TlsIdentity, List<Stop>> byIdentity = new LinkedHashMap<>();
        Map<TlsTrust, List<Stop>> byTrust = new LinkedHashMap<>();
        Map<Path, List<Stop>> byFile = new LinkedHashMap<>();
        for (Stop stop : stops) {
            Access access = stop.device().access();
            if (access instanceof TlsAccess over) {
                add(byIdentity, over.tls().identity(), stop);
                add(byTrust, over.tls().trust(), stop);
            }
            access.files().forEach(file -> add(byFile, file, stop));
        }
        identities.retain(byIdentity.keySet());
        trusts.keySet().retainAll(byTrust.keySet());
        broken.keySet().removeIf(key -> !byIdentity.containsKey(key) && !byTrust.containsKey(key));
        Readings readings = new Readings(identities);
        expiries.begin();
        each(byIdentity, (identity, those) -> look(identity, readings, those));
        each(byTrust, this::look);
        expiries.end();
        files.keySet().retainAll(byFile.keySet());
        each(byFile, (file, those) -> look(file, readings, those));
        each(desk.look(desk::refusals), (device, refusal) -> look(device, refusal, readings));
        desk.change(later -> desk.tidyAll());
    }

    private static <K> void add(Map<K, List<Stop>> stops, K key, Stop stop) {
        stops.computeIfAbsent(key, none -> new ArrayList<>()).add(stop);
    }

    /** Looks at each, whatever becomes of the others. */
    private static <K, V> void each(Map<K, V> all, BiConsumer<K, V> look) {
        all.forEach((key, value) -> {
            try {
                look.accept(key, value);
            } catch (RuntimeException e) {
                // of a user's own supplier or access
                StandingLog.cannotLookAt(key, e);
            }
        });
    }

    private void look(TlsIdentity identity, Readings readings, List<Stop> stops) {
        Identities.Look look = readings.look(identity);
        InputException failure = look.failure();
        if (failure == null) {
            boolean mended = broken.remove(identity) != null;
            if (identities.isRenewed(identity, look.certificates()) || mended) {
                tell(stops, new StandingEvent.FilesReloaded("the client certificate (" + identity + ")"));
            }
        } else if (!failure.getMessage().equals(broken.put(identity, failure.getMessage()))) {
            tell(
                    stops,
                    new StandingEvent.FilesUnusable(
                            "the client certificate (" + identity + ")", failure, look.goesOnUntil()));
        }
        look.certificates().forEach(certificate -> expires(Whose.OURS, certificate, stops));
    }

    private void look(TlsTrust trust, List<Stop> stops) {
        Held held;
        try {
            held = new Held(trust.trustedAuthorities(), trust.revocationLists());
        } catch (InputException e) {
            if (!e.getMessage().equals(broken.put(trust, e.getMessage()))) {
                tell(stops, new StandingEvent.FilesUnusable(trust.toString(), e, null));
            }
            return;
        }
        boolean mended = broken.remove(trust) != null;
        Held before = trusts.put(trust, held);
        if (mended || before != null && !before.equals(held)) {
            tell(stops, new StandingEvent.FilesReloaded(trust.toString()));
        }
        Set<X500Principal> issuers = new HashSet<>();
        for (Stop stop : stops) {
            look(stop, trust, issuers);
        }
        for (X509Certificate authority : held.authorities()) {
            if (issuers.contains(authority.getSubjectX500Principal())) {
                expires(Whose.AUTHORITY, authority, stops);
            }
        }
    }

    private void look(Stop stop, TlsTrust trust, Set<X500Principal> issuers) {
        List<X509Certificate> shown = stop.shown();
        // a certificate that is pinned is believed whatever its dates are
        if (shown.isEmpty() || !trust.pinned().isEmpty() && trust.pinned().contains(Fingerprint.of(shown.get(0)))) {
            return;
        }
        expires(Whose.DEVICE, shown.get(0), List.of(stop));
        for (X509Certificate issuer : shown.subList(1, shown.size())) {
            expires(Whose.ISSUER, issuer, List.of(stop));
        }
        issuers.add(shown.get(shown.size() - 1).getIssuerX500Principal());
    }

    /** Looks at a file that an access reads for itself; whether it can be used shows when that is done. */
    private void look(Path file, Readings readings, List<Stop> stops) {
        String now = readings.of(file);
        String before = files.put(file, now);
        if (before != null && !before.equals(now)) {
            tell(stops, new StandingEvent.FilesReloaded(file.toString()));
        }
    }

    private void expires(Whose whose, X509Certificate certificate, List<Stop> stops) {
        Instant now = desk.clock().instant();
        expiries.look(whose, certificate, now).ifPresent(event -> tell(stops, event));
    }

    /** Tells all whom it concerns; those who listen to everything are told once. */
    private void tell(List<Stop> stops, StandingEvent event) {
        desk.change(later -> {
            boolean first = true;
            for (Stop stop : stops) {
                stop.keeper().tell(event, first);
                first = false;
            }
        });
    }

    /** What was refused is tried again if there is something else to read than there was then, whoever had tried. */
    private void look(Device device, Place.Refusal refusal, Readings readings) {
        if (refusal.isOvertakenBy(readings.of(device))) {
            desk.change(later -> desk.overtake(device, refusal, later));
        }
    }
}
