package dev.parley.doctor.verdict;

/** How bad a fault is. */
public enum Gravity {
    /** There is no session, or no answer. */
    BREAKS,
    /** It works, and costs time or luck. */
    HINDERS,
    /** It does no harm here, and is good to know. */
    NOTABLE
}
