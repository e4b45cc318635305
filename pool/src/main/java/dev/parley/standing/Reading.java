package dev.parley.standing;

import java.util.Set;

/**
 * What the files of a device held that say who we are and whom we believe, when they were read. Two are compared by value.
 *
 * @param logins the certificates or keys that alone decide who we are; what cannot be read is not among them
 * @param all everything
 */
record Reading(Set<?> logins, Object all) {
    /**
     * Whether what was refused with this may end otherwise with that. A login may only if there is something to log in with that was
     * not there before: to try the same again, because something else has changed, locks the user out.
     */
    boolean isOvertakenBy(Reading now, Outcome outcome) {
        return switch (outcome) {
            case LOGIN_REFUSED -> !logins.containsAll(now.logins);
            case REFUSED, NOT_ASKED -> !all.equals(now.all);
            case NO_ANSWER, GIVEN_UP, HOPELESS -> false;
        };
    }
}
