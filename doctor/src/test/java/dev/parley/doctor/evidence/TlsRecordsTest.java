package dev.parley.doctor.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.evidence.TlsWire.Alert;
import dev.parley.doctor.evidence.TlsWire.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What can be seen of TLS from outside is seen however the bytes are cut. */
class TlsRecordsTest {
    private static final byte[] RANDOM = new byte[32];

    /** A ClientHello with a hybrid share, a name, and a ticket. */
    private static byte[] clientHello() {
        Bytes extensions = new Bytes();
        extensions.extension(0, new Bytes().u16(6).u8(0).u16(3).raw("pe1".getBytes(US_ASCII)));
        extensions.extension(10, new Bytes().u16(6).u16(0x1A1A).u16(0x11EC).u16(29));
        extensions.extension(43, new Bytes().u8(4).u16(0x0304).u16(0x0303));
        Bytes shares = new Bytes().u16(0x11EC).vector16(new byte[1_216]).u16(29).vector16(new byte[32]);
        extensions.extension(51, new Bytes().vector16(shares.all()));
        extensions.extension(41, new Bytes().u16(0));
        return new Bytes()
                .u16(0x0303)
                .raw(RANDOM)
                .u8(0)
                .vector16(new Bytes().u16(0x1301).u16(0x1302).all())
                .u8(1)
                .u8(0)
                .vector16(extensions.all())
                .all();
    }

    private static byte[] serverHello(byte[] random, int group) {
        Bytes extensions = new Bytes();
        extensions.extension(43, new Bytes().u16(0x0304));
        extensions.extension(51, new Bytes().u16(group));
        return new Bytes()
                .u16(0x0303)
                .raw(random)
                .u8(0)
                .u16(0x1301)
                .u8(0)
                .vector16(extensions.all())
                .all();
    }

    @Test
    void ofARecordThatDidNotEndItIsKnownHowMuchCame() {
        TlsRecords records = new TlsRecords();
        byte[] record = new Bytes().record(23, new byte[9_000]).all();
        records.take(false, ByteBuffer.wrap(record, 0, 4_000), Duration.ZERO);
        assertThat(records.seen().unfinished()).isEqualTo(4_000);
        assertThat(records.seen().receivedRecords()).isZero();

        records.take(false, ByteBuffer.wrap(record, 4_000, record.length - 4_000), Duration.ZERO);
        assertThat(records.seen().unfinished()).isZero();
        assertThat(records.seen().receivedRecords()).isEqualTo(1);
    }

    private static byte[] stream() {
        byte[] retry = HexFormat.of().parseHex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
        Bytes stream = new Bytes();
        stream.record(22, message(2, serverHello(retry, 29)));
        stream.record(20, new byte[] {1});
        byte[] hello = message(2, serverHello(RANDOM, 29));
        // one message in two records
        stream.record(22, java.util.Arrays.copyOfRange(hello, 0, 30));
        stream.record(22, java.util.Arrays.copyOfRange(hello, 30, hello.length));
        stream.record(23, new byte[300]);
        stream.record(21, new byte[] {2, 40});
        stream.record(23, new byte[4_113]);
        return stream.all();
    }

    private static byte[] message(int type, byte[] body) {
        return new Bytes().u8(type).u8(0).vector16(body).all();
    }

    @Test
    void aClientHelloIsRead() {
        TlsRecords records = new TlsRecords();
        byte[] stream = new Bytes().record(22, message(1, clientHello())).all();

        records.take(true, ByteBuffer.wrap(stream), Duration.ofMillis(3));

        TlsWire.Offer offer = records.seen().clientHello();
        assertThat(offer).isNotNull();
        assertThat(offer.length()).isEqualTo(clientHello().length + 4);
        assertThat(offer.groups()).containsExactly("X25519MLKEM768", "x25519");
        assertThat(offer.shares()).containsExactly("X25519MLKEM768", "x25519");
        assertThat(offer.versions()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(offer.suites()).isEqualTo(2);
        assertThat(offer.serverName()).isEqualTo("pe1");
        assertThat(offer.isHybrid()).isTrue();
        assertThat(offer.resuming()).isTrue();
    }

    @Property
    void aServersSideIsReadHoweverItIsCut(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 700) Integer> cuts) {
        TlsRecords records = new TlsRecords();
        ByteBuffer stream = ByteBuffer.wrap(stream());

        for (int i = 0; stream.hasRemaining(); i++) {
            int length = Math.min(stream.remaining(), cuts.get(i % cuts.size()));
            ByteBuffer piece = stream.slice(stream.position(), length);
            records.take(false, piece, Duration.ofMillis(i));
            assertThat(piece.hasRemaining()).isFalse();
            stream.position(stream.position() + length);
        }

        TlsWire seen = records.seen();
        int hello = serverHello(RANDOM, 29).length + 4;
        assertThat(seen.receivedRecords()).isEqualTo(7);
        assertThat(seen.received()).extracting(TlsRecord::type).containsExactly(22, 20, 22, 22, 23, 21, 23);
        assertThat(seen.messages())
                .containsExactly(new Message(false, "server_hello", hello), new Message(false, "server_hello", hello));
        assertThat(seen.retryGroup()).isEqualTo("x25519");
        assertThat(seen.serverHello())
                .isEqualTo(new TlsWire.Choice("TLSv1.3", "TLS_AES_128_GCM_SHA256", "x25519", false));
        assertThat(seen.alerts()).containsExactly(new Alert(false, true, 40));
        TlsRecord last = seen.received().get(6);
        assertThat(last.offset()).isEqualTo(stream().length - 4_118);
        assertThat(last.plainLength("TLSv1.3", "TLS_AES_128_GCM_SHA256")).isEqualTo(4_096);
    }

    @Property
    void anyBytesAreTakenInWithoutAnError(@ForAll byte[] garbage, @ForAll boolean outbound) {
        TlsRecords records = new TlsRecords();

        records.take(outbound, ByteBuffer.wrap(stream()), Duration.ZERO);
        records.take(outbound, ByteBuffer.wrap(garbage), Duration.ZERO);
        TlsRecords alone = new TlsRecords();
        alone.take(outbound, ByteBuffer.wrap(garbage), Duration.ZERO);

        assertThat(records.seen().alerts()).hasSizeGreaterThanOrEqualTo(1);
        assertThat(alone.seen().sentRecords() + alone.seen().receivedRecords()).isLessThanOrEqualTo(garbage.length);
    }

    @Property
    void aHandshakeMessageOfAnyBytesIsNoted(@ForAll @IntRange(max = 30) int type, @ForAll byte[] body) {
        TlsRecords records = new TlsRecords();
        byte[] stream = new Bytes().record(22, message(type, body)).all();

        records.take(false, ByteBuffer.wrap(stream), Duration.ZERO);

        assertThat(records.seen().messages()).hasSize(1);
        assertThat(records.seen().messages().get(0).length()).isEqualTo(body.length + 4);
    }

    @Test
    void anotherProtocolHasNoRecords() {
        TlsRecords records = new TlsRecords();

        records.take(false, ByteBuffer.wrap("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII)), Duration.ZERO);

        assertThat(records.seen().receivedRecords()).isZero();
    }

    @Test
    void manyRecordsAreCountedAndNotAllKept() {
        TlsRecords records = new TlsRecords();
        byte[] record = new Bytes().record(23, new byte[20]).all();

        for (int i = 0; i < 10_000; i++) {
            records.take(false, ByteBuffer.wrap(record), Duration.ZERO);
        }

        assertThat(records.seen().receivedRecords()).isEqualTo(10_000);
        assertThat(records.seen().received()).hasSize(4_096);
    }

    /** Writes what TLS is made of. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u8(int value) {
            out.write(value);
            return this;
        }

        Bytes u16(int value) {
            return u8(value >> 8).u8(value);
        }

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes vector16(byte[] bytes) {
            return u16(bytes.length).raw(bytes);
        }

        Bytes extension(int kind, Bytes content) {
            return u16(kind).vector16(content.all());
        }

        Bytes record(int type, byte[] content) {
            return u8(type).u16(0x0303).vector16(content);
        }

        byte[] all() {
            return out.toByteArray();
        }
    }
}
