package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.ClientHello;
import dev.parley.probe.NamedGroup;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** which versions are spoken, and which is preferred. */
record VersionChecks(TlsFacts facts, Findings findings) {
    private static final Map<WireVersion, Rule> FORBIDDEN = Map.of(
            WireVersion.SSL_2, Rule.SSL_2,
            WireVersion.SSL_3, Rule.SSL_3,
            WireVersion.TLS_1_0, Rule.TLS_1_0,
            WireVersion.TLS_1_1, Rule.TLS_1_1);

    void look() throws IOException {
        for (WireVersion version : WireVersion.values()) {
            Rule rule = FORBIDDEN.get(version);
            if (rule != null) {
                findings.look(List.of(rule), () -> refused(version, rule));
            }
        }
        findings.look(List.of(Rule.TLS_1_2), () -> spoken(WireVersion.TLS_1_2, Rule.TLS_1_2));
        findings.look(List.of(Rule.TLS_1_3), () -> spoken(WireVersion.TLS_1_3, Rule.TLS_1_3));
        findings.look(List.of(Rule.PREFERS_1_3, Rule.DOWNGRADE), this::preference);
    }

    private void refused(WireVersion version, Rule rule) throws IOException {
        Answer answer = facts.answer(version);
        if (version == WireVersion.SSL_2 && answer instanceof Answer.Silent) {
            // It begins with what is no record of TLS, and a server that does not know it may wait for more.
            facts.door().prove(new Answer.Closed());
            findings.passed(rule, "the server " + Words.of(answer));
            return;
        }
        boolean spoken = facts.speaks(version);
        findings.judge(rule, !spoken, "offered " + version + " alone, the server " + Words.of(answer));
    }

    private void spoken(WireVersion version, Rule rule) throws IOException {
        boolean spoken = facts.speaks(version);
        findings.judge(rule, spoken, "offered " + version + " alone, the server " + Words.of(facts.answer(version)));
    }

    private void preference() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_3)) {
            findings.notTestable(Rule.PREFERS_1_3, "TLS 1.3 is not spoken");
            findings.notTestable(Rule.DOWNGRADE, "TLS 1.3 is not spoken");
            return;
        }
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            findings.passed(Rule.PREFERS_1_3, "TLS 1.3 is the only one that a client may offer");
            findings.notTestable(Rule.DOWNGRADE, "TLS 1.2 is not spoken");
            return;
        }
        Answer both = facts.ask(ClientHello.ofTls13(
                        Stream.concat(
                                        CipherSuite.ofTls13().stream(),
                                        facts.classicSuites().keySet().stream().limit(64))
                                .toList(),
                        NamedGroup.ofTls13())
                .withVersions(WireVersion.TLS_1_2, WireVersion.TLS_1_3));
        Optional<Answer.Agreed> agreed = Refusals.agreement(both);
        if (agreed.isEmpty()) {
            findings.notTestable(Rule.PREFERS_1_3, "offered both versions, the server " + Words.of(both));
        } else {
            findings.judge(
                    Rule.PREFERS_1_3,
                    agreed.get().hello().is(WireVersion.TLS_1_3),
                    "offered TLS 1.2 and TLS 1.3, the server " + Words.of(both));
        }
        Answer.Agreed old = Refusals.agreement(facts.answer(WireVersion.TLS_1_2))
                .orElseThrow(() -> new IOException("the server refused TLS 1.2"));
        findings.judge(
                Rule.DOWNGRADE,
                old.hello().warnsOfDowngrade(),
                "the server's random number in TLS 1.2 " + (old.hello().warnsOfDowngrade() ? "ends" : "does not end")
                        + " with the mark of a downgrade");
    }
}
