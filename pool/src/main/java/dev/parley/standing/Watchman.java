package dev.parley.standing;

import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.standing.StandingEvent.CertificateExpires.Whose;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        for (Stop stop : stops) {
            if (stop.device().access() instanceof TlsAccess access) {
                Tls tls = access.tls();
                byIdentity
                        .computeIfAbsent(tls.identity(), key -> new ArrayList<>())
                        .add(stop);
                byTrust.computeIfAbsent(tls.trust(), key -> new ArrayList<>()).add(stop);
            }
        }
        identities.retain(byIdentity.keySet());
        trusts.keySet().retainAll(byTrust.keySet());
        broken.keySet().removeIf(key -> !byIdentity.containsKey(key) && !byTrust.containsKey(key));
        expiries.begin();
        byIdentity.forEach(this::look);
        byTrust.forEach(this::look);
        expiries.end();
        retry(stops.stream().filter(this::isMended).toList());
        desk.change(later -> desk.tidyAll());
    }

    private void look(TlsIdentity identity, List<Stop> stops) {
        Identities.Look look = identities.look(identity);
        InputException failure = look.failure();
        if (failure == null) {
            boolean mended = broken.remove(identity) != null;
            if (identities.isRenewed(identity, look.certificates()) || mended) {
                tell(stops, new StandingEvent.FilesReloaded("the client certificate (" + identity + ")"));
                retry(stops);
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
            retry(stops);
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

    /** Whether an attempt failed because of files that can be used now, perhaps before anybody had looked at them here. */
    private boolean isMended(Stop stop) {
        return stop.keeper().state() instanceof StandingState.Refused refused
                && refused.failure() instanceof InputException
                && stop.device().access() instanceof TlsAccess access
                && !broken.containsKey(access.tls().identity())
                && !broken.containsKey(access.tls().trust());
    }

    /** What was refused may succeed with other files. */
    private void retry(List<Stop> stops) {
        desk.change(later -> stops.stream()
                .map(Stop::keeper)
                .filter(keeper -> keeper.state() instanceof StandingState.Refused)
                .forEach(keeper -> keeper.retry(later)));
    }
}
