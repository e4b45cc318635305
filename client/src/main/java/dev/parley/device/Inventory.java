package dev.parley.device;

import dev.parley.error.InputException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The devices that may call (RFC 8071 section 3.1), and how each is known. Who is not in it is refused.
 *
 * <p>It is asked on a thread that may block, within the time limit of the phase SECURE, after the certificate or host key
 * has been checked and before anything of ours is shown. Whether the device holds the key to it may show only afterwards:
 * that it was found here is no proof that it has called. All threads ask.
 *
 * <p>When the time of the call is up, or the device hangs up, the thread that asks is interrupted, and it should return
 * soon. While threads hang here all the same, others take their place: up to 64 answer calls whose time is not up, beside up
 * to 192 that hang. Only beyond those do later calls wait, and run out of time.
 */
@FunctionalInterface
public interface Inventory {
    /**
     * The device that calls, or empty if it is none that may.
     *
     * @return its name, timeouts and protocol hold for the session. If its access is {@link TlsAccess} and has an identity,
     *     that is the client certificate it is shown (RFC 8071 section 3.1, C6); otherwise it is the listener's
     */
    Optional<Device> find(Caller caller);

    /**
     * An inventory of known identifiers.
     *
     * @param devices the devices, by an identifier as {@link Caller#identifiers} has them; one device may have several. A
     *     caller that is known as two different devices is refused
     * @throws InputException if two of the identifiers are the same, but for how they are written, and the devices are not
     */
    static Inventory of(Map<String, Device> devices) {
        Map<String, Device> known = new HashMap<>();
        devices.forEach((identifier, device) -> {
            Device other = known.put(normal(identifier), device);
            if (other != null && !other.equals(device)) {
                throw InputException.of(
                        InputException.Reason.BAD_SETTING,
                        identifier + " stands for two devices, " + other.name() + " and " + device.name());
            }
        });
        return caller -> {
            Set<Device> found = new LinkedHashSet<>();
            for (String identifier : caller.identifiers()) {
                Device device = known.get(normal(identifier));
                if (device != null) {
                    found.add(device);
                }
            }
            return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
        };
    }

    /** Names, and fingerprints in hexadecimal, are the same in either case; SSH fingerprints and serials are not. */
    private static String normal(String identifier) {
        int colon = identifier.indexOf(':');
        String kind = colon < 0 ? "" : identifier.substring(0, colon);
        return switch (kind) {
            case "dns", "ip" -> identifier.toLowerCase(Locale.ROOT);
            case "sha256" ->
                "sha256:" + identifier.substring(colon + 1).replace(":", "").toLowerCase(Locale.ROOT);
            default -> identifier;
        };
    }
}
