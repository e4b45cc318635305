/**
 * The architecture that every module keeps, written as rules on its compiled classes.
 *
 * <p>It may import ArchUnit and JSpecify. Read {@link dev.parley.rules.HouseRules} first. Everything here is immutable
 * and runs on the thread of the test that calls it.
 */
@NullMarked
package dev.parley.rules;

import org.jspecify.annotations.NullMarked;
