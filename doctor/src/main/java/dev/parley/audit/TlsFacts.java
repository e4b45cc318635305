package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.ClientHello;
import dev.parley.probe.Handshake12;
import dev.parley.probe.Handshake13;
import dev.parley.probe.NamedGroup;
import dev.parley.probe.Prober;
import dev.parley.probe.ServerMessage;
import dev.parley.probe.TlsSession;
import dev.parley.probe.WireVersion;
import dev.parley.tls.TlsAlert;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server speaks, asked for once and used by all checks. Each fact is found out when it is first asked for. Belongs to
 * the thread of its audit.
 */
final class TlsFacts {
    /** Old servers stumble over longer lists. */
    private static final int SUITES_AT_ONCE = 64;

    private final TlsTarget target;
    private final Prober prober;
    private final Door door;
    private final Map<WireVersion, Answer> versions = new EnumMap<>(WireVersion.class);
    private final Map<WireVersion, Map<CipherSuite, Answer.Agreed>> suites = new EnumMap<>(WireVersion.class);
    private @Nullable List<NamedGroup> groups13;
    private @Nullable List<ServerChain> chains;

    TlsFacts(TlsTarget target, Prober prober, Duration rest) {
        this.target = target;
        this.prober = prober;
        this.door = new Door(prober, rest);
    }

    TlsTarget target() {
        return target;
    }

    Prober prober() {
        return prober;
    }

    /** With the name of the server, if it has one. */
    ClientHello named(ClientHello hello) {
        return target.serverName().map(hello::withServerName).orElse(hello);
    }

    Door door() {
        return door;
    }

    Answer ask(ClientHello hello) throws InterruptedIOException {
        return door.ask(named(hello));
    }

    /** What the server says to a client that speaks one version only. */
    Answer answer(WireVersion version) throws InterruptedIOException {
        Answer known = versions.get(version);
        if (known == null) {
            known = switch (version) {
                case SSL_2 -> door.ask(prober::askSsl2);
                case SSL_3 -> door.ask(ClientHello.of(version, first(CipherSuite.ofTls12())));
                case TLS_1_3 -> ask(ClientHello.ofTls13(CipherSuite.ofTls13(), NamedGroup.ofTls13()));
                default -> door.ask(() -> anyOf(version));
            };
            versions.put(version, known);
        }
        return known;
    }

    /** Offers what servers of that age have first, and the rest only if that was refused. */
    private Answer anyOf(WireVersion version) throws InterruptedIOException {
        Answer usual = door.askOnce(named(ClientHello.of(version, first(CipherSuite.ofTls12()))));
        boolean byVersion =
                usual instanceof Answer.Refused refused && refused.alert() == TlsAlert.PROTOCOL_VERSION.code();
        boolean closedOnAll = usual instanceof Answer.Closed && !door.isKnown();
        if (!usual.isRefusal() || byVersion || closedOnAll) {
            return usual;
        }
        for (List<CipherSuite> others : slices(CipherSuite.ofTls12())) {
            Answer other = door.askOnce(named(ClientHello.of(version, others)));
            if (!other.isRefusal()) {
                return other;
            }
        }
        return usual;
    }

    /** Those that nearly every server has one of. */
    private static List<CipherSuite> first(List<CipherSuite> all) {
        return all.stream()
                .filter(suite -> suite.hasCertificate() && !suite.isWithoutEncryption())
                .filter(suite -> suite.name().contains("_AES_")
                        || suite.name().contains("_3DES_")
                        || suite.isRc4()
                        || suite.name().contains("_CHACHA20_"))
                .filter(suite -> !suite.name().contains("_CCM"))
                .limit(SUITES_AT_ONCE * 2L)
                .toList();
    }

    private static List<List<CipherSuite>> slices(List<CipherSuite> all) {
        List<List<CipherSuite>> slices = new ArrayList<>();
        for (int from = 0; from < all.size(); from += SUITES_AT_ONCE) {
            slices.add(all.subList(from, Math.min(all.size(), from + SUITES_AT_ONCE)));
        }
        return slices;
    }

    /**
     * Whether the server speaks a version.
     *
     * @throws IOException if that could not be found out
     */
    boolean speaks(WireVersion version) throws IOException {
        Optional<Answer.Agreed> agreed = Refusals.agreement(answer(version));
        return agreed.isPresent() && agreed.get().hello().is(version);
    }

    /** The latest version up to TLS 1.2 that the server speaks. */
    Optional<WireVersion> classic() throws IOException {
        for (WireVersion version :
                List.of(WireVersion.TLS_1_2, WireVersion.TLS_1_1, WireVersion.TLS_1_0, WireVersion.SSL_3)) {
            if (speaks(version)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** The suites up to TLS 1.2 that the server takes, each with its answer. */
    Map<CipherSuite, Answer.Agreed> classicSuites() throws IOException {
        Optional<WireVersion> version = classic();
        return version.isEmpty() ? Map.of() : suites(version.get());
    }

    /** The suites of TLS 1.3 that the server takes. */
    Set<CipherSuite> suites13() throws IOException {
        return speaks(WireVersion.TLS_1_3) ? suites(WireVersion.TLS_1_3).keySet() : Set.of();
    }

    private Map<CipherSuite, Answer.Agreed> suites(WireVersion version) throws IOException {
        Map<CipherSuite, Answer.Agreed> known = suites.get(version);
        if (known == null) {
            known = new LinkedHashMap<>();
            List<CipherSuite> all = version == WireVersion.TLS_1_3 ? CipherSuite.ofTls13() : CipherSuite.ofTls12();
            for (List<CipherSuite> slice : slices(all)) {
                enumerate(version, slice, known);
            }
            if (known.isEmpty()) {
                throw new IOException("the server speaks " + version
                        + ", and then took none of its suites, which cannot both be; it may limit connections");
            }
            suites.put(version, known);
        }
        return known;
    }

    /** Offers all, takes away what the server chose, and goes on until it refuses what is left. */
    private void enumerate(WireVersion version, List<CipherSuite> all, Map<CipherSuite, Answer.Agreed> taken)
            throws IOException {
        List<CipherSuite> left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            ClientHello hello = version == WireVersion.TLS_1_3
                    ? ClientHello.ofTls13(left, NamedGroup.ofTls13())
                    : ClientHello.of(version, left);
            Optional<Answer.Agreed> agreed =
                    Refusals.agreement(version == WireVersion.SSL_3 ? door.ask(hello) : ask(hello));
            if (agreed.isEmpty()
                    || !agreed.get().hello().is(version)
                    || !left.remove(agreed.get().hello().suite())) {
                return;
            }
            taken.put(agreed.get().hello().suite(), agreed.get());
        }
    }

    /** The groups of TLS 1.3 that the server takes, in the order in which it chose them. */
    List<NamedGroup> groups13() throws IOException {
        List<NamedGroup> known = groups13;
        if (known == null) {
            known = findGroups13();
            groups13 = known;
        }
        return known;
    }

    private List<NamedGroup> findGroups13() throws IOException {
        List<NamedGroup> taken = new ArrayList<>();
        List<NamedGroup> left = new ArrayList<>(NamedGroup.ofTls13());
        while (!left.isEmpty()) {
            // Without a share for any of them, the server has to ask for one (RFC 8446 section 4.2.8).
            Optional<Answer.Agreed> agreed = Refusals.agreement(ask(ClientHello.ofTls13(CipherSuite.ofTls13(), left)));
            Optional<Integer> group =
                    agreed.isEmpty() ? Optional.empty() : agreed.get().hello().group();
            Optional<NamedGroup> known = group.flatMap(NamedGroup::of);
            if (known.isEmpty() || !left.remove(known.get())) {
                return taken;
            }
            taken.add(known.get());
        }
        return taken;
    }

    /** The chains that the server showed for its suites; mostly one. */
    List<ServerChain> chains() throws IOException {
        List<ServerChain> known = chains;
        if (known == null) {
            known = findChains();
            chains = known;
        }
        return known;
    }

    private List<ServerChain> findChains() throws IOException {
        Set<ServerChain> found = new LinkedHashSet<>();
        for (Answer.Agreed agreed : classicSuites().values()) {
            Optional<ServerMessage.Certificates> certificates = agreed.first(ServerMessage.Certificates.class);
            if (certificates.isPresent()) {
                found.add(ServerChain.read(certificates.get().encoded()));
            }
        }
        if (completes13()) {
            try (TlsSession session = Handshake13.open(prober, named(Handshake13.hello()), null)) {
                Optional<ServerMessage.Certificates> certificates = session.first(ServerMessage.Certificates.class);
                if (certificates.isPresent()) {
                    found.add(ServerChain.read(certificates.get().encoded()));
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException("the server showed no certificate in any handshake");
        }
        return List.copyOf(found);
    }

    /** Whether TLS 1.2 can be carried to its end here: with an exchange on a curve and an authenticated cipher. */
    boolean completes12() throws IOException {
        return speaks(WireVersion.TLS_1_2) && classicSuites().keySet().stream().anyMatch(Handshake12.SUITES::contains);
    }

    /** Whether TLS 1.3 is spoken and can be carried to its end here. */
    boolean completes13() throws IOException {
        return speaks(WireVersion.TLS_1_3) && whyNot13().isEmpty();
    }

    /** Why TLS 1.3, which is spoken, cannot be carried to its end here; empty if it can. */
    Optional<String> whyNot13() throws IOException {
        if (suites13().stream().noneMatch(Handshake13.SUITES::contains)) {
            return Optional.of("TLS 1.3 is spoken with " + suites13()
                    + " alone, with which no handshake can be carried to its end here");
        }
        if (groups13().stream().noneMatch(Handshake13.GROUPS::contains)) {
            return Optional.of("TLS 1.3 is spoken in the groups " + groups13()
                    + " alone, with which no handshake can be carried to its end here");
        }
        return Optional.empty();
    }

    /** A hello of TLS 1.2 that the server takes, with the suites that show a certificate in front. */
    ClientHello classicHello() throws IOException {
        Set<CipherSuite> taken = classicSuites().keySet();
        List<CipherSuite> ordered = new ArrayList<>(new LinkedHashSet<>(Stream.concat(
                        taken.stream().filter(Handshake12.SUITES::contains),
                        taken.stream().filter(CipherSuite::hasCertificate))
                .toList()));
        if (ordered.isEmpty()) {
            throw new IOException("the server takes no suite of TLS 1.2 with a certificate");
        }
        return named(ClientHello.of(WireVersion.TLS_1_2, ordered));
    }
}
