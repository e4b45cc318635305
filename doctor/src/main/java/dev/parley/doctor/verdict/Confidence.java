package dev.parley.doctor.verdict;

/** How sure a verdict is. */
public enum Confidence {
    /** What was seen has no other explanation. */
    CERTAIN,
    /** Other explanations are unusual. */
    LIKELY,
    /** It fits, and so do others. */
    POSSIBLE
}
