package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Paint;
import dev.parley.cli.terminal.Printable;
import dev.parley.device.Hosts;
import dev.parley.device.UnixAccess;
import dev.parley.framing.Framing;
import dev.parley.message.Capability;
import dev.parley.security.SecurityDetails;
import dev.parley.session.Session;
import dev.parley.ssh.SshDetails;
import dev.parley.tls.TlsDetails;
import dev.parley.tls.TlsProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device said about itself when the session was opened.
 *
 * @param session the session
 * @param deviations how it departed from the standard
 */
record Introduction(Session session, List<String> deviations) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String STANDARD = "urn:ietf:params:netconf:";

    /** Tells it. */
    void tell(Output output) {
        facts(output);
        Paint paint = output.paint();
        output.line(paint.strong(session.device().name()) + "  session " + session.id() + " at " + address());
        output.line("");
        row(output, "protocol", base() + ", " + session.capabilities().size() + " capabilities");
        security(output);
        deviations.forEach(deviation -> row(output, "deviates", paint.warning(Printable.line(deviation))));
        capabilities(output);
    }

    /** Address and port, or the path of a UNIX socket. */
    private String address() {
        SocketAddress remote = session.remoteAddress();
        return remote instanceof InetSocketAddress inet ? Hosts.text(inet) : String.valueOf(remote);
    }

    private void security(Output output) {
        SecurityDetails security = session.security();
        if (security instanceof TlsDetails tls) {
            tls(output, tls);
        } else if (security instanceof SshDetails ssh) {
            SshReport.of(ssh, session.device()).rows().forEach((label, value) -> row(output, label, value));
        } else if (session.device().access() instanceof UnixAccess) {
            row(output, "security", "none needed: a UNIX socket of this machine");
        } else {
            row(output, "security", output.paint().warning("none: cleartext TCP"));
        }
    }

    private static void row(Output output, String label, String value) {
        output.line("  " + output.paint().name(String.format(Locale.ROOT, "%-12s", label)) + value);
    }

    private String base() {
        return session.hello().framing() == Framing.CHUNKED ? "base 1.1, chunked framing" : "base 1.0, end-of-message";
    }

    private static void tls(Output output, TlsDetails tls) {
        String group = tls.group() == null ? "" : ", " + tls.group();
        String resumed = tls.resumed() ? ", resumed" : "";
        row(output, "TLS", tls.version().protocol() + ", " + tls.suite() + group + resumed + ", by " + name(tls));
        row(
                output,
                "we are",
                switch (tls.clientCertificate()) {
                    case SENT -> "known by our certificate";
                    case NOT_ASKED -> "not asked who we are";
                    case NONE -> "asked for a certificate, and have none";
                    case OTHER_KIND -> "asked for another kind of certificate than ours";
                });
        row(output, "server", Printable.line(tls.subject()));
        row(output, "issued by", Printable.line(tls.issuer()));
        row(output, "names", tls.names().isEmpty() ? "none" : Printable.line(String.join(", ", tls.names())));
        row(output, "valid until", DAY.format(tls.notAfter()) + remaining(tls.notAfter(), output.paint()));
        row(output, "SHA-256", tls.fingerprint().toString());
    }

    private static String name(TlsDetails tls) {
        return tls.provider() == TlsProvider.BORINGSSL ? "BoringSSL" : "the JDK";
    }

    private static String remaining(Instant end, Paint paint) {
        long days = Duration.between(Instant.now(), end).toDays();
        String text = days < 0 ? " (expired)" : days == 1 ? " (1 day)" : " (" + days + " days)";
        return days < 30 ? paint.warning(text) : paint.faint(text);
    }

    private void capabilities(Output output) {
        Paint paint = output.paint();
        List<Capability> modules = new ArrayList<>();
        output.line("");
        for (Capability capability : session.capabilities()) {
            if (capability.parameters().containsKey("module")) {
                modules.add(capability);
            } else {
                output.line("  " + painted(capability.uri(), paint));
            }
        }
        if (!modules.isEmpty()) {
            output.line("");
            output.line("  " + paint.strong(modules.size() + (modules.size() == 1 ? " module" : " modules")));
            modules.forEach(module -> output.line("  " + painted(module, paint)));
        }
    }

    private static String painted(String uri, Paint paint) {
        String shown = Printable.line(uri);
        return shown.startsWith(STANDARD) ? paint.faint(STANDARD) + shown.substring(STANDARD.length()) : shown;
    }

    private static String painted(Capability module, Paint paint) {
        Map<String, String> parameters = module.parameters();
        String name = Printable.line(parameters.getOrDefault("module", ""));
        String revision = parameters.containsKey("revision")
                ? " " + paint.value(Printable.line(parameters.getOrDefault("revision", "")))
                : "";
        return name + revision + " " + paint.faint(Printable.line(module.name()));
    }

    private void facts(Output output) {
        output.fact("address", address());
        output.fact("sessionId", session.id());
        output.fact("base", session.hello().framing() == Framing.CHUNKED ? "1.1" : "1.0");
        output.fact("capabilities", session.capabilities().uris());
        output.fact("deviations", deviations);
        output.fact("tls", facts(session.tls()));
        output.fact(
                "ssh",
                session.security() instanceof SshDetails ssh
                        ? SshReport.of(ssh, session.device()).facts()
                        : null);
        output.fact("openedMs", session.timeline().total());
    }

    private static @Nullable Map<String, @Nullable Object> facts(@Nullable TlsDetails tls) {
        if (tls == null) {
            return null;
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("version", tls.version().protocol());
        facts.put("suite", tls.suite());
        facts.put("group", tls.group());
        facts.put("provider", tls.provider().name().toLowerCase(Locale.ROOT));
        facts.put("resumed", tls.resumed());
        facts.put(
                "clientCertificate",
                tls.clientCertificate().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        facts.put("serverName", tls.serverName());
        facts.put("subject", tls.subject());
        facts.put("issuer", tls.issuer());
        facts.put("names", tls.names());
        facts.put("notAfter", tls.notAfter());
        facts.put("sha256", tls.fingerprint());
        return facts;
    }
}
