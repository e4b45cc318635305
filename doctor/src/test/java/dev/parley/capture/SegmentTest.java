package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.capture.PcapngFile.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** W-05: packets that were made up pass for packets. */
class SegmentTest {

    @Property(tries = 200)
    void checksumsAndLengthsAreRightWhateverIsInside(
            @ForAll @Size(max = 1400) byte[] payload,
            @ForAll int sequence,
            @ForAll int acknowledged,
            @ForAll boolean ipv6)
            throws UnknownHostException {
        Segment segment = new Segment(
                end(ipv6 ? "2001:db8::1" : "192.0.2.1", 40000),
                end(ipv6 ? "2001:db8::2" : "198.51.100.7", 6513),
                sequence,
                acknowledged,
                Segment.ACK | Segment.PSH);

        Packet read = Packet.parse(Instant.EPOCH, segment.packet(payload, 0, payload.length), "");

        assertThat(read.payload()).isEqualTo(payload);
        assertThat(read.fromPort()).isEqualTo(40000);
        assertThat(read.toPort()).isEqualTo(6513);
        assertThat(read.sequence()).isEqualTo(sequence & 0xffffffffL);
        assertThat(read.acknowledged()).isEqualTo(acknowledged & 0xffffffffL);
    }

    @Test
    void aSynHasOptionsAndAcknowledgesNothing() throws UnknownHostException {
        Segment syn = new Segment(end("192.0.2.1", 40000), end("192.0.2.2", 830), 7, 9, Segment.SYN);

        byte[] packet = syn.packet(new byte[0], 0, 0);

        assertThat(packet).hasSize(48);
        assertThat(packet[40]).as("maximum segment size").isEqualTo((byte) 2);
        assertThat(Packet.parse(Instant.EPOCH, packet, "").acknowledged()).isZero();
    }

    @Test
    void aSegmentFitsIntoAnEthernetFrame() throws UnknownHostException {
        assertThat(Segment.largest(InetAddress.getByName("192.0.2.1"))).isEqualTo(1460);
        assertThat(Segment.largest(InetAddress.getByName("2001:db8::1"))).isEqualTo(1440);
    }

    private static InetSocketAddress end(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
