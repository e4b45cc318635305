package dev.parley.event;

import org.jspecify.annotations.Nullable;

/**
 * Which session, or attempt at one, an event belongs to. Two keys of a client are equal if their numbers are: which device
 * it is that calls us is known only after the first events.
 *
 * @param number counts the attempts of a client, from 1
 * @param device the device's name
 */
public record SessionKey(long number, String device) {
    /** Whether it is the same session; the name may have become known meanwhile. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionKey key && number == key.number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    /** {@code pe1#12}. */
    @Override
    public String toString() {
        return device + "#" + number;
    }
}
