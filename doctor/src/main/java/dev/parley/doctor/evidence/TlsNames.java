package dev.parley.doctor.evidence;

import java.util.Locale;
import java.util.Map;

/** The names of versions, as JSSE has them, and of handshake messages; a number without one stands as it is. */
final class TlsNames {
    private static final Map<Integer, String> VERSIONS =
            Map.of(0x0300, "SSLv3", 0x0301, "TLSv1", 0x0302, "TLSv1.1", 0x0303, "TLSv1.2", 0x0304, "TLSv1.3");

    private static final Map<Integer, String> MESSAGES = Map.ofEntries(
            Map.entry(0, "hello_request"),
            Map.entry(1, "client_hello"),
            Map.entry(2, "server_hello"),
            Map.entry(4, "new_session_ticket"),
            Map.entry(8, "encrypted_extensions"),
            Map.entry(11, "certificate"),
            Map.entry(12, "server_key_exchange"),
            Map.entry(13, "certificate_request"),
            Map.entry(14, "server_hello_done"),
            Map.entry(15, "certificate_verify"),
            Map.entry(16, "client_key_exchange"),
            Map.entry(20, "finished"),
            Map.entry(22, "certificate_status"));

    private TlsNames() {}

    static String version(int number) {
        return VERSIONS.getOrDefault(number, String.format(Locale.ROOT, "0x%04X", number));
    }

    static String message(int number) {
        return MESSAGES.getOrDefault(number, "message " + number);
    }

    /** GREASE (RFC 8701): values that mean nothing, so that servers keep ignoring what they do not know. */
    static boolean isGrease(int number) {
        return (number & 0x0F0F) == 0x0A0A && number >> 8 == (number & 0xFF);
    }
}
