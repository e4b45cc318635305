package dev.parley.fleet;

import dev.parley.error.Fate;
import org.jspecify.annotations.Nullable;

/**
 * How far a device had come, as its journal has it.
 *
 * @param done how many steps had ended well
 * @param state whether the next one may be begun
 * @param trouble why the next one had failed, or null if it had not, or nobody knows
 */
record Progress(int done, State state, @Nullable Trouble trouble) {
    static final Progress NONE = new Progress(0, State.OPEN, null);

    /** Whether a step may be begun. */
    enum State {
        /** It was not begun, or it is known that nothing was sent, or it changes nothing. */
        OPEN,
        /** The device said no. */
        REFUSED,
        /** It was begun, and how it ended is not known. */
        UNKNOWN
    }

    /** A change begins. */
    Progress begun() {
        return new Progress(done, State.UNKNOWN, null);
    }

    /** A step ended well. */
    Progress ended() {
        return new Progress(done + 1, State.OPEN, null);
    }

    /** A step did not end well. */
    Progress failed(Trouble why, boolean changes) {
        State next = !changes || why.fate() == Fate.NOT_SENT
                ? State.OPEN
                : why.fate() == Fate.REJECTED ? State.REFUSED : State.UNKNOWN;
        return new Progress(done, next, why);
    }
}
