package dev.parley.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
    /** RFC 5952 section 4: the longest run of zeros, the first of several, and no single zero. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "2001:0DB8:a:b:c:d:e:0f, 2001:db8:a:b:c:d:e:f"
    })
    void anAddressIsWrittenInItsShortForm(String address, String text) throws UnknownHostException {
        assertThat(Hosts.text(InetAddress.getByName(address))).isEqualTo(text);
    }

    @Test
    void anAddressOfIpv4InDisguiseIsWrittenPlainly() throws UnknownHostException {
        byte[] octets = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
        InetAddress mapped = Inet6Address.getByAddress(null, octets, -1);
        assertThat(mapped).isInstanceOf(Inet6Address.class);

        assertThat(Hosts.text(new InetSocketAddress(mapped, 4335))).isEqualTo("192.0.2.1:4335");
        assertThat(Hosts.plain(mapped)).isEqualTo(InetAddress.getByName("192.0.2.1"));
    }

    @Test
    void theLinkOfAnAddressThatIsGoodThereOnlyIsKept() throws UnknownHostException {
        byte[] octets = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

        assertThat(Hosts.text(new InetSocketAddress(Inet6Address.getByAddress(null, octets, 3), 830)))
                .isEqualTo("[fe80::1%3]:830");
    }

    @Test
    void oneWithoutAddressIsWrittenAsItWasGiven() {
        assertThat(Hosts.text(InetSocketAddress.createUnresolved("pe1.example", 830)))
                .isEqualTo("pe1.example:830");
    }
}
