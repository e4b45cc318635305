package dev.parley.doctor.verdict;

/**
 * What to do about a fault.
 *
 * @param where {@code client}, {@code network}, {@code device}, or the name of a vendor's system
 * @param text what to do there
 */
public record Remedy(String where, String text) {}
