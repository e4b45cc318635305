package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** By which names a provider knows the servers whose sessions it keeps. */
class LanesTest {
    private final List<Integer> limits = new ArrayList<>();
    private final Lanes lanes = new Lanes(limits::add);

    private Lanes.Lane take() {
        return lanes.take("pe1", 6513);
    }

    @Test
    void whoComesOneAfterTheOtherHasOneLane() {
        String first = passThrough();
        for (int i = 0; i < 5; i++) {
            assertThat(passThrough()).isEqualTo(first);
        }
    }

    private String passThrough() {
        Lanes.Lane lane = take();
        lane.agreed(TlsVersion.TLS_1_3);
        lane.giveBack();
        lane.giveBack();
        return lane.name();
    }

    @Test
    void whoComeAtOnceHaveOneEachAndThoseAfterThemTheSame() {
        Set<String> first = names(64);
        assertThat(first).hasSize(64);
        assertThat(names(64)).isEqualTo(first);
    }

    private Set<String> names(int count) {
        List<Lanes.Lane> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(take());
        }
        Set<String> names = new HashSet<>();
        for (Lanes.Lane lane : taken) {
            lane.agreed(TlsVersion.TLS_1_3);
            names.add(lane.name());
            lane.giveBack();
        }
        return names;
    }

    @Test
    void noMoreThanThatAreBuiltForAServer() {
        assertThat(names(1_000)).hasSize(64);
    }

    @Test
    void theLaneThatWasGivenBackLastIsTakenFirst() {
        Lanes.Lane one = take();
        Lanes.Lane two = take();
        one.giveBack();
        two.giveBack();
        assertThat(take().name()).isEqualTo(two.name());
        assertThat(take().name()).isEqualTo(one.name());
    }

    @Test
    void whereOneSessionIsGoodForAllTheyShareItsLane() {
        Lanes.Lane first = take();
        Lanes.Lane second = take();
        second.agreed(TlsVersion.TLS_1_2);
        first.agreed(TlsVersion.TLS_1_2);
        assertThat(names12(10)).containsExactly(second.name());
        // and no longer when the server has learned the newer one
        take().agreed(TlsVersion.TLS_1_3);
        assertThat(take().name()).isNotEqualTo(take().name());
    }

    private Set<String> names12(int count) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Lanes.Lane lane = take();
            lane.agreed(TlsVersion.TLS_1_2);
            names.add(lane.name());
        }
        return names;
    }

    @Test
    void serversAndPortsHaveTheirOwn() {
        Set<String> names = new HashSet<>();
        names.add(lanes.take("pe1", 6513).name() + 6513);
        names.add(lanes.take("pe1", 6514).name() + 6514);
        names.add(lanes.take("pe2", 6513).name() + 6513);
        assertThat(names).hasSize(3);
        assertThat(lanes.take("pe3", 6513).name()).isEqualTo("pe3");
    }

    // tickets that are never used must not pile up where there are thousands of contexts
    @Test
    void theLimitOfSessionsGoesUpWithLanesAndServers() {
        passThrough();
        passThrough();
        assertThat(limits).as("one lane to one server").isEmpty();
        take();
        take();
        assertThat(limits).containsExactly(6);
        lanes.take("pe2", 6513);
        assertThat(limits).containsExactly(6, 134);
        for (int i = 3; i < 1_000; i++) {
            lanes.take("pe" + i, 6513);
        }
        assertThat(limits).isSorted().doesNotHaveDuplicates().endsWith(20_480);
    }
}
