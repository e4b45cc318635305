package dev.parley.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.inventory.Member;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsTrust;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class SessionJobTest {
    private static final List<Member> TWO = Bench.members(2);

    @Test
    void aJournalOfAnotherDigestIsOfAnotherRun() {
        try (NetconfClient client = NetconfClient.builder().withoutLogging().build()) {
            SessionJob job = SessionJob.of(
                    "save", client, member -> Device.tls(member.name(), 6513, Tls.trusting(TlsTrust.system())));
            JournalHead one = head(job.withDigest("drop //x"));
            JournalHead other = head(job.withDigest("drop //y"));

            assertThat(one.differences(head(job.withDigest("drop //x")))).isEmpty();
            assertThat(one.differences(other)).singleElement().asString().contains("what save does has changed");
        }
    }

    private static JournalHead head(SessionJob job) {
        return JournalHead.of(job.reading("get", session -> session.closeAsync()), TWO, List.of());
    }
}
