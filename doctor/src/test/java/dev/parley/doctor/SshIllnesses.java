package dev.parley.doctor;

import static dev.parley.doctor.Lab.hurried;

import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.simulator.fault.Banner;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.SshFault;
import dev.parley.ssh.HostKeys;
import dev.parley.ssh.SshFingerprint;
import dev.parley.ssh.SshLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** SSH that comes to no NETCONF. */
final class SshIllnesses {
    private SshIllnesses() {}

    static List<Illness> ssh() {
        SshFingerprint other = SshFingerprint.parse(
                dev.parley.simulator.ssh.HostKeys.generate().fingerprints().get(0));
        return List.of(
                Illness.of(
                        "a host key that is not the pinned one",
                        Fault.HOST_KEY_CHANGED,
                        lab -> lab.ssh(settings -> settings, Lab.admin().withTrust(HostKeys.pinned(other)))),
                Illness.of("a host key that nobody knows", Fault.HOST_KEY_UNKNOWN, lab -> {
                    try {
                        Path empty = Files.createTempFile("parley", ".known");
                        lab.closing(() -> Files.delete(empty));
                        return lab.ssh(settings -> settings, Lab.admin().withTrust(HostKeys.knownHosts(empty)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                Illness.of(
                        "a wrong password",
                        Fault.LOGIN_REFUSED,
                        lab -> lab.ssh(
                                settings -> settings,
                                Lab.admin().as("admin", SshLogin.password("wrong"::toCharArray)))),
                Illness.of(
                        "no subsystem netconf",
                        Fault.SUBSYSTEM_REFUSED,
                        lab -> lab.ssh(settings -> settings.withoutSubsystem(), Lab.admin())),
                Illness.of(
                        "a channel that is refused",
                        Fault.SUBSYSTEM_REFUSED,
                        lab -> lab.ssh(
                                settings -> settings, Lab.admin(), new SshFault.ChannelRefused(1, "not for you"))),
                Illness.of(
                        "silence after the greeting of SSH",
                        Fault.SSH_SILENT,
                        lab -> hurried(
                                lab.ssh(
                                        settings -> settings,
                                        Lab.admin(),
                                        new Break(Moment.SshPhase.VERSION, Ending.SILENCE)),
                                Phase.SECURE)),
                Illness.of(
                        "silence after the login was asked for",
                        Fault.LOGIN_UNANSWERED,
                        lab -> hurried(
                                lab.ssh(
                                        settings -> settings,
                                        Lab.admin(),
                                        new Break(Moment.SshPhase.AUTHENTICATION, Ending.SILENCE)),
                                Phase.AUTHENTICATE)),
                Illness.of(
                        "a close in the key exchange of SSH",
                        Fault.SSH_CLOSED,
                        lab -> lab.ssh(
                                settings -> settings,
                                Lab.admin(),
                                new Break(Moment.SshPhase.KEY_EXCHANGE, Ending.FIN))),
                Illness.of(
                        "a web server where SSH is expected",
                        Fault.HTTP_ON_PORT,
                        lab -> lab.ssh(settings -> settings, Lab.admin(), Banner.http())),
                Illness.of(
                        "no hello over SSH",
                        Fault.HELLO_SILENT,
                        lab -> hurried(
                                lab.ssh(
                                        settings -> settings,
                                        Lab.admin(),
                                        new Break(Moment.Phase.SECURED, Ending.SILENCE)),
                                Phase.HELLO)));
    }
}
