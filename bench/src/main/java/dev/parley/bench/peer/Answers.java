package dev.parley.bench.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What the peer says, framed and in direct memory, so that saying it costs next to nothing. */
final class Answers implements AutoCloseable {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final String ENTRY = """
            <interface>
              <name>GigabitEthernet0/0/NUMBER</name>
              <description>Customer and uplink NUMBER</description>
              <type xmlns:ianaift="urn:ietf:params:xml:ns:yang:iana-if-type">ianaift:ethernetCsmacd</type>
              <enabled>true</enabled>
              <mtu>9192</mtu>
            </interface>
            """;
    private static final String SMALL = """
            <data><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
              <interface><name>eth0</name><enabled>true</enabled><mtu>1500</mtu></interface>
            </interfaces></data></rpc-reply>""";
    private static final String NOTIFICATION = """
            <notification xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><eventTime>2026-11-20T12:00:00Z</eventTime>\
            <changed xmlns="urn:example:events"><number>NUMBER</number><text>%s</text></changed></notification>""".formatted("x".repeat(100));
    private static final String OPEN = "<data><interfaces xmlns=\"urn:ietf:params:xml:ns:yang:ietf-interfaces\">\n";
    private static final String CLOSE = "</interfaces></data></rpc-reply>";

    private final boolean chunked;
    private final ByteBuf hello;
    private final ByteBuf block;
    private final int blockBytes;

    /**
     * Prepares them.
     *
     * @param chunked how they are framed
     * @param chunk bytes in a chunk of a large reply, about
     */
    Answers(boolean chunked, int chunk) {
        this.chunked = chunked;
        hello = direct(hello(chunked));
        StringBuilder entries = new StringBuilder();
        for (int i = 0; entries.length() < chunk; i++) {
            entries.append(ENTRY.replace("NUMBER", String.valueOf(100_000 + i)));
        }
        blockBytes = entries.length();
        block = direct(chunked ? chunk(entries.toString()) : entries.toString());
    }

    private static String hello(boolean chunked) {
        StringBuilder hello = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hello xmlns=\"" + BASE
                + "\"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability>");
        if (chunked) {
            hello.append("<capability>urn:ietf:params:netconf:base:1.1</capability>");
        }
        for (String each : new String[] {
            "writable-running:1.0",
            "candidate:1.0",
            "confirmed-commit:1.1",
            "rollback-on-error:1.0",
            "validate:1.1",
            "startup:1.0",
            "xpath:1.0",
            "notification:1.0",
            "interleave:1.0",
            "with-defaults:1.0?basic-mode=explicit&amp;also-supported=report-all,trim"
        }) {
            hello.append("<capability>urn:ietf:params:netconf:capability:")
                    .append(each)
                    .append("</capability>");
        }
        for (int i = 0; i < 20; i++) {
            hello.append("<capability>urn:example:yang:module-")
                    .append(i)
                    .append("?module=module-")
                    .append(i)
                    .append("&amp;revision=2026-01-01</capability>");
        }
        return hello.append("</capabilities><session-id>4711</session-id></hello>]]>]]>")
                .toString();
    }

    private static String chunk(String text) {
        return "\n#" + text.length() + "\n" + text;
    }

    private static ByteBuf direct(String text) {
        return Unpooled.directBuffer(text.length()).writeBytes(text.getBytes(US_ASCII));
    }

    /** Whether all but the hellos is framed in chunks. */
    boolean isChunked() {
        return chunked;
    }

    ByteBuf hello() {
        return hello.retainedDuplicate();
    }

    ByteBuf small(ByteBufAllocator memory, String id) {
        return framed(memory, reply(id, SMALL));
    }

    ByteBuf ok(ByteBufAllocator memory, String id) {
        return framed(memory, reply(id, "<ok/></rpc-reply>"));
    }

    ByteBuf notification(ByteBufAllocator memory, long number) {
        return framed(memory, NOTIFICATION.replace("NUMBER", String.valueOf(number)));
    }

    private static String reply(String id, String content) {
        return "<rpc-reply xmlns=\"" + BASE + "\" message-id=\"" + id + "\">" + content;
    }

    private ByteBuf framed(ByteBufAllocator memory, String message) {
        return written(memory, chunked ? chunk(message) + "\n##\n" : message + "]]>]]>");
    }

    private static ByteBuf written(ByteBufAllocator memory, String text) {
        ByteBuf bytes = memory.directBuffer(text.length());
        bytes.writeCharSequence(text, US_ASCII);
        return bytes;
    }

    /** How a large reply begins. */
    ByteBuf largeBegin(ByteBufAllocator memory, String id) {
        String begin = reply(id, OPEN);
        return written(memory, chunked ? chunk(begin) : begin);
    }

    /** What a large reply is made of. */
    ByteBuf block() {
        return block.retainedDuplicate();
    }

    /** How many bytes of the message one block is. */
    int blockBytes() {
        return blockBytes;
    }

    /** How a large reply ends. */
    ByteBuf largeEnd(ByteBufAllocator memory) {
        return framed(memory, CLOSE);
    }

    @Override
    public void close() {
        hello.release();
        block.release();
    }
}
