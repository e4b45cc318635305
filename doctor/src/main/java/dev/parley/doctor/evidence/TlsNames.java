package dev.parley.doctor.evidence;

import java.util.Locale;
import java.util.Map;

/** The names that the standards give to the numbers of TLS; a number without one is written in hexadecimal. */
final class TlsNames {
    private static final Map<Integer, String> GROUPS = Map.ofEntries(
            Map.entry(23, "secp256r1"),
            Map.entry(24, "secp384r1"),
            Map.entry(25, "secp521r1"),
            Map.entry(29, "x25519"),
            Map.entry(30, "x448"),
            Map.entry(0x0100, "ffdhe2048"),
            Map.entry(0x0101, "ffdhe3072"),
            Map.entry(0x0102, "ffdhe4096"),
            Map.entry(0x0103, "ffdhe6144"),
            Map.entry(0x0104, "ffdhe8192"),
            Map.entry(0x11EB, "SecP256r1MLKEM768"),
            Map.entry(0x11EC, "X25519MLKEM768"),
            Map.entry(0x11ED, "SecP384r1MLKEM1024"));

    private static final Map<Integer, String> SUITES = Map.ofEntries(
            Map.entry(0x1301, "TLS_AES_128_GCM_SHA256"),
            Map.entry(0x1302, "TLS_AES_256_GCM_SHA384"),
            Map.entry(0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
            Map.entry(0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            Map.entry(0xC02C, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
            Map.entry(0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            Map.entry(0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
            Map.entry(0xCCA8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
            Map.entry(0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"));

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

    static String group(int number) {
        return GROUPS.getOrDefault(number, hex(number));
    }

    static String suite(int number) {
        return SUITES.getOrDefault(number, hex(number));
    }

    static String version(int number) {
        return VERSIONS.getOrDefault(number, hex(number));
    }

    static String message(int number) {
        return MESSAGES.getOrDefault(number, "message " + number);
    }

    /** GREASE (RFC 8701): values that mean nothing, so that servers keep ignoring what they do not know. */
    static boolean isGrease(int number) {
        return (number & 0x0F0F) == 0x0A0A && number >> 8 == (number & 0xFF);
    }

    private static String hex(int number) {
        return String.format(Locale.ROOT, "0x%04X", number);
    }
}
