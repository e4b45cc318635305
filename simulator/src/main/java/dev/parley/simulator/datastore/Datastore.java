package dev.parley.simulator.datastore;

import java.util.Locale;
import java.util.Optional;

/** The three configuration datastores of RFC 6241 section 5.1 and 8.3, 8.7. */
public enum Datastore {
    /** What the device acts on. */
    RUNNING,
    /** Where changes are prepared. */
    CANDIDATE,
    /** What the device begins with. */
    STARTUP;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The datastore with this name on the wire. */
    public static Optional<Datastore> ofWireName(String name) {
        for (Datastore datastore : values()) {
            if (datastore.wireName().equals(name)) {
                return Optional.of(datastore);
            }
        }
        return Optional.empty();
    }
}
