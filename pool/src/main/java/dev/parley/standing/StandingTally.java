package dev.parley.standing;

/**
 * What all standing sessions were doing at one moment, and have done until then.
 *
 * @param up sessions that are up
 * @param opening attempts under way
 * @param queued attempts that wait for their turn
 * @param waiting those that wait for the time of the next attempt
 * @param leftAlone those whose device is left alone for a while
 * @param refused those for which something has to be mended
 * @param givenUp those for which no attempt is made any more
 * @param closing those that are about to end
 * @param opened attempts that succeeded so far
 * @param failed attempts that failed so far
 * @param lost sessions that were lost so far
 */
public record StandingTally(
        int up,
        int opening,
        int queued,
        int waiting,
        int leftAlone,
        int refused,
        int givenUp,
        int closing,
        long opened,
        long failed,
        long lost) {
    /** How many there are. */
    public int sessions() {
        return up + opening + queued + waiting + leftAlone + refused + givenUp + closing;
    }

    /** Under the lock. */
    static StandingTally of(Desk desk) {
        Desk.Counts counts = desk.counts();
        return new StandingTally(
                count(desk, StandingState.Up.class),
                count(desk, StandingState.Opening.class),
                count(desk, StandingState.Queued.class),
                count(desk, StandingState.Waiting.class),
                count(desk, StandingState.CircuitOpen.class),
                count(desk, StandingState.Refused.class),
                count(desk, StandingState.GivenUp.class),
                count(desk, StandingState.Closing.class),
                counts.opened,
                counts.failed,
                counts.lost);
    }

    private static int count(Desk desk, Class<? extends StandingState> state) {
        return (int) desk.keepers().stream()
                .filter(keeper -> state.isInstance(keeper.state()))
                .count();
    }
}
