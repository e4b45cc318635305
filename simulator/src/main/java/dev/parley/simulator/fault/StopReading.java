package dev.parley.simulator.fault;

/**
 * The device no longer takes anything off the connection, so that the client's writes pile up. It goes on sending what it
 * has to say.
 *
 * @param moment when that begins; {@link Moment.Phase#ACCEPTED} is before the first byte
 */
public record StopReading(Moment moment) implements Fault {}
