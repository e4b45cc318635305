package dev.parley.cli.command;

import dev.parley.cli.device.DeviceSettings;
import dev.parley.cli.device.Surroundings;
import dev.parley.cli.report.Output;
import dev.parley.device.Device;
import dev.parley.device.NetworkAccess;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.inventory.Member;
import dev.parley.inventory.Mistake;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How each device of a fleet is reached.
 *
 * @param devices the devices by their names
 */
record FleetDevices(Map<String, Device> devices) {
    FleetDevices {
        devices = Map.copyOf(devices);
    }

    /**
     * Puts together what the inventory and the command line say.
     *
     * @throws InputException if something about one of them cannot be used; all such things are told before
     */
    static FleetDevices of(FleetSelection.Selected selected, ReachOptions reach, Output output) {
        Surroundings all = KnownDevices.surroundings(output);
        Set<String> told = new HashSet<>();
        Surroundings surroundings = new Surroundings(all.home(), all.environment(), all.secrets(), warning -> {
            if (told.add(warning)) {
                output.warning(warning);
            }
        });
        Map<String, Device> devices = new LinkedHashMap<>();
        List<Mistake> mistakes = new ArrayList<>();
        Map<Tls, Tls> shared = new HashMap<>();
        for (Member member : selected.members()) {
            DeviceSettings settings = selected.file().find(member.name());
            try {
                Device device =
                        settings.toDevice(member.name(), reach.said(settings.scheme(member.name())), surroundings);
                devices.put(member.name(), shared(device, shared));
            } catch (InputException e) {
                mistakes.add(new Mistake(
                        member.place(),
                        member.name() + ": " + e.getMessage(),
                        e.advice().orElse(null)));
            }
        }
        FleetSelection.refuse(selected.inventory().file(), mistakes, output);
        readIdentities(devices, output);
        return new FleetDevices(devices);
    }

    /** Devices with the same TLS share one: its files are read once, and nobody is asked for a passphrase twice. */
    private static Device shared(Device device, Map<Tls, Tls> known) {
        if (!(device.access() instanceof TlsAccess access)) {
            return device;
        }
        Tls tls = known.computeIfAbsent(access.tls(), each -> each);
        return device.withAccess(new TlsAccess(access.host(), access.port(), tls));
    }

    private static void readIdentities(Map<String, Device> devices, Output output) {
        Set<TlsIdentity> read = new HashSet<>();
        for (Device device : devices.values()) {
            if (device.access() instanceof TlsAccess access
                    && read.add(access.tls().identity())) {
                Talk.readIdentity(device, output);
            }
        }
    }

    Device of(Member member) {
        return Objects.requireNonNull(devices.get(member.name()), "every member has a device");
    }

    /** Where a device is, as a URL. */
    String subject(Member member) {
        Device device = of(member);
        return device.access().scheme() + "://" + device.access().address();
    }

    /** The host of a device, where it has one. */
    Optional<String> host(Member member) {
        return of(member).access() instanceof NetworkAccess access
                ? Optional.of(access.host().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
