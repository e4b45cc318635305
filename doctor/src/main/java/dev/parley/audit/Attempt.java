package dev.parley.audit;

import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.Traffic;
import dev.parley.probe.Answer;
import dev.parley.probe.Limits;
import dev.parley.probe.MalformedException;
import dev.parley.probe.Prober;
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
    int tls(Findings findings, Instant now, List<Integer> plaintextPorts, Duration patience)
            throws InterruptedIOException {
        Prober prober = new Prober(where.host(), where.port(), limits);
        TlsTarget target = new TlsTarget(where.host(), where.port(), where.tls());
        TlsFacts facts = new TlsFacts(target, prober);
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
        parts.add(new SessionChecks(facts, findings, patience)::look);
        parts.add(netconf::look);
        for (Findings.Look part : parts) {
            findings.look(List.of(), part);
        }
        return prober.connections();
    }

    /** Whether anything speaks TLS there. A server that speaks NETCONF in the clear instead breaks one rule, gravely. */
    private boolean isTls(TlsFacts facts, Findings findings, NetconfChecks netconf) throws InterruptedIOException {
        Answer first = facts.answer(WireVersion.TLS_1_3);
        if (first instanceof Answer.Unreachable unreachable) {
            throw unreachable(unreachable.cause());
        }
        if (first instanceof Answer.Garbled) {
            netconf.lookForPlaintext();
            if (findings.isFailed(Rule.PLAINTEXT)) {
                Rule.overTls(findings.profile())
                        .forEach(rule -> findings.notTestable(rule, "no TLS is spoken, but NETCONF in the clear"));
                return false;
            }
            throw failed(
                    OpenException.Reason.NOT_TLS,
                    "the server " + Words.of(first),
                    "is it the right port? TLS for NETCONF is on 6513, SSH on 830",
                    null);
        }
        if (first instanceof Answer.Silent && facts.answer(WireVersion.TLS_1_2) instanceof Answer.Silent) {
            throw failed(
                    OpenException.Reason.HANDSHAKE_TIMEOUT,
                    "the server " + Words.of(first) + ", neither with TLS 1.3 nor with TLS 1.2",
                    "does anything listen behind the port, and does it speak TLS?",
                    null);
        }
        return true;
    }

    int ssh(Findings findings) throws InterruptedIOException {
        SshProber prober = new SshProber(where.host(), where.port(), limits);
        SshGreeting greeting;
        try {
            greeting = prober.greeting();
        } catch (MalformedException e) {
            throw failed(
                    OpenException.Reason.NOT_SSH,
                    String.valueOf(e.getMessage()),
                    "is it the right port? SSH for NETCONF is on 830, TLS on 6513",
                    e);
        } catch (IOException e) {
            Prober.throwIfInterrupted(e);
            throw unreachable(e);
        }
        findings.look(Rule.overSsh(findings.profile()), new SshChecks(prober, greeting, findings)::look);
        return prober.connections();
    }

    private OpenException unreachable(IOException cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return failed(OpenException.Reason.UNKNOWN_HOST, why, "is the name spelt right?", cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return failed(OpenException.Reason.CONNECT_TIMEOUT, why, "is the port open in every firewall?", cause);
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
