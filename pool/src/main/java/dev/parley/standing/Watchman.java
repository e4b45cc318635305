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
import javax.security.auth.x500.X500Principal;

/**
 * Goes round every so often, one round at a time, and looks whether files have changed and certificates expire: those of all
 * devices that have a session, however long it has been up, our own, and the authorities that they lead to. It blocks while it
 * reads files, so it walks where that is allowed.
 */
final class Watchman {
    private final Desk desk;
    private final Identities identities;
    private final KnownFiles files;
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

    Watchman(Desk desk, Identities identities, KnownFiles files) {
        this.desk = desk;
        this.identities = identities;
        this.files = files;
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
        // before looking who is there: whoever comes after that may be about to read one that is not among these
        Set<Path> unread = files.names();
        List<Stop> stops = desk.look(() -> desk.keepers().stream()
                .map(keeper -> {
                    Live live = keeper.live();
                    return new Stop(keeper, live == null ? List.of() : live.certificates());
                })
                .toList());
        Map<TlsIdentity, List<Stop>> byIdentity = new LinkedHashMap<>();
        Map<TlsTrust, List<Stop>> byTrust = new LinkedHashMap<>();
        Map<Path, List<Stop>> byKeyFile = new LinkedHashMap<>();
        Map<Path, List<Stop>> byHostFile = new LinkedHashMap<>();
        for (Stop stop : stops) {
            Access access = stop.device().access();
            if (access instanceof TlsAccess over) {
                add(byIdentity, over.tls().identity(), stop);
                add(byTrust, over.tls().trust(), stop);
            }
            access.identityFiles().forEach(file -> add(byKeyFile, file, stop));
            access.trustFiles().forEach(file -> add(byHostFile, file, stop));
        }
        identities.retain(byIdentity.keySet());
        trusts.keySet().retainAll(byTrust.keySet());
        broken.keySet().removeIf(key -> !byIdentity.containsKey(key) && !byTrust.containsKey(key));
        expiries.begin();
        byIdentity.forEach(this::look);
        byTrust.forEach(this::look);
        expiries.end();
        unread.removeAll(byKeyFile.keySet());
        unread.removeAll(byHostFile.keySet());
        files.forget(unread);
        byKeyFile.forEach((file, those) -> look(file, those, true));
        byHostFile.forEach((file, those) -> look(file, those, false));
        retry(stops.stream().filter(this::isMended).toList(), false);
        desk.change(later -> desk.tidyAll());
    }

    private static <K> void add(Map<K, List<Stop>> stops, K key, Stop stop) {
        stops.computeIfAbsent(key, none -> new ArrayList<>()).add(stop);
    }

    private void look(TlsIdentity identity, List<Stop> stops) {
        Identities.Look look = identities.look(identity);
        InputException failure = look.failure();
        if (failure == null) {
            boolean mended = broken.remove(identity) != null;
            if (identities.isRenewed(identity, look.certificates()) || mended) {
                tell(stops, new StandingEvent.FilesReloaded("the client certificate (" + identity + ")"));
                retry(stops, true);
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
            retry(stops, false);
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

    /** Looks at a file that an access reads for itself. */
    private void look(Path file, List<Stop> stops, boolean identity) {
        switch (files.look(file)) {
            case NONE -> {}
            case OTHER -> {
                tell(stops, new StandingEvent.FilesReloaded(file.toString()));
                retry(stops, identity);
            }
            case GONE -> {
                InputException failure = InputException.of(
                        InputException.Reason.FILE_UNREADABLE, file + " is not there any more, or cannot be read");
                tell(stops, new StandingEvent.FilesUnusable(file.toString(), failure, null));
            }
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

    /** Whether an attempt failed because of files that can be used now, perhaps before anybody had looked at them here. */
    private boolean isMended(Stop stop) {
        return stop.keeper().state() instanceof StandingState.Refused refused
                && refused.failure() instanceof InputException
                && stop.device().access() instanceof TlsAccess access
                && !broken.containsKey(access.tls().identity())
                && !broken.containsKey(access.tls().trust());
    }

    /** What was refused may succeed with other files; refused logins only with another identity, or they would lock the user out. */
    private void retry(List<Stop> stops, boolean identity) {
        desk.change(later -> stops.stream()
                .map(Stop::keeper)
                .filter(keeper -> mayHelp(keeper.state(), identity))
                .forEach(keeper -> keeper.retry(later)));
    }

    private static boolean mayHelp(StandingState state, boolean identity) {
        if (state instanceof StandingState.Refused refused) {
            return identity || Outcome.of(refused.failure()) != Outcome.LOGIN_REFUSED;
        }
        return identity
                && state instanceof StandingState.GivenUp given
                && Outcome.of(given.failure()) == Outcome.LOGIN_REFUSED;
    }
}
