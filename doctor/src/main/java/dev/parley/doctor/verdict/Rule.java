package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import java.util.List;

/** Finds faults of one kind in the evidence of one attempt. It knows no other rule, and keeps nothing. */
@FunctionalInterface
interface Rule {
    /** What it finds: nothing, one fault, or several explanations of the same. */
    List<Verdict> judge(Evidence evidence);
}
