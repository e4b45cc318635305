package dev.parley.audit;

import dev.parley.probe.Answer;
import dev.parley.probe.ClientCredentials;
import dev.parley.probe.ClientHello;
import dev.parley.probe.Extensions;
import dev.parley.probe.Handshake12;
import dev.parley.probe.Handshake13;
import dev.parley.probe.HandshakeException;
import dev.parley.probe.Octets;
import dev.parley.probe.Resumption;
import dev.parley.probe.ServerMessage;
import dev.parley.probe.TlsSession;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import dev.parley.tls.TlsAlert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** and a part of A-22: handshakes carried to their end. */
record SessionChecks(TlsFacts facts, Findings findings, Duration patience) {
    private static final long A_WEEK = 604_800;
    private static final List<Rule> TICKETS = List.of(Rule.TICKET_LIFETIME, Rule.KEY_ONLY_RESUMPTION, Rule.EARLY_DATA);
    private static final String END = "]]>]]>";
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final Octets HELLO = message("<hello xmlns=\"" + BASE + "\"><capabilities>"
            + "<capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>");
    private static final Octets CLOSE = message("<rpc message-id=\"1\" xmlns=\"" + BASE + "\"><close-session/></rpc>");

    private static Octets message(String xml) {
        return Octets.of((xml + END).getBytes(StandardCharsets.UTF_8));
    }

    void look() throws IOException {
        findings.look(TICKETS, this::tickets);
        findings.look(List.of(Rule.TICKET_LIFETIME_1_2), this::classicTickets);
        findings.look(List.of(Rule.CLOSE_NOTIFY), this::closing);
    }

    private TlsSession open(WireVersion version, @Nullable ClientCredentials client) throws IOException {
        return version == WireVersion.TLS_1_3
                ? Handshake13.open(facts.prober(), facts.named(Handshake13.hello()), client)
                : Handshake12.open(facts.prober(), facts.named(Handshake12.hello()), client);
    }

    // ---- tickets

    private void tickets() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_3)) {
            TICKETS.forEach(rule -> findings.passed(rule, "TLS 1.3 is not spoken"));
            return;
        }
        Optional<String> whyNot = facts.whyNot13();
        if (whyNot.isPresent()) {
            TICKETS.forEach(rule -> findings.notTestable(rule, whyNot.get()));
            return;
        }
        Optional<ClientCredentials> client = facts.target().client();
        TlsSession ended;
        try (TlsSession session = open(WireVersion.TLS_1_3, client.orElse(null))) {
            session.listen(patience, heard -> heard.data().length() > 0);
            ended = session;
        }
        // Only now, because a server with room for one session answers nobody else before.
        if (!ended.tickets().isEmpty()) {
            judge(ended);
            return;
        }
        Optional<String> refused = ended.end().map(Words::of);
        TICKETS.forEach(rule -> {
            if (refused.isPresent()) {
                findings.notTestable(rule, noSession(refused.get()));
            } else {
                findings.passed(rule, "the server gives no tickets");
            }
        });
    }

    private String noSession(String why) {
        return "no session came to be, for the server " + why
                + (facts.target().client().isEmpty() ? "; a client certificate may help" : "");
    }

    private void judge(TlsSession session) throws IOException {
        long longest = 0;
        long early = 0;
        for (ServerMessage.NewSessionTicket ticket : session.tickets()) {
            longest = Math.max(longest, ticket.lifetime());
            early = Math.max(early, ticket.maxEarlyData());
        }
        findings.judge(Rule.TICKET_LIFETIME, longest <= A_WEEK, "ticket_lifetime is " + longest + " s");
        findings.judge(
                Rule.EARLY_DATA,
                early == 0,
                early == 0 ? "tickets allow no early data" : "max_early_data_size is " + early);
        Resumption resumption = session.resumption(session.tickets().get(0));
        ClientHello hello = resumption.offerIn(
                Handshake13.withShares(facts.named(Handshake13.hello()).withSuites(List.of(resumption.suite()))),
                Resumption.KEY_ONLY);
        Answer answer = facts.door().ask(hello);
        boolean resumed =
                answer instanceof Answer.Agreed agreed && agreed.hello().has(Extensions.PRE_SHARED_KEY);
        if (!resumed) {
            Refusals.agreement(answer);
        }
        findings.judge(
                Rule.KEY_ONLY_RESUMPTION,
                !resumed,
                "offered psk_ke alone, the server "
                        + (resumed ? "resumed the session" : Words.of(answer) + " and did not resume"));
    }

    private void classicTickets() throws IOException {
        if (!facts.speaks(WireVersion.TLS_1_2)) {
            findings.passed(Rule.TICKET_LIFETIME_1_2, "TLS 1.2 is not spoken");
            return;
        }
        if (!facts.completes12()) {
            findings.notTestable(
                    Rule.TICKET_LIFETIME_1_2,
                    "TLS 1.2 without ECDHE and an authenticated cipher cannot be carried to its end here");
            return;
        }
        Optional<ClientCredentials> client = facts.target().client();
        try (TlsSession session = open(WireVersion.TLS_1_2, client.orElse(null))) {
            long longest = session.tickets().stream()
                    .mapToLong(ServerMessage.NewSessionTicket::lifetime)
                    .max()
                    .orElse(0);
            findings.judge(
                    Rule.TICKET_LIFETIME_1_2,
                    longest <= A_WEEK,
                    session.tickets().isEmpty()
                            ? "the server gives no tickets"
                            : "the lifetime hint of the ticket is " + longest + " s");
        } catch (HandshakeException e) {
            findings.notTestable(Rule.TICKET_LIFETIME_1_2, noSession(Words.of(e.answer())));
        }
    }

    // ---- the end of a session

    private void closing() throws IOException {
        Optional<ClientCredentials> client = facts.target().client();
        if (client.isEmpty()) {
            findings.notTestable(
                    Rule.CLOSE_NOTIFY, "no client certificate was given, and without one there is no session");
            return;
        }
        if (!facts.completes13() && !facts.completes12()) {
            findings.notTestable(
                    Rule.CLOSE_NOTIFY, "no handshake with what the server takes can be carried to its end here");
            return;
        }
        WireVersion version = facts.completes13() ? WireVersion.TLS_1_3 : WireVersion.TLS_1_2;
        try (TlsSession session = open(version, client.get())) {
            session.send(HELLO);
            AtomicInteger from = new AtomicInteger();
            session.listen(
                    patience,
                    heard -> heard.says(END, from.getAndSet(heard.data().length())));
            if (!session.says(":netconf:base:1.0", 0)) {
                findings.notTestable(
                        Rule.CLOSE_NOTIFY,
                        "no NETCONF session came to be: the server "
                                + session.end().map(Words::of).orElse("said no hello"));
                return;
            }
            session.send(CLOSE);
            session.listen(patience, heard -> false);
            Optional<Answer> end = session.end();
            boolean proper = end.isPresent()
                    && end.get() instanceof Answer.Refused refused
                    && refused.alert() == TlsAlert.CLOSE_NOTIFY.code();
            if (end.isEmpty()) {
                findings.notTestable(
                        Rule.CLOSE_NOTIFY, "the server did not end the session within " + patience.toMillis() + " ms");
            } else {
                findings.judge(Rule.CLOSE_NOTIFY, proper, "after close-session, the server " + Words.of(end.get()));
            }
        }
    }
}
