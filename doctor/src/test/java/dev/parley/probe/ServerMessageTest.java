package dev.parley.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What servers send is read however it is cut, and whatever is wrong with it is refused in words. */
class ServerMessageTest {
    private static final Octets HELLO = new WireWriter()
            .u16(WireVersion.TLS_1_2.code())
            .bytes(new byte[32])
            .vector(1, id -> {})
            .u16(0xC02B)
            .u8(0)
            .vector(2, list -> list.u16(Extensions.RENEGOTIATION_INFO).vector(2, content -> content.u8(0)))
            .toOctets();

    private static Octets message(int type, Octets body) {
        return new HandshakeStream.Message(type, body).encoded();
    }

    private static Octets flight() {
        return new WireWriter()
                .bytes(message(2, HELLO))
                .bytes(message(
                        11,
                        new WireWriter()
                                .vector(3, list -> list.vector(3, one -> one.bytes(new byte[700])))
                                .toOctets()))
                .bytes(message(
                        13,
                        new WireWriter()
                                .vector(1, types -> types.u8(64))
                                .vector(2, schemes -> schemes.u16(0x0403))
                                .u16(0)
                                .toOctets()))
                .bytes(message(14, Octets.NONE))
                .toOctets();
    }

    @Property(tries = 300)
    void aFlightIsTheSameHoweverItIsCutIntoRecords(@ForAll @Size(min = 0, max = 40) List<Integer> cuts)
            throws IOException {
        byte[] whole = flight().array();
        Prober.HandshakeLog log = new Prober.HandshakeLog();
        int from = 0;
        for (int cut : cuts) {
            int length = Math.min(1 + Math.floorMod(cut, 97), whole.length - from);
            log.add(slice(whole, from, from + length));
            from += length;
        }
        assertThat(log.isWhole()).isEqualTo(from == whole.length);
        log.add(slice(whole, from, whole.length));

        assertThat(log.isWhole()).isTrue();
        assertThat(log.hello().orElseThrow().suite().name()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertThat(log.messages())
                .hasSize(3)
                .element(1)
                .isEqualTo(new ServerMessage.CertificateRequest(List.of(64), List.of(0x0403)));
    }

    private static Octets slice(byte[] bytes, int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(bytes, from, part, 0, part.length);
        return Octets.of(part);
    }

    @Property(tries = 500)
    void aMessageThatIsCutOffIsRefused(
            @ForAll("types") int type, @ForAll @Size(max = 60) byte[] body, @ForAll boolean modern) {
        int version = modern ? WireVersion.TLS_1_3.code() : WireVersion.TLS_1_2.code();
        try {
            ServerMessage.read(type, Octets.of(body), version);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<Integer> types() {
        return Arbitraries.of(2, 4, 8, 11, 12, 13, 14, 15, 20, 22, 99);
    }

    @Property(tries = 300)
    void everyPrefixOfAHelloIsRefused(@ForAll byte[] ignored) throws IOException {
        byte[] whole = HELLO.array();
        int length = Math.floorMod(ignored.length * 7 + 3, whole.length);
        // A hello of old without extensions ends after the compression method.
        if (length != 38) {
            assertThatThrownBy(() -> ServerMessage.read(2, slice(whole, 0, length), 0))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Example
    void noLengthIsBelieved() {
        assertThatThrownBy(() -> new HandshakeStream().add(Octets.ofHex("02ffffff")))
                .hasMessage("a handshake message of 16777215 bytes, and 262144 is the most");
        assertThatThrownBy(() -> TlsRecord.read(
                        new ByteArrayInputStream(Octets.ofHex("160303ffff").array())))
                .hasMessage("a record of 65535 bytes, and 18432 is the most");
        assertThatThrownBy(
                        () -> TlsRecord.read(new ByteArrayInputStream("SSH-2.0-x".getBytes(StandardCharsets.US_ASCII))))
                .hasMessage("speaks SSH: it says \"SSH-2.0-x\"");
        assertThatThrownBy(() -> SshProber.packet(
                        new ByteArrayInputStream(Octets.ofHex("7fffffff00").array())))
                .hasMessage("a packet of 2147483647 bytes, and 35000 is the most");
    }

    @Example
    void aRetryIsAHelloThatAsksForAnother() throws IOException {
        Octets retry = new WireWriter()
                .u16(0x0303)
                .bytes(Octets.ofHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"))
                .u8(0)
                .u16(0x1301)
                .u8(0)
                .vector(
                        2,
                        list -> list.u16(43)
                                .vector(2, out -> out.u16(0x0304))
                                .u16(51)
                                .vector(2, out -> out.u16(0x11EC)))
                .toOctets();
        ServerMessage.ServerHello hello = (ServerMessage.ServerHello) ServerMessage.read(2, retry, 0);

        assertThat(hello.isRetry()).isTrue();
        assertThat(hello.is(WireVersion.TLS_1_3)).isTrue();
        assertThat(hello.group()).contains(NamedGroup.X25519MLKEM768.code());
    }

    @Example
    void everySuiteOfTheRegistryIsReadOffItsName() {
        List<String> undecided = new ArrayList<>();
        for (CipherSuite suite : CipherSuite.all()) {
            if (suite.exchange() == CipherSuite.Exchange.OTHER
                    && !suite.name().matches("TLS_(KRB5|SRP|ECCPWD|GOST).*")) {
                undecided.add(suite.name());
            }
        }
        assertThat(undecided).isEmpty();
        assertThat(CipherSuite.of(0xC02B).name()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertThat(CipherSuite.named("TLS_DH_anon_WITH_AES_128_GCM_SHA256").exchange())
                .isEqualTo(CipherSuite.Exchange.DHE);
        assertThat(CipherSuite.of(0x9999)).hasToString("0x9999");
        assertThat(Map.of(
                        "TLS_RSA_WITH_DES_CBC_SHA", true,
                        "TLS_RSA_EXPORT_WITH_RC4_40_MD5", true,
                        "TLS_RSA_WITH_3DES_EDE_CBC_SHA", false,
                        "TLS_RSA_WITH_AES_128_CBC_SHA256", false))
                .allSatisfy((name, weak) -> assertThat(CipherSuite.named(name).isBelow112Bits())
                        .as(name)
                        .isEqualTo(weak));
    }

    /** RFC 8448 section 3: the keys that a handshake in an RFC came to. */
    @Example
    void theKeyScheduleIsThatOfTheStandard() {
        byte[] zeros = new byte[32];
        byte[] early = Hash.SHA256.extract(zeros, zeros);
        assertThat(Octets.of(early)).hasToString("33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a");
        assertThat(Octets.of(Hash.SHA256.derive(early, "derived", List.of())))
                .hasToString("6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba");
    }
}
