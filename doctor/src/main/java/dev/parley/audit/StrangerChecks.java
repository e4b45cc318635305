package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.Handshake12;
import dev.parley.probe.Handshake13;
import dev.parley.probe.HandshakeException;
import dev.parley.probe.Prober;
import dev.parley.probe.ServerMessage.CertificateRequest;
import dev.parley.probe.TlsSession;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * what becomes of a client without a certificate, in each version that is spoken. Being turned away proves
 * something only behind a CertificateRequest: before that the server may have had any reason.
 */
final class StrangerChecks {
    private final TlsFacts facts;
    private final Findings findings;
    private final Duration patience;
    private final List<String> asked = new ArrayList<>();
    private final List<String> notAsked = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private final List<String> letIn = new ArrayList<>();
    private final List<String> turnedAway = new ArrayList<>();
    private final List<String> unclear = new ArrayList<>();

    StrangerChecks(TlsFacts facts, Findings findings, Duration patience) {
        this.facts = facts;
        this.findings = findings;
        this.patience = patience;
    }

    void look() throws IOException {
        findings.look(List.of(Rule.CERTIFICATE_REQUEST, Rule.NOBODY_LET_IN), () -> {
            for (WireVersion version : WireVersion.values()) {
                if (version != WireVersion.SSL_2 && facts.speaks(version)) {
                    visit(version);
                }
            }
            judge();
        });
    }

    private void judge() {
        if (!notAsked.isEmpty()) {
            findings.failed(Rule.CERTIFICATE_REQUEST, String.join("; ", notAsked));
        } else if (asked.isEmpty() || !unseen.isEmpty()) {
            findings.notTestable(Rule.CERTIFICATE_REQUEST, orNothing(unseen));
        } else {
            findings.passed(
                    Rule.CERTIFICATE_REQUEST,
                    "the server asks for a client certificate in " + String.join(", ", asked));
        }
        if (!letIn.isEmpty()) {
            findings.failed(Rule.NOBODY_LET_IN, String.join("; ", letIn));
        } else if (turnedAway.isEmpty() || !unclear.isEmpty()) {
            findings.notTestable(Rule.NOBODY_LET_IN, orNothing(unclear));
        } else {
            findings.passed(Rule.NOBODY_LET_IN, String.join("; ", turnedAway));
        }
    }

    private static String orNothing(List<String> reasons) {
        return reasons.isEmpty() ? "the server took no version of TLS" : String.join("; ", reasons);
    }

    private void visit(WireVersion version) throws IOException {
        Optional<String> whyNot = switch (version) {
            case TLS_1_3 -> facts.whyNot13();
            case TLS_1_2 ->
                facts.completes12()
                        ? Optional.empty()
                        : Optional.of(
                                "TLS 1.2 without ECDHE and an authenticated cipher cannot be carried to its end here");
            default -> Optional.of(version + " cannot be carried to its end here");
        };
        if (version != WireVersion.TLS_1_3) {
            inTheClear(version);
        } else {
            whyNot.ifPresent(unseen::add);
        }
        if (whyNot.isPresent()) {
            unclear.add(whyNot.get());
        } else {
            handshake(version);
        }
    }

    /** Before TLS 1.3 the request is seen without carrying the handshake to its end. */
    private void inTheClear(WireVersion version) throws IOException {
        Optional<Answer.Agreed> certified = Refusals.agreement(facts.answer(version))
                .filter(agreed -> agreed.hello().suite().hasCertificate());
        if (certified.isEmpty() && facts.classic().equals(Optional.of(version))) {
            certified = facts.classicSuites().values().stream()
                    .filter(agreed -> agreed.hello().suite().hasCertificate())
                    .findFirst();
        }
        if (certified.isEmpty()) {
            unseen.add("in " + version + " the server takes no suite with a certificate");
        } else {
            see(version, certified.get().first(CertificateRequest.class).isPresent());
        }
    }

    private void see(WireVersion version, boolean request) {
        if (request) {
            asked.add(version.toString());
        } else {
            notAsked.add(version + " without a CertificateRequest");
        }
    }

    private void handshake(WireVersion version) throws IOException {
        try (TlsSession session = version == WireVersion.TLS_1_3
                ? Handshake13.open(facts.prober(), facts.named(Handshake13.hello()), null)
                : Handshake12.open(facts.prober(), facts.named(Handshake12.hello()), null)) {
            boolean request = session.first(CertificateRequest.class).isPresent();
            if (version == WireVersion.TLS_1_3) {
                see(version, request);
            }
            session.listen(patience, heard -> heard.data().length() > 0);
            behind(version, session, request);
        } catch (HandshakeException e) {
            if (e.isAfterRequest()) {
                turnedAway(version, e.answer());
            } else {
                unclear.add("in " + version + " no CertificateRequest came before the server " + Words.of(e.answer()));
            }
            if (version == WireVersion.TLS_1_3 && e.isAfterRequest()) {
                see(version, true);
            } else if (version == WireVersion.TLS_1_3) {
                unseen.add("in " + version + " no CertificateRequest came before the server " + Words.of(e.answer()));
            }
        }
    }

    private void behind(WireVersion version, TlsSession session, boolean request) throws IOException {
        Optional<Answer> end = session.end();
        if (session.data().length() > 0) {
            letIn.add(how(version) + "said \"" + beginning(session.data()) + "\"");
        } else if (end.isPresent() && request) {
            turnedAway(version, end.get());
        } else if (end.isPresent()) {
            unclear.add("in " + version + " nobody was asked for a certificate, and the server " + Words.of(end.get()));
        } else if (version == WireVersion.TLS_1_2) {
            // There a server finishes only when it is content with the client.
            letIn.add(how(version) + "finished the handshake");
        } else if (!session.tickets().isEmpty()) {
            letIn.add(how(version) + "finished the handshake and gave tickets");
        } else {
            unclear.add(how(version) + "said nothing for " + patience.toMillis() + " ms, neither yes nor no");
        }
    }

    /** Asked, shown nothing, and gone: that is a refusal if the server takes others as before. */
    private void turnedAway(WireVersion version, Answer end) throws IOException {
        try {
            facts.door().prove(end);
            turnedAway.add(how(version) + Words.of(end));
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            unclear.add("in " + version + ": " + Words.reason(e));
        }
    }

    private static String how(WireVersion version) {
        return "in " + version + " without a certificate, the server ";
    }

    private static String beginning(CharSequence data) {
        String text = data.subSequence(0, Math.min(data.length(), 200))
                .toString()
                .replaceAll("[^ -~]+", " ")
                .strip();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
