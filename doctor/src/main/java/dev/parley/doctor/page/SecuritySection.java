package dev.parley.doctor.page;

import dev.parley.doctor.evidence.CertificateFacts;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Security;
import dev.parley.doctor.evidence.TlsWire;
import dev.parley.page.DataTable;
import dev.parley.page.Facts;
import dev.parley.page.Mark;
import dev.parley.page.Markup;
import dev.parley.page.Numbers;
import dev.parley.page.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was agreed on, what we offered, who the device says it is, and who we say we are. */
record SecuritySection(Page page, Evidence evidence) {
    private static final Duration SOON = Duration.ofDays(30);

    void write() {
        Security security = evidence.security();
        TlsWire tls = evidence.tls();
        boolean nothing = security == null
                && tls.clientHello() == null
                && tls.alerts().isEmpty()
                && evidence.ownCertificate() == null;
        if (nothing) {
            return;
        }
        page.section(evidence.scheme().equals("ssh") ? "SSH" : "TLS and certificates", () -> {
            agreed(security, tls);
            messages(tls);
            List<CertificateFacts> chain =
                    security != null && !security.chain().isEmpty() ? security.chain() : tls.certificates();
            chain("The device’s certificates, its own first", chain);
            CertificateFacts own = evidence.ownCertificate();
            chain("Our certificate", own == null ? List.of() : List.of(own));
        });
    }

    private void agreed(@Nullable Security security, TlsWire tls) {
        TlsWire.Offer offer = tls.clientHello();
        TlsWire.Choice choice = tls.serverHello();
        Facts.write(page.markup(), facts -> {
            if (security != null) {
                facts.words("Agreed on", security.summary());
                facts.exact("Key exchange group", security.group());
                facts.words("Resumed", security.resumed() ? "yes, an earlier session" : "no, a full handshake");
                facts.words("Our certificate", sent(security));
            } else if (choice != null) {
                facts.words("The server chose", choice.version());
                facts.exact("Cipher suite", choice.suite());
                facts.exact("Key exchange group", choice.group());
            }
            facts.exact("The server asked for another group", tls.retryGroup());
            if (offer != null) {
                facts.words("We offered", String.join(", ", offer.versions()));
                facts.words(
                        "Our ClientHello",
                        Numbers.count(offer.length(), "byte")
                                + (offer.isHybrid() ? ", with a post-quantum share" : ""));
                facts.exact("Server name in it", offer.serverName());
                facts.words("Offered to resume", offer.resuming() ? "yes" : "no");
                facts.words("Cipher suites offered", String.valueOf(offer.suites()));
                facts.exact("Groups offered", String.join(", ", offer.groups()));
            }
            for (TlsWire.Alert alert : tls.alerts()) {
                facts.words(
                        alert.outbound() ? "Alert that we sent" : "Alert that the device sent",
                        (alert.fatal() ? "fatal, " : "warning, ") + "number " + alert.code());
            }
        });
    }

    private static @Nullable String sent(Security security) {
        String fate = security.clientCertificate();
        if (fate == null) {
            return null;
        }
        return switch (fate) {
            case "SENT" -> "asked for and sent";
            case "NONE" -> "asked for, and there is none";
            case "OTHER_KIND" -> "one with another kind of key was asked for";
            default -> security.resumed() ? "not asked for: resumed" : "not asked for";
        };
    }

    private void messages(TlsWire tls) {
        if (tls.messages().isEmpty()) {
            return;
        }
        DataTable.of(
                        "The messages of the handshake that were in clear text, in order",
                        DataTable.exact("Message"),
                        DataTable.terse("Direction"),
                        DataTable.number("Bytes"))
                .with(tls.messages().stream()
                        .map(message -> List.of(
                                message.name(),
                                message.outbound() ? "↑ sent" : "↓ received",
                                Numbers.count(message.length())))
                        .toList())
                .write(page.markup());
    }

    private void chain(String title, List<CertificateFacts> chain) {
        if (chain.isEmpty()) {
            return;
        }
        Markup markup = page.markup();
        markup.element("h3", title);
        markup.in("ol.chain", () -> chain.forEach(certificate -> markup.in("li", () -> certificate(certificate))));
    }

    private void certificate(CertificateFacts certificate) {
        Markup markup = page.markup();
        markup.element("h4.exact", certificate.subject().isEmpty() ? "(no subject)" : certificate.subject());
        markup.in("div.labels", () -> validity(certificate));
        Facts.write(markup, facts -> {
            facts.exact("Names", certificate.names());
            facts.exact("Issued by", certificate.isSelfIssued() ? "itself" : certificate.issuer());
            facts.words("Valid from", Page.moment(certificate.notBefore()));
            facts.words("Valid until", Page.moment(certificate.notAfter()));
            facts.words("Key", certificate.key());
            facts.words("Signature", certificate.signature());
            facts.exact("SHA-256", certificate.fingerprint());
        });
    }

    private void validity(CertificateFacts certificate) {
        Instant now = evidence.began();
        if (now.isBefore(certificate.notBefore())) {
            Mark.BAD.label(page.markup(), "✗ not valid yet");
        } else if (now.isAfter(certificate.notAfter())) {
            Mark.BAD.label(page.markup(), "✗ expired");
        } else if (now.plus(SOON).isAfter(certificate.notAfter())) {
            Mark.WARNING.label(page.markup(), "! expires within 30 days");
        } else {
            long days = Duration.between(now, certificate.notAfter()).toDays();
            Mark.GOOD.label(page.markup(), "✓ valid for another " + Numbers.count(days, "day"));
        }
    }
}
