package dev.parley.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.message.Deviation;
import dev.parley.sample.Met;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2007-07-08T00:01:00Z, 2007-07-08T00:01:00Z",
        "2007-07-08T00:01:00.5Z, 2007-07-08T00:01:00.500Z",
        "2007-07-08T00:01:00.123456789123Z, 2007-07-08T00:01:00.123456789Z",
        "2007-07-08T02:01:00+02:00, 2007-07-08T00:01:00Z",
        "2007-07-07T20:31:00-03:30, 2007-07-08T00:01:00Z",
        "2007-07-08T00:01:00-00:00, 2007-07-08T00:01:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59.999999999Z"
    })
    void whatTheStandardAllowsIsReadWithoutRemark(String text, Instant time) {
        Met met = new Met();

        assertThat(EventTime.read(text, met).map(OffsetDateTime::toInstant)).hasValue(time);
        assertThat(met.deviations).isEmpty();
    }

    @Test
    void theDevicesOffsetIsKept() {
        assertThat(EventTime.read(" 2007-07-08T02:01:00+02:00\n", new Met()).orElseThrow())
                .hasToString("2007-07-08T02:01+02:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2007-07-08T00:01:00, 2007-07-08T00:01:00Z",
        "2007-07-08 00:01:00Z, 2007-07-08T00:01:00Z",
        "2007-07-08t00:01:00z, 2007-07-08T00:01:00Z",
        "2007-07-08T02:01:00+0200, 2007-07-08T00:01:00Z",
        "2007-07-08T02:01:00+02, 2007-07-08T00:01:00Z",
        "2007-07-08 00:01:00 UTC, 2007-07-08T00:01:00Z",
        "'2007-07-08T00:01:00,25Z', 2007-07-08T00:01:00.250Z",
        "2007-07-08T00:01:00.Z, 2007-07-08T00:01:00Z"
    })
    void whatDevicesMakeOfItIsReadAndTold(String text, Instant time) {
        Met met = new Met();

        assertThat(EventTime.read(text, met).map(OffsetDateTime::toInstant)).hasValue(time);
        assertThat(met.deviations).containsExactly(Deviation.EVENT_TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "1700000000",
                "2007-02-30T00:00:00Z",
                "2007-07-08T25:00:00Z",
                "2007-07-08T00:00:61Z",
                "2007-07-08T00:00:00+19:00",
                "2007-07-08",
                "20070708T000100Z",
                "2007-07-08T00:01:00Z and more"
            })
    void whatIsNoTimeIsToldAndNotGuessed(String text) {
        Met met = new Met();

        assertThat(EventTime.read(text, met)).isEmpty();
        assertThat(met.deviations).containsExactly(Deviation.EVENT_TIME);
    }

    @Test
    void aTimeIsSentInUtcWithTheDigitsThatItHas() {
        assertThat(EventTime.text(Instant.parse("2007-07-08T00:01:00Z"))).isEqualTo("2007-07-08T00:01:00Z");
        assertThat(EventTime.text(Instant.parse("2007-07-08T00:01:00.250Z"))).isEqualTo("2007-07-08T00:01:00.250Z");
    }
}
