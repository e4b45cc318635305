package dev.parley.audit;

import dev.parley.error.Durations;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.probe.Answer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.ClientHello;
import dev.parley.probe.ForeignException;
import dev.parley.probe.HandshakeException;
import dev.parley.probe.Limits;
import dev.parley.probe.MalformedException;
import dev.parley.probe.NamedGroup;
import dev.parley.probe.Prober;
import dev.parley.probe.Speech;
import dev.parley.probe.SshGreeting;
import dev.parley.probe.SshProber;
import dev.parley.probe.WireVersion;
import dev.parley.probe.Words;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One audit under way: first whether there is anything to audit, then all checks. */
record Attempt(Audit.Where where, Limits limits, long from) {
    private static final int MANY = 40;

    int tls(Findings findings, Instant now, List<Integer> plaintextPorts, Duration patience)
            throws InterruptedIOException {
        Prober prober = new Prober(where.host(), where.port(), limits);
        TlsTarget target = new TlsTarget(where.host(), where.port(), where.tls());
        TlsFacts facts = new TlsFacts(target, prober, rest(patience));
        Limits listening = new Limits(limits.connect(), patience, limits.pause());
        NetconfChecks netconf = new NetconfChecks(facts, findings, listening, limits.answer(), plaintextPorts);
        if (!isTls(facts, findings, netconf)) {
            return prober.connections();
        }
        List<Findings.Look> parts = new ArrayList<>();
        parts.add(new VersionChecks(facts, findings)::look);
        parts.add(new SuiteChecks(facts, findings)::look);
        parts.add(new GroupChecks(facts, findings)::look);
        parts.add(new CertificateChecks(facts, findings, now)::look);
        parts.add(new RevocationChecks(facts, findings, now)::look);
        parts.add(new HandshakeChecks(facts, findings, patience)::look);
        parts.add(new StrangerChecks(facts, findings, patience)::look);
        parts.add(new SessionChecks(facts, findings, patience)::look);
        parts.add(netconf::look);
        for (Findings.Look part : parts) {
            findings.look(List.of(), part);
        }
        return prober.connections();
    }

    /** How long a server is left alone that closes on everything; long enough for limits that count by the second. */
    private Duration rest(Duration patience) {
        Duration pauses = limits.pause().multipliedBy(MANY);
        return pauses.compareTo(patience) < 0 ? patience : pauses;
    }

    /** Whether anything speaks TLS there. A server that speaks NETCONF in the clear instead breaks one rule, gravely. */
    private boolean isTls(TlsFacts facts, Findings findings, NetconfChecks netconf) throws InterruptedIOException {
        Answer first = facts.answer(WireVersion.TLS_1_3);
        if (first instanceof Answer.Unreachable unreachable) {
            throw unreachable(unreachable.cause());
        }
        if (first instanceof Answer.Garbled garbled) {
            Speech speech = Speech.of(garbled.beginning());
            if (speech == Speech.NETCONF) {
                netconf.lookForPlaintext();
                if (findings.isFailed(Rule.PLAINTEXT)) {
                    Rule.overTls(findings.profile())
                            .forEach(rule -> findings.notTestable(rule, "no TLS is spoken, but NETCONF in the clear"));
                    return false;
                }
            }
            throw failed(OpenException.Reason.NOT_TLS, "the server " + Words.of(first), advice(speech), null);
        }
        if (first instanceof Answer.Silent && facts.answer(WireVersion.TLS_1_2) instanceof Answer.Silent) {
            throw failed(
                    OpenException.Reason.HANDSHAKE_TIMEOUT,
                    "the server took the connection and " + Words.of(first) + ", neither with TLS 1.3 nor with TLS 1.2",
                    "does the port belong to TLS? TLS for NETCONF is on 6513",
                    null);
        }
        if (first instanceof Answer.Closed && closesOnAll(facts)) {
            throw failed(
                    OpenException.Reason.CLOSED_BY_PEER,
                    "the server closes every connection without a word, whatever version of TLS it is offered",
                    "it may limit sessions or keep this address out: look at its log, and try again later",
                    null);
        }
        return true;
    }

    private static boolean closesOnAll(TlsFacts facts) throws InterruptedIOException {
        for (WireVersion version :
                List.of(WireVersion.TLS_1_2, WireVersion.TLS_1_1, WireVersion.TLS_1_0, WireVersion.SSL_3)) {
            if (!(facts.answer(version) instanceof Answer.Closed)) {
                return false;
            }
        }
        return true;
    }

    private static String advice(Speech speech) {
        return switch (speech) {
            case SSH -> "audit it as ssh://; TLS for NETCONF is on 6513";
            case TLS -> "audit it as tls://; SSH for NETCONF is on 830";
            case HTTP -> "that is a web server; NETCONF is on 6513 with TLS and on 830 with SSH";
            case NETCONF -> "nothing protects it; TLS for NETCONF is on 6513, SSH on 830";
            case UNKNOWN -> "is it the right port? TLS for NETCONF is on 6513, SSH on 830";
        };
    }

    int ssh(Findings findings) throws InterruptedIOException {
        SshProber prober = new SshProber(where.host(), where.port(), limits);
        SshGreeting greeting;
        try {
            greeting = prober.greeting();
        } catch (ForeignException e) {
            throw failed(
                    OpenException.Reason.NOT_SSH, "the server " + e.getMessage(), advice(Speech.of(e.beginning())), e);
        } catch (MalformedException e) {
            throw failed(
                    OpenException.Reason.NOT_SSH,
                    "the server sent what cannot be read: " + e.getMessage(),
                    advice(Speech.UNKNOWN),
                    e);
        } catch (HandshakeException e) {
            throw withoutGreeting(e);
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            throw unreachable(e);
        }
        findings.look(Rule.overSsh(findings.profile()), new SshChecks(prober, greeting, findings)::look);
        return prober.connections();
    }

    /** TLS and HTTP wait for the client to begin: a ClientHello tells them from what has nothing to say. */
    private OpenException withoutGreeting(HandshakeException greeting) throws InterruptedIOException {
        String words = "the server took the connection and " + greeting.getMessage();
        if (greeting.answer() instanceof Answer.Closed) {
            return failed(
                    OpenException.Reason.CLOSED_BY_PEER,
                    "the server closed the connection before it said what it speaks",
                    "it may limit sessions or keep this address out: look at its log, and try again later",
                    greeting);
        }
        Answer answer = new Prober(where.host(), where.port(), limits)
                .ask(ClientHello.ofTls13(CipherSuite.ofTls13(), NamedGroup.ofTls13())
                        .withVersions(WireVersion.TLS_1_3, WireVersion.TLS_1_2));
        if (answer instanceof Answer.Agreed || answer instanceof Answer.Refused) {
            return failed(
                    OpenException.Reason.NOT_SSH, "the server speaks TLS and not SSH", advice(Speech.TLS), greeting);
        }
        if (answer instanceof Answer.Garbled garbled) {
            return failed(
                    OpenException.Reason.NOT_SSH,
                    "the server " + garbled.what(),
                    advice(Speech.of(garbled.beginning())),
                    greeting);
        }
        return failed(
                OpenException.Reason.NOT_SSH,
                words + ", neither to a client of SSH nor to one of TLS",
                "does the port belong to SSH? SSH for NETCONF is on 830",
                greeting);
    }

    private OpenException unreachable(IOException cause) {
        String why = Words.of(cause);
        if (cause instanceof UnknownHostException) {
            return failed(OpenException.Reason.UNKNOWN_HOST, why, "is the name spelt right?", cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return failed(
                    OpenException.Reason.CONNECT_TIMEOUT,
                    "no connection within " + Durations.text(limits.connect()),
                    "is the port open in every firewall?",
                    cause);
        }
        if (cause instanceof ConnectException && why.contains("refused")) {
            return failed(OpenException.Reason.CONNECTION_REFUSED, why, "does the device listen on that port?", cause);
        }
        return failed(OpenException.Reason.UNREACHABLE, why, null, cause);
    }

    OpenException failed(
            OpenException.Reason reason, String detail, @Nullable String advice, @Nullable Throwable cause) {
        Phase phase = switch (reason) {
            case UNKNOWN_HOST, RESOLVE_TIMEOUT -> Phase.RESOLVE;
            case CONNECTION_REFUSED, CONNECT_TIMEOUT, UNREACHABLE -> Phase.CONNECT;
            default -> Phase.SECURE;
        };
        return new OpenException(
                reason,
                phase,
                where.toString(),
                Duration.ofNanos(System.nanoTime() - from),
                Traffic.NONE,
                detail,
                advice,
                cause);
    }
}
