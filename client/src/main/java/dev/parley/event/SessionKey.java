package dev.parley.event;

/**
 * Which session, or attempt at one, an event belongs to.
 *
 * @param number counts the attempts of a client, from 1
 * @param device the device's name
 */
public record SessionKey(long number, String device) {
    /** {@code pe1#12}. */
    @Override
    public String toString() {
        return device + "#" + number;
    }
}
