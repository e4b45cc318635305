package dev.parley.capture;

import java.util.Locale;

/** Who says something in a recorded conversation. */
public enum Party {
    /** We. */
    CLIENT,
    /** The device. */
    DEVICE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
