package dev.parley.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.capture.PcapngFile.Packet;
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
            @ForAll boolean ipv6) {
        Segment segment = new Segment(
                ipv6 ? Ends.ipv6(1, 40000) : Ends.ipv4(1, 40000),
                ipv6 ? Ends.ipv6(2, 6513) : Ends.ipv4(2, 6513),
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
    void aSynHasOptionsAndAcknowledgesNothing() {
        Segment syn = new Segment(Ends.ipv4(1, 40000), Ends.ipv4(2, 830), 7, 9, Segment.SYN);

        byte[] packet = syn.packet(new byte[0], 0, 0);

        assertThat(packet).hasSize(48);
        assertThat(packet[40]).as("maximum segment size").isEqualTo((byte) 2);
        assertThat(Packet.parse(Instant.EPOCH, packet, "").acknowledged()).isZero();
    }

    @Test
    void aSegmentFitsIntoAnEthernetFrame() {
        assertThat(Segment.largest(Ends.ipv4(1, 0).getAddress())).isEqualTo(1460);
        assertThat(Segment.largest(Ends.ipv6(1, 0).getAddress())).isEqualTo(1440);
    }
}
