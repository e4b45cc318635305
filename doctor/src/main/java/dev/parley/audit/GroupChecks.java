package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.CipherSuite.Exchange;
import dev.parley.probe.ClientHello;
import dev.parley.probe.KeyParameters;
import dev.parley.probe.NamedGroup;
import dev.parley.probe.Octets;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** in which groups keys are exchanged. */
record GroupChecks(TlsFacts facts, Findings findings) {
    private static final int PADDING = 21;
    private static final int MORE_THAN_A_SEGMENT = 1_500;
    private static final int LEAST_CURVE = 224;
    private static final int LEAST_PRIME = 2_048;

    void look() throws IOException {
        findings.look(List.of(Rule.GROUPS, Rule.WEAK_GROUPS), this::groups);
        findings.look(List.of(Rule.WEAK_DH), this::primes);
        findings.look(List.of(Rule.QUANTUM), this::hybrids);
        findings.look(List.of(Rule.LARGE_HELLO), this::largeHello);
    }

    private void groups() throws IOException {
        Set<NamedGroup> taken = new LinkedHashSet<>();
        if (facts.speaks(WireVersion.TLS_1_3)) {
            taken.addAll(facts.groups13());
        }
        List<CipherSuite> curves = facts.classicSuites().keySet().stream()
                .filter(suite -> suite.exchange() == Exchange.ECDHE)
                .toList();
        if (!curves.isEmpty()) {
            taken.addAll(classic(curves));
        }
        if (taken.isEmpty()) {
            findings.notTestable(Rule.GROUPS, "no key is exchanged on a curve");
            findings.passed(Rule.WEAK_GROUPS, "no key is exchanged on a curve");
            return;
        }
        String all = "keys are exchanged in " + names(taken);
        boolean usual = switch (findings.profile()) {
            case BCP195 -> taken.contains(NamedGroup.SECP256R1) && taken.contains(NamedGroup.X25519);
            case NIST -> taken.contains(NamedGroup.SECP256R1) || taken.contains(NamedGroup.SECP384R1);
        };
        findings.judge(Rule.GROUPS, usual, all);
        findings.none(
                Rule.WEAK_GROUPS,
                taken.stream()
                        .filter(group -> group.isCurve() && group.bits() < LEAST_CURVE)
                        .toList(),
                all);
    }

    /** One group after the other is taken away; the curve of the certificate has to stay, or OpenSSL takes none at all. */
    private Set<NamedGroup> classic(List<CipherSuite> suites) throws IOException {
        WireVersion version = facts.classic().orElseThrow();
        Set<NamedGroup> taken = new LinkedHashSet<>();
        List<NamedGroup> left = new ArrayList<>(NamedGroup.curvesOfTls12());
        while (!left.isEmpty()) {
            Optional<NamedGroup> group = group(version, suites, left);
            if (group.isEmpty() || !left.remove(group.get())) {
                break;
            }
            taken.add(group.get());
        }
        for (NamedGroup certified : List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1)) {
            List<NamedGroup> weak = new ArrayList<>(NamedGroup.curvesOfTls12().stream()
                    .filter(group -> group.bits() < LEAST_CURVE)
                    .toList());
            weak.add(certified);
            if (taken.contains(certified)) {
                group(version, suites, weak).ifPresent(taken::add);
                List<NamedGroup> rest = new ArrayList<>(NamedGroup.curvesOfTls12());
                rest.removeAll(taken);
                rest.add(certified);
                Optional<NamedGroup> next = group(version, suites, rest);
                while (next.isPresent() && next.get() != certified && taken.add(next.get())) {
                    rest.remove(next.get());
                    next = group(version, suites, rest);
                }
            }
        }
        return taken;
    }

    private Optional<NamedGroup> group(WireVersion version, List<CipherSuite> suites, List<NamedGroup> offered)
            throws IOException {
        Optional<Answer.Agreed> agreed =
                Refusals.agreement(facts.ask(ClientHello.of(version, suites).withGroups(offered)));
        if (agreed.isEmpty()) {
            return Optional.empty();
        }
        return agreed.get().keyParameters().flatMap(KeyParameters::group).flatMap(NamedGroup::of);
    }

    private void primes() throws IOException {
        List<String> weak = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Answer.Agreed agreed : facts.classicSuites().values()) {
            Optional<Integer> bits = agreed.keyParameters().flatMap(KeyParameters::primeBits);
            if (bits.isPresent()) {
                String words = agreed.hello().suite() + " with a prime of " + bits.get() + " bits";
                all.add(words);
                if (bits.get() < LEAST_PRIME) {
                    weak.add(words);
                }
            }
        }
        findings.none(Rule.WEAK_DH, weak, all.isEmpty() ? "no such exchange is taken" : String.join(", ", all));
    }

    private void hybrids() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_3)) {
            findings.failed(Rule.QUANTUM, "TLS 1.3 is not spoken, and nothing before it has such groups");
            return;
        }
        List<NamedGroup> hybrids =
                facts.groups13().stream().filter(NamedGroup.HYBRIDS::contains).toList();
        findings.judge(
                Rule.QUANTUM,
                !hybrids.isEmpty(),
                hybrids.isEmpty()
                        ? "keys are exchanged in " + names(facts.groups13())
                        : "keys are exchanged in " + names(hybrids));
    }

    /** A hello with a post-quantum share does not fit one segment; old devices and middleboxes read only the first. */
    private void largeHello() throws IOException {
        boolean modern = facts.speaks(WireVersion.TLS_1_3);
        if (!modern && !facts.speaks(WireVersion.TLS_1_2)) {
            findings.notTestable(Rule.LARGE_HELLO, "neither TLS 1.2 nor TLS 1.3 is spoken");
            return;
        }
        ClientHello small =
                modern ? ClientHello.ofTls13(CipherSuite.ofTls13(), NamedGroup.ofTls13()) : facts.classicHello();
        Answer answer = facts.ask(small.withExtension(PADDING, Octets.of(new byte[MORE_THAN_A_SEGMENT])));
        if (answer instanceof Answer.Unreachable || answer instanceof Answer.Barred) {
            throw Refusals.nothing(answer);
        }
        findings.judge(
                Rule.LARGE_HELLO,
                answer instanceof Answer.Agreed,
                "to a ClientHello of more than " + MORE_THAN_A_SEGMENT + " bytes the server " + Words.of(answer));
    }

    private static String names(Iterable<NamedGroup> groups) {
        List<String> names = new ArrayList<>();
        groups.forEach(group -> names.add(group.toString()));
        return names.isEmpty() ? "no group that is known here" : String.join(", ", names);
    }
}
