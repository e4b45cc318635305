package dev.parley.doctor.verdict;

/**
 * What to do about a fault.
 *
 * @param where {@code client}, {@code network}, {@code device}, or the name of a {@linkplain dev.parley.doctor.evidence.Maker#title system}
 * @param text what to do there
 */
public record Remedy(String where, String text) {}
