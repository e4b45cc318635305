package dev.parley.ssh;

import dev.parley.device.Device;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.ssh.HostKeys.Kind;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.util.function.UnaryOperator;

/** Simulated devices that speak SSH, and how a client reaches them. */
final class SshDevice {
    static final dev.parley.simulator.ssh.HostKeys KEYS = dev.parley.simulator.ssh.HostKeys.generate();
    static final SshUser ADMIN = SshUser.named("admin").password("secret");
    static final String CONFIGURATION = "<system xmlns='urn:example:system'><name>pe1</name></system>";

    private SshDevice() {}

    static DeviceSimulator start(Fault... faults) {
        return start(settings -> settings, faults);
    }

    static DeviceSimulator start(UnaryOperator<SshSettings> settings, Fault... faults) {
        return start(ADMIN, settings, faults);
    }

    static DeviceSimulator start(SshUser user, UnaryOperator<SshSettings> settings, Fault... faults) {
        return DeviceSimulator.builder()
                .ssh(settings.apply(SshSettings.of(KEYS, user)))
                .running(CONFIGURATION)
                .faults(FaultPlan.always(faults))
                .start();
    }

    /** Any of the device's keys. */
    static HostKeys pinned() {
        return HostKeys.pinned(pin(Kind.ED25519), pin(Kind.RSA), pin(Kind.ECDSA));
    }

    static SshFingerprint pin(Kind kind) {
        return SshFingerprint.parse(KEYS.fingerprint(kind));
    }

    static Ssh ssh() {
        return Ssh.trusting(pinned()).as("admin", SshLogin.password("secret"::toCharArray));
    }

    static Device at(DeviceSimulator device, Ssh ssh) {
        return SshAccess.device(device.host(), device.port(), ssh);
    }
}
