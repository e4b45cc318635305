package dev.parley.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** SSL 2.0, which only ever is asked for to see that it is refused (RFC 6176). */
final class Ssl2 {
    /** RC4, RC2, DES and triple DES with MD5. */
    private static final List<Integer> KINDS =
            List.of(0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0);

    private static final int SERVER_HELLO = 4;
    private static final int LONGEST = 0x7fff;

    private Ssl2() {}

    static Octets hello() {
        WireWriter body = new WireWriter()
                .u8(1)
                .u16(WireVersion.SSL_2.code())
                .u16(KINDS.size() * 3)
                .u16(0)
                .u16(16);
        KINDS.forEach(body::u24);
        byte[] message = body.bytes(new byte[16]).toBytes();
        return new WireWriter().u16(0x8000 | message.length).bytes(message).toOctets();
    }

    /** A SERVER-HELLO becomes an agreement of this version; everything else is a refusal. */
    static Answer answer(Connection connection, Duration patience) throws IOException {
        try {
            byte[] head = connection.in().readNBytes(2);
            if (head.length < 2) {
                return new Answer.Closed();
            }
            int length = (head[0] & 0x7f) << 8 | (head[1] & 0xff);
            if ((head[0] & 0x80) == 0 || length > LONGEST) {
                // An alert of a later version, or anything else but a record of this one.
                return new Answer.Closed();
            }
            WireReader in = WireReader.of(connection.in().readNBytes(length));
            if (in.u8() != SERVER_HELLO) {
                return new Answer.Closed();
            }
            in.u16();
            int version = in.u16();
            return new Answer.Agreed(
                    new ServerMessage.ServerHello(
                            version, Octets.NONE, new CipherSuite(0, "a suite of SSL 2.0"), 0, Map.of()),
                    List.of());
        } catch (SocketTimeoutException e) {
            return new Answer.Silent(patience);
        } catch (MalformedException | EOFException e) {
            return new Answer.Closed();
        } catch (SocketException e) {
            Prober.throwIfInterrupted(e);
            return new Answer.Closed();
        }
    }
}
