package dev.parley.doctor.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.CleartextTcp;
import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a series varies by itself, because it would be the same in all attempts otherwise. */
class VarietyTest {
    private static final int MANY = 1_000;
    private static final Device PE1 = Device.tls("pe1.example.net", Tls.trusting(TlsTrust.system()));

    private static List<TlsAccess> many(Variety variety) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> variety.next())
                .peek(device -> assertThat(device.name()).isEqualTo(PE1.name()))
                .map(device -> (TlsAccess) device.access())
                .toList();
    }

    private static long count(List<TlsAccess> all, String host) {
        return all.stream().filter(access -> access.host().equals(host)).count();
    }

    @Test
    void oneInFourMakesAFullHandshake() {
        List<TlsAccess> all = many(new Variety(PE1, new Random(1)));

        assertThat(all.stream().filter(access -> !access.tls().isResumption()).count())
                .isBetween(200L, 300L);
        assertThat(count(all, "pe1.example.net")).isEqualTo(MANY);
    }

    @Test
    void whoDoesNotWantSessionsResumedIsNotAskedTo() {
        Device without = PE1.withAccess(
                new TlsAccess("pe1", 6513, Tls.trusting(TlsTrust.system()).withoutResumption()));

        assertThat(new Variety(without, new Random(1)).next()).isEqualTo(without);
    }

    @Test
    void allAddressesOfANameAreTriedUnderItsName() {
        Variety variety = new Variety(PE1, new Random(2));
        variety.seen("pe1.example.net:6513", List.of("192.0.2.7", "2001:db8::7"));
        // an attempt at one address says nothing about the name
        variety.seen("192.0.2.7:6513", List.of("192.0.2.7"));

        List<TlsAccess> all = many(variety);

        assertThat(count(all, "pe1.example.net")).isBetween(200L, 300L);
        assertThat(count(all, "192.0.2.7")).isBetween(320L, 430L);
        assertThat(count(all, "2001:db8::7")).isBetween(320L, 430L);
        assertThat(all.stream().filter(access -> !access.host().equals("pe1.example.net")))
                .extracting(access -> access.tls().serverName())
                .containsOnly("pe1.example.net");
    }

    @Test
    void aNameThatWasSaidForTheServerStays() {
        Device named = PE1.withAccess(new TlsAccess(
                "pe1.example.net", 6513, Tls.trusting(TlsTrust.system()).withServerName("router.example.net")));
        Variety variety = new Variety(named, new Random(3));
        variety.seen("pe1.example.net:6513", List.of("192.0.2.7", "192.0.2.8"));

        assertThat(many(variety))
                .extracting(access -> access.tls().serverName())
                .containsOnly("router.example.net");
    }

    @Test
    void inCleartextTheAddressesAreTriedToo() {
        Device device = Device.cleartextTcp("pe1.example.net", 830);
        Variety variety = new Variety(device, new Random(4));
        variety.seen("pe1.example.net:830", List.of("192.0.2.7", "192.0.2.8"));

        assertThat(IntStream.range(0, MANY)
                        .mapToObj(i -> ((CleartextTcp) variety.next().access()).host()))
                .contains("pe1.example.net", "192.0.2.7", "192.0.2.8");
    }
}
