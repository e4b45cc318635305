package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.ClientHello;
import dev.parley.probe.Extensions;
import dev.parley.probe.Handshake12;
import dev.parley.probe.Handshake13;
import dev.parley.probe.HandshakeException;
import dev.parley.probe.NamedGroup;
import dev.parley.probe.Octets;
import dev.parley.probe.TlsSession;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import dev.parley.tls.TlsAlert;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** what the server answers to extensions, and whether it renegotiates. */
record HandshakeChecks(TlsFacts facts, Findings findings, Duration patience) {
    private static final String UNKNOWN_NAME = "parley-audit.invalid";
    private static final String UNKNOWN_PROTOCOL = "parley-audit";
    private static final int RAW_PUBLIC_KEY = 2;

    void look() throws IOException {
        findings.look(List.of(Rule.SECURE_RENEGOTIATION, Rule.EXTENDED_MASTER_SECRET), this::binding);
        findings.look(List.of(Rule.RENEGOTIATION), this::renegotiation);
        findings.look(List.of(Rule.COMPRESSION), this::compression);
        findings.look(
                List.of(Rule.TRUNCATED_HMAC),
                () -> echoed(Rule.TRUNCATED_HMAC, Extensions.TRUNCATED_HMAC, Octets.NONE));
        findings.look(
                List.of(Rule.CERTIFICATE_URL),
                () -> echoed(Rule.CERTIFICATE_URL, Extensions.CLIENT_CERTIFICATE_URL, Octets.NONE));
        findings.look(List.of(Rule.RAW_PUBLIC_KEYS), this::rawPublicKeys);
        findings.look(List.of(Rule.SERVER_NAME, Rule.UNKNOWN_NAME), this::serverName);
        findings.look(List.of(Rule.ALPN), this::protocol);
    }

    /** Offers TLS 1.2 as it should be. */
    private Answer.@Nullable Agreed classic() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            return null;
        }
        return Refusals.agreement(facts.door().ask(facts.classicHello()))
                .orElseThrow(() -> new IOException("the server refuses a hello that it took before"));
    }

    private void binding() throws IOException {
        Answer.Agreed agreed = classic();
        if (agreed == null) {
            findings.notTestable(Rule.SECURE_RENEGOTIATION, "TLS 1.2 is not spoken");
            findings.notTestable(Rule.EXTENDED_MASTER_SECRET, "TLS 1.2 is not spoken");
            return;
        }
        findings.judge(
                Rule.SECURE_RENEGOTIATION,
                agreed.hello().has(Extensions.RENEGOTIATION_INFO),
                "renegotiation_info was offered and " + answered(agreed, Extensions.RENEGOTIATION_INFO));
        findings.judge(
                Rule.EXTENDED_MASTER_SECRET,
                agreed.hello().has(Extensions.EXTENDED_MASTER_SECRET),
                "extended_master_secret was offered and " + answered(agreed, Extensions.EXTENDED_MASTER_SECRET));
    }

    private static String answered(Answer.Agreed agreed, int extension) {
        return agreed.hello().has(extension) ? "acknowledged" : "not acknowledged";
    }

    private void renegotiation() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            findings.passed(Rule.RENEGOTIATION, "TLS 1.2 is not spoken, and TLS 1.3 has no renegotiation");
            return;
        }
        if (!facts.completes12()) {
            findings.notTestable(
                    Rule.RENEGOTIATION,
                    "TLS 1.2 without ECDHE and an authenticated cipher cannot be carried to its end here");
            return;
        }
        ClientHello hello = facts.named(Handshake12.hello());
        try (TlsSession session =
                Handshake12.open(facts.prober(), hello, facts.target().client().orElse(null))) {
            Answer answer = session.renegotiate(hello, patience);
            if (answer instanceof Answer.Silent) {
                findings.passed(Rule.RENEGOTIATION, "asked to renegotiate, the server " + Words.of(answer));
            } else {
                if (!(answer instanceof Answer.Agreed)) {
                    facts.door().prove(answer);
                }
                findings.judge(
                        Rule.RENEGOTIATION,
                        !(answer instanceof Answer.Agreed),
                        "asked to renegotiate, the server "
                                + (answer instanceof Answer.Agreed ? "began another handshake" : Words.of(answer)));
            }
        } catch (HandshakeException e) {
            findings.notTestable(
                    Rule.RENEGOTIATION,
                    "no session of TLS 1.2 came to be, for the server " + Words.of(e.answer())
                            + (facts.target().client().isEmpty() ? "; a client certificate may help" : ""));
        }
    }

    private void compression() throws IOException {
        Optional<WireVersion> version = facts.classic();
        if (version.isEmpty()) {
            findings.passed(Rule.COMPRESSION, "TLS 1.3 alone is spoken, which does not compress");
            return;
        }
        Answer answer = facts.ask(
                ClientHello.of(version.get(), List.copyOf(facts.classicSuites().keySet()))
                        .withCompressions(1, 0));
        Answer.Agreed agreed = Refusals.agreement(answer)
                .orElseThrow(() -> new IOException("offered DEFLATE, the server " + Words.of(answer)));
        findings.judge(
                Rule.COMPRESSION,
                agreed.hello().compression() == 0,
                "offered DEFLATE and none, the server chose "
                        + (agreed.hello().compression() == 0
                                ? "none"
                                : "method " + agreed.hello().compression()));
    }

    private void echoed(Rule rule, int extension, Octets content) throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            findings.passed(rule, "TLS 1.2 is not spoken, and TLS 1.3 does not have the extension");
            return;
        }
        Answer answer = facts.door().ask(facts.classicHello().withExtension(extension, content));
        boolean taken = Refusals.agreement(answer)
                .map(agreed -> agreed.hello().has(extension))
                .orElse(false);
        findings.judge(rule, !taken, "the extension was offered and " + (taken ? "acknowledged" : "not acknowledged"));
    }

    private void rawPublicKeys() throws IOException {
        Octets types = Octets.ofHex("020200");
        Octets chosen = null;
        if (facts.speaks(WireVersion.TLS_1_2)) {
            chosen = Refusals.agreement(facts.door()
                            .ask(facts.classicHello().withExtension(Extensions.SERVER_CERTIFICATE_TYPE, types)))
                    .map(agreed -> agreed.hello().extensions().get(Extensions.SERVER_CERTIFICATE_TYPE))
                    .orElse(null);
        } else if (facts.completes13()) {
            ClientHello hello =
                    facts.named(Handshake13.hello()).withExtension(Extensions.SERVER_CERTIFICATE_TYPE, types);
            try (TlsSession session = Handshake13.open(facts.prober(), hello, null)) {
                chosen = session.encryptedExtensions().get(Extensions.SERVER_CERTIFICATE_TYPE);
            }
        }
        boolean raw = chosen != null && chosen.length() == 1 && chosen.array()[0] == RAW_PUBLIC_KEY;
        findings.judge(
                Rule.RAW_PUBLIC_KEYS,
                !raw,
                "offered a raw public key, the server " + (raw ? "chose it" : "kept to X.509"));
    }

    private ClientHello plain() throws IOException {
        return facts.speaks(WireVersion.TLS_1_3)
                ? ClientHello.ofTls13(CipherSuite.ofTls13(), NamedGroup.ofTls13())
                : facts.classicHello().without(Extensions.SERVER_NAME);
    }

    private void serverName() throws IOException {
        onlyWithoutName();
        if (!facts.speaks(WireVersion.TLS_1_3) && !facts.speaks(WireVersion.TLS_1_2)) {
            findings.notTestable(Rule.SERVER_NAME, "neither TLS 1.2 nor TLS 1.3 is spoken");
            findings.notTestable(Rule.UNKNOWN_NAME, "neither TLS 1.2 nor TLS 1.3 is spoken");
            return;
        }
        Answer unknown = facts.door().ask(plain().withServerName(UNKNOWN_NAME));
        boolean refused = unknown instanceof Answer.Refused alert && alert.alert() == TlsAlert.UNRECOGNIZED_NAME.code();
        if (!refused) {
            Refusals.agreement(unknown);
        }
        findings.judge(Rule.UNKNOWN_NAME, refused, "asked for " + UNKNOWN_NAME + ", the server " + Words.of(unknown));
        Optional<String> name = facts.target().serverName();
        if (name.isPresent()) {
            Answer known = facts.door().ask(plain().withServerName(name.get()));
            findings.judge(
                    Rule.SERVER_NAME,
                    Refusals.agreement(known).isPresent(),
                    "asked for " + name.get() + ", the server " + Words.of(known));
        } else {
            findings.judge(
                    Rule.SERVER_NAME,
                    refused || unknown instanceof Answer.Agreed,
                    "asked for " + UNKNOWN_NAME + ", the server " + Words.of(unknown));
        }
    }

    /** Whether TLS 1.3 is kept from clients that say whom they want, and spoken with those that do not. */
    private void onlyWithoutName() throws IOException {
        Optional<String> name = facts.target().serverName();
        if (name.isEmpty() || facts.speaks(WireVersion.TLS_1_3)) {
            return;
        }
        ClientHello nameless = ClientHello.ofTls13(CipherSuite.ofTls13(), NamedGroup.ofTls13());
        if (facts.prober().ask(nameless) instanceof Answer.Agreed agreed
                && agreed.hello().is(WireVersion.TLS_1_3)) {
            Answer named = facts.prober().ask(nameless.withServerName(name.get()));
            findings.judge(
                    Rule.SERVER_NAME,
                    named instanceof Answer.Agreed,
                    "asked for nobody, the server agreed to TLS 1.3; asked for " + name.get() + ", it "
                            + Words.of(named));
        }
    }

    private void protocol() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            if (!facts.completes13()) {
                findings.notTestable(Rule.ALPN, "neither TLS 1.2 nor a usable TLS 1.3 is spoken");
                return;
            }
            try (TlsSession session = Handshake13.open(
                    facts.prober(), facts.named(Handshake13.hello()).withProtocols(UNKNOWN_PROTOCOL), null)) {
                agreed(session.encryptedExtensions().get(Extensions.ALPN));
            } catch (HandshakeException e) {
                facts.door().prove(e.answer());
                findings.passed(Rule.ALPN, "offered an unknown protocol, the server " + Words.of(e.answer()));
            }
            return;
        }
        Answer answer = facts.door().ask(facts.classicHello().withProtocols(UNKNOWN_PROTOCOL));
        Optional<Answer.Agreed> agreed = Refusals.agreement(answer);
        if (agreed.isEmpty()) {
            findings.passed(Rule.ALPN, "offered an unknown protocol, the server " + Words.of(answer));
        } else {
            agreed(agreed.get().hello().extensions().get(Extensions.ALPN));
        }
    }

    private void agreed(@Nullable Octets chosen) {
        boolean unknown = chosen != null && chosen.latin().contains(UNKNOWN_PROTOCOL);
        findings.judge(
                Rule.ALPN,
                !unknown,
                unknown
                        ? "offered an unknown protocol, the server agreed to it"
                        : "offered an unknown protocol, the server agreed to none; none is registered for NETCONF over TLS");
    }
}
