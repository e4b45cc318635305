package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.CipherSuite.Exchange;
import dev.parley.probe.ClientHello;
import dev.parley.probe.Extensions;
import dev.parley.probe.Octets;
import dev.parley.probe.ServerMessage;
import dev.parley.probe.WireVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** which cipher suites are taken. */
record SuiteChecks(TlsFacts facts, Findings findings) {
    private static final List<Rule> CLASSIC = List.of(
            Rule.NULL_SUITES,
            Rule.ANONYMOUS_SUITES,
            Rule.RC4_SUITES,
            Rule.EXPORT_SUITES,
            Rule.TRIPLE_DES_SUITES,
            Rule.RSA_EXCHANGE,
            Rule.STATIC_DH_EXCHANGE,
            Rule.DHE_EXCHANGE,
            Rule.STATIC_ECDH_EXCHANGE,
            Rule.FIXED_DH_CLIENTS,
            Rule.RECOMMENDED_SUITES,
            Rule.CBC_SUITES,
            Rule.NIST_ALGORITHMS);
    private static final List<Rule> MODERN =
            List.of(Rule.TLS_1_3_SUITE, Rule.TLS_1_3_MORE_SUITES, Rule.NIST_TLS_1_3_SUITES);
    private static final Set<Integer> FIXED_DH = Set.of(3, 4, 65, 66);

    void look() throws IOException {
        findings.look(CLASSIC, this::classic);
        findings.look(MODERN, this::modern);
    }

    private void classic() throws IOException {
        Set<CipherSuite> taken = facts.classicSuites().keySet();
        Optional<WireVersion> version = facts.classic();
        String all = version.isEmpty()
                ? "nothing before TLS 1.3 is spoken"
                : version.get() + " is spoken with " + taken.size() + " suites: " + names(taken);
        String none = version.isEmpty()
                ? all
                : "none of the " + taken.size() + " suites that are taken in " + version.get() + " is one";
        List<CipherSuite> unencrypted = Stream.concat(taken.stream(), facts.suites13().stream())
                .filter(CipherSuite::isWithoutEncryption)
                .toList();
        findings.none(Rule.NULL_SUITES, unencrypted, none);
        forbid(Rule.ANONYMOUS_SUITES, CipherSuite::isAnonymous, taken, none);
        forbid(Rule.RC4_SUITES, CipherSuite::isRc4, taken, none);
        forbid(Rule.EXPORT_SUITES, CipherSuite::isBelow112Bits, taken, none);
        forbid(Rule.TRIPLE_DES_SUITES, CipherSuite::isTripleDes, taken, none);
        forbid(Rule.RSA_EXCHANGE, suite -> suite.exchange() == Exchange.RSA, taken, none);
        forbid(Rule.STATIC_DH_EXCHANGE, suite -> suite.exchange() == Exchange.DH, taken, none);
        forbid(Rule.DHE_EXCHANGE, suite -> suite.exchange() == Exchange.DHE, taken, none);
        forbid(Rule.STATIC_ECDH_EXCHANGE, suite -> suite.exchange() == Exchange.ECDH, taken, none);
        fixedDhClients();
        if (version.isEmpty()) {
            findings.notTestable(Rule.RECOMMENDED_SUITES, all);
        } else {
            findings.judge(Rule.RECOMMENDED_SUITES, taken.stream().anyMatch(SuiteChecks::isRecommended), all);
        }
        cbc(taken, none);
        List<CipherSuite> outside = Stream.concat(taken.stream(), facts.suites13().stream())
                .filter(suite -> !suite.isNist())
                .toList();
        findings.none(
                Rule.NIST_ALGORITHMS,
                outside,
                "the algorithms of all suites are within SP 800-52r2; whether the module is validated cannot be seen");
    }

    private void forbid(Rule rule, Predicate<CipherSuite> forbidden, Set<CipherSuite> taken, String otherwise) {
        findings.none(rule, taken.stream().filter(forbidden).toList(), otherwise);
    }

    private static boolean isRecommended(CipherSuite suite) {
        return suite.name().matches("TLS_ECDHE_(ECDSA|RSA)_WITH_AES_(128_GCM_SHA256|256_GCM_SHA384)");
    }

    private void fixedDhClients() throws IOException {
        List<String> asked = facts.classicSuites().values().stream()
                .flatMap(agreed -> agreed.first(ServerMessage.CertificateRequest.class).stream())
                .flatMap(request -> request.types().stream())
                .filter(FIXED_DH::contains)
                .distinct()
                .map(type -> "certificate type " + type)
                .toList();
        findings.none(Rule.FIXED_DH_CLIENTS, asked, "no such type is asked for");
    }

    private void cbc(Set<CipherSuite> taken, String otherwise) throws IOException {
        List<CipherSuite> cbc = taken.stream().filter(CipherSuite::isCbc).toList();
        if (cbc.isEmpty()) {
            findings.passed(Rule.CBC_SUITES, otherwise);
            return;
        }
        WireVersion version = facts.classic().orElseThrow();
        Optional<Answer.Agreed> agreed = Refusals.agreement(
                facts.ask(ClientHello.of(version, cbc).withExtension(Extensions.ENCRYPT_THEN_MAC, Octets.NONE)));
        boolean bound = agreed.isPresent() && agreed.get().hello().has(Extensions.ENCRYPT_THEN_MAC);
        findings.judge(
                Rule.CBC_SUITES,
                bound,
                (bound ? "with encrypt-then-MAC: " : "without encrypt-then-MAC: ") + names(cbc));
    }

    private void modern() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_3)) {
            MODERN.forEach(rule -> findings.notTestable(rule, "TLS 1.3 is not spoken"));
            return;
        }
        Set<CipherSuite> taken = facts.suites13();
        String all = "TLS 1.3 is spoken with " + names(taken);
        findings.judge(Rule.TLS_1_3_SUITE, has(taken, "TLS_AES_128_GCM_SHA256"), all);
        findings.judge(
                Rule.TLS_1_3_MORE_SUITES,
                has(taken, "TLS_AES_256_GCM_SHA384") && has(taken, "TLS_CHACHA20_POLY1305_SHA256"),
                all);
        findings.none(
                Rule.NIST_TLS_1_3_SUITES,
                taken.stream().filter(suite -> !suite.isNist()).toList(),
                all);
    }

    private static boolean has(Set<CipherSuite> taken, String name) {
        return taken.contains(CipherSuite.named(name));
    }

    private static String names(Iterable<CipherSuite> suites) {
        List<String> names = new ArrayList<>();
        suites.forEach(suite -> names.add(suite.name()));
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
