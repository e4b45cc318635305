package dev.parley.standing;

import java.util.Set;

/**
 * What the files of a device held that say who we are and whom we believe, when they were read. Two are compared by value.
 *
 * @param logins what may be refused as a login and alone decides whether it is; what cannot be read is not among it, and nothing is
 *     where a password is sent
 * @param all everything
 */
record Reading(Set<?> logins, Object all) {}
