package dev.parley.simulator.fault;

/**
 * One thing that is wrong with a connection to a simulated device. Faults are values and combine: a connection suffers all
 * that its {@link FaultPlan} gives it.
 */
public sealed interface Fault
        permits Banner, Break, HelloFault, NotificationFault, ReplyFault, SshFault, StopReading, WireFault {}
