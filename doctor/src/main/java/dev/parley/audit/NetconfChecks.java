package dev.parley.audit;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.NetconfException;
import dev.parley.message.Capabilities;
import dev.parley.message.Capability;
import dev.parley.probe.Answer;
import dev.parley.probe.Limits;
import dev.parley.probe.Octets;
import dev.parley.probe.Prober;
import dev.parley.probe.Words;
import dev.parley.session.Session;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rest of A-22: what NETCONF says in a session, and whether it is spoken in the clear. */
record NetconfChecks(
        TlsFacts facts, Findings findings, Limits limits, Duration sessionLimit, List<Integer> plaintextPorts) {
    private static final List<Rule> IN_SESSION = List.of(Rule.BASE_1_1, Rule.URL_SCHEMES, Rule.SESSION_IDS);
    private static final Set<String> UNSAFE = Set.of("file", "ftp");
    private static final int A_FEW_BYTES = 4_096;

    void look() throws IOException {
        findings.look(IN_SESSION, this::inSession);
        lookForPlaintext();
    }

    void lookForPlaintext() throws InterruptedIOException {
        findings.look(List.of(Rule.PLAINTEXT), this::plaintext);
    }

    private void inSession() {
        Tls tls = facts.target().tls();
        if (tls == null || facts.target().client().isEmpty()) {
            IN_SESSION.forEach(rule ->
                    findings.notTestable(rule, "no client certificate was given, and without one there is no session"));
            return;
        }
        Device device = Device.tls(facts.target().host(), facts.target().port(), tls.withoutResumption())
                .withTimeouts(Timeouts.of(sessionLimit));
        try (NetconfClient client =
                        NetconfClient.builder().eventLoops(1).withoutLogging().build();
                Session first = client.open(device)) {
            capabilities(first.capabilities());
            try (Session second = client.open(device)) {
                findings.judge(
                        Rule.SESSION_IDS,
                        first.id() != second.id(),
                        "two sessions at a time have the numbers " + first.id() + " and " + second.id());
            }
        } catch (NetconfException e) {
            IN_SESSION.forEach(rule -> findings.notTestable(rule, "there is no session: " + e.getMessage()));
        }
    }

    private void capabilities(Capabilities capabilities) {
        findings.judge(
                Rule.BASE_1_1,
                capabilities.has(Capability.BASE_1_1),
                "the hello has :base:1.0 " + (capabilities.has(Capability.BASE_1_0) ? "yes" : "no") + ", :base:1.1 "
                        + (capabilities.has(Capability.BASE_1_1) ? "yes" : "no"));
        List<String> schemes = capabilities.list(Capability.URL, "scheme");
        findings.none(
                Rule.URL_SCHEMES,
                schemes.stream().filter(UNSAFE::contains).toList(),
                schemes.isEmpty() ? "no :url is announced" : "the schemes of :url are " + String.join(", ", schemes));
    }

    /** Nothing is sent: a server of NETCONF says its hello by itself. */
    private void plaintext() throws IOException {
        List<Integer> ports = new ArrayList<>(List.of(facts.target().port()));
        ports.addAll(plaintextPorts);
        List<String> open = new ArrayList<>();
        List<String> unreached = new ArrayList<>();
        for (int port : ports) {
            try {
                Octets heard = new Prober(facts.target().host(), port, limits).overhear(A_FEW_BYTES);
                if (heard.latin().contains(":netconf:base:")) {
                    open.add("port " + port + " says hello in the clear");
                }
            } catch (IOException e) {
                Prober.throwIfInterrupted(e);
                unreached.add("port " + port + " could not be reached: " + Words.of(e));
            }
        }
        if (open.isEmpty() && !unreached.isEmpty()) {
            findings.notTestable(Rule.PLAINTEXT, String.join("; ", unreached));
            return;
        }
        if (open.isEmpty()) {
            facts.door().prove(new Answer.Closed());
        }
        findings.none(
                Rule.PLAINTEXT,
                open,
                "nothing is said in the clear on port "
                        + String.join(", ", ports.stream().map(String::valueOf).toList())
                        + "; no other port was tried");
    }
}
