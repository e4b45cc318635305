package dev.parley.probe;

import java.util.Map;

/** The names of alerts, from the registry of TLS. */
public final class Alerts {
    /** The peer ends the connection. */
    public static final int CLOSE_NOTIFY = 0;
    /** The peer speaks no such version. */
    public static final int PROTOCOL_VERSION = 70;
    /** The peer will not renegotiate. */
    public static final int NO_RENEGOTIATION = 100;
    /** The peer is not that server. */
    public static final int UNRECOGNIZED_NAME = 112;
    /** The peer wants a client certificate. */
    public static final int CERTIFICATE_REQUIRED = 116;
    /** The peer speaks no such protocol. */
    public static final int NO_APPLICATION_PROTOCOL = 120;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(CLOSE_NOTIFY, "close_notify"),
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(22, "record_overflow"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(PROTOCOL_VERSION, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(90, "user_canceled"),
            Map.entry(NO_RENEGOTIATION, "no_renegotiation"),
            Map.entry(109, "missing_extension"),
            Map.entry(110, "unsupported_extension"),
            Map.entry(UNRECOGNIZED_NAME, "unrecognized_name"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(CERTIFICATE_REQUIRED, "certificate_required"),
            Map.entry(NO_APPLICATION_PROTOCOL, "no_application_protocol"));

    private Alerts() {}

    /** The name of an alert. */
    public static String name(int alert) {
        return NAMES.getOrDefault(alert, "alert " + alert);
    }
}
