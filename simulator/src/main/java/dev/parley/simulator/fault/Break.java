package dev.parley.simulator.fault;

/**
 * The connection comes to an end.
 *
 * @param moment when
 * @param ending how
 */
public record Break(Moment moment, Ending ending) implements Fault {}
