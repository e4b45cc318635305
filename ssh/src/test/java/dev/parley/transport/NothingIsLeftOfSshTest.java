package dev.parley.transport;

import dev.parley.fixture.NothingLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Over SSH, too, nothing is left of sessions that failed in any way there is. */
@Timeout(120)
@Isolated
class NothingIsLeftOfSshTest {
    @RegisterExtension
    static final NothingLeaks NOTHING_LEAKS = new NothingLeaks();

    @Test
    @EnabledOnOs(OS.LINUX)
    void afterEveryFault() throws InterruptedException {
        SshTransportTest ssh = new SshTransportTest();
        new AfterEveryFault(ssh::secured, ssh::reach).nothingIsLeftBehind();
    }
}
