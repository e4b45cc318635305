package dev.parley.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ClientHello as it stands on the wire (RFC 9846 section 4.2.2), read without any TLS library. */
record ClientHello(
        int legacyVersion, List<Integer> suites, List<Integer> compressions, Map<Integer, byte[]> extensions) {
    static final int SERVER_NAME = 0;
    static final int SUPPORTED_GROUPS = 10;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int ALPN = 16;
    static final int EXTENDED_MASTER_SECRET = 23;
    static final int EARLY_DATA = 42;
    static final int SUPPORTED_VERSIONS = 43;
    static final int KEY_SHARE = 51;
    static final int RENEGOTIATION_INFO = 0xFF01;

    /** In place of the extension: the cipher suite that says the same (RFC 5746 section 3.3). */
    static final int RENEGOTIATION_SUITE = 0x00FF;

    /** Reads the handshake message out of as many records as it takes. */
    static ClientHello parse(byte[] sent) {
        ByteBuffer records = ByteBuffer.wrap(sent);
        ByteBuffer message = ByteBuffer.allocate(sent.length);
        while (records.hasRemaining()) {
            expect("a handshake record", 22, records.get());
            records.getShort();
            byte[] fragment = new byte[u16(records)];
            records.get(fragment);
            message.put(fragment);
        }
        message.flip();
        expect("a ClientHello", 1, message.get());
        message.get();
        expect("its length", message.remaining() - 2, u16(message));
        int version = u16(message);
        message.position(message.position() + 32);
        part(message, message.get() & 0xFF);
        List<Integer> suites = numbers(part(message, u16(message)), 2);
        List<Integer> compressions = numbers(part(message, message.get() & 0xFF), 1);
        Map<Integer, byte[]> extensions = new LinkedHashMap<>();
        ByteBuffer all = part(message, u16(message));
        while (all.hasRemaining()) {
            int type = u16(all);
            ByteBuffer content = part(all, u16(all));
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            extensions.put(type, bytes);
        }
        return new ClientHello(version, suites, compressions, extensions);
    }

    /** The name sent, if any. */
    Optional<String> serverName() {
        return Optional.ofNullable(extensions.get(SERVER_NAME)).map(bytes -> {
            ByteBuffer content = ByteBuffer.wrap(bytes);
            u16(content);
            expect("a host name", 0, content.get());
            return StandardCharsets.US_ASCII.decode(part(content, u16(content))).toString();
        });
    }

    List<Integer> supportedVersions() {
        ByteBuffer content = ByteBuffer.wrap(extensions.getOrDefault(SUPPORTED_VERSIONS, new byte[1]));
        return numbers(part(content, content.get() & 0xFF), 2);
    }

    List<Integer> groups() {
        ByteBuffer content = ByteBuffer.wrap(extensions.getOrDefault(SUPPORTED_GROUPS, new byte[2]));
        return numbers(part(content, u16(content)), 2);
    }

    List<Integer> signatureAlgorithms() {
        ByteBuffer content = ByteBuffer.wrap(extensions.getOrDefault(SIGNATURE_ALGORITHMS, new byte[2]));
        return numbers(part(content, u16(content)), 2);
    }

    private static List<Integer> numbers(ByteBuffer bytes, int width) {
        List<Integer> numbers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            numbers.add(width == 1 ? bytes.get() & 0xFF : u16(bytes));
        }
        return numbers;
    }

    private static ByteBuffer part(ByteBuffer from, int length) {
        ByteBuffer part = from.slice(from.position(), length);
        from.position(from.position() + length);
        return part;
    }

    private static int u16(ByteBuffer bytes) {
        return bytes.getShort() & 0xFFFF;
    }

    private static void expect(String what, int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("not " + what + ": " + actual + " in place of " + expected);
        }
    }
}
