package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.CallHome;
import dev.parley.device.Inventory;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CH-10. */
class DoorstepTest {
    private static final CallHome HOW = CallHome.tls(Tls.trusting(TlsTrust.system()), Inventory.of(Map.of()))
            .withMaxUnknown(3, 2)
            .withRefusalPause(2, Duration.ofHours(1));

    private final List<Boolean> door = new ArrayList<>();
    private final Doorstep doorstep = new Doorstep(HOW, door::add);

    private static CallOrigin origin(String address) throws UnknownHostException {
        return CallOrigin.of(InetAddress.getByName(address));
    }

    /** As a socket of IPv6 may write an address of IPv4, which {@code InetAddress} itself never does. */
    private static CallOrigin mapped(String address) throws UnknownHostException {
        byte[] octets = new byte[16];
        octets[10] = -1;
        octets[11] = -1;
        System.arraycopy(InetAddress.getByName(address).getAddress(), 0, octets, 12, 4);
        return CallOrigin.of(Inet6Address.getByAddress(null, octets, -1));
    }

    @Test
    void anAddressOfIpv4IsOneOriginHoweverItIsWritten() throws UnknownHostException {
        assertThat(mapped("192.0.2.1")).isEqualTo(origin("192.0.2.1")).hasToString("192.0.2.1");
        assertThat(mapped("192.0.2.1")).isNotEqualTo(mapped("192.0.2.2"));
        assertThat(doorstep.takes(mapped("192.0.2.1"))).isTrue();
        assertThat(doorstep.takes(origin("192.0.2.1"))).isTrue();
        assertThat(doorstep.takes(mapped("192.0.2.1"))).isFalse();
        assertThat(doorstep.takes(origin("192.0.2.2"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 2001:db8::ffff:1, 2001:db8::/64",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::, 2001:db8:0:1::/64",
        "::1, ::2, ::/64"
    })
    void aNetworkOfIpv6IsOneOrigin(String one, String other, String text) throws UnknownHostException {
        assertThat(origin(one)).isEqualTo(origin(other)).hasToString(text);
        assertThat(origin(one)).isNotEqualTo(origin("2001:db8:0:2::1"));
    }

    @Test
    void theDoorIsShutAtTheLimitAndOpenBelowIt() throws UnknownHostException {
        doorstep.open();
        doorstep.takes(origin("192.0.2.1"));
        doorstep.takes(origin("192.0.2.1"));
        assertThat(door).containsExactly(true);
        doorstep.takes(origin("192.0.2.2"));
        assertThat(door).containsExactly(true, false);
        doorstep.known(origin("192.0.2.1"));
        assertThat(door).containsExactly(true, false, true);

        assertThat(doorstep.unknown()).isEqualTo(2);
        assertThat(doorstep.mostUnknown()).isEqualTo(3);
    }

    @Test
    void refusedCallsInARowMakeAnOriginWaitAndOthersNot() throws UnknownHostException {
        CallOrigin one = origin("192.0.2.1");
        doorstep.takes(one);
        assertThat(doorstep.ended(one, true)).isFalse();
        doorstep.takes(one);
        // it is we who gave that one up
        assertThat(doorstep.ended(one, false)).isFalse();
        doorstep.takes(one);
        assertThat(doorstep.ended(one, true)).isTrue();

        assertThat(doorstep.takes(one)).isFalse();
        assertThat(doorstep.takes(origin("192.0.2.2"))).isTrue();
        assertThat(doorstep.unknown()).isEqualTo(1);
    }
}
