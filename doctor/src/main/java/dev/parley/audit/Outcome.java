package dev.parley.audit;

/** What came of testing a rule. */
public sealed interface Outcome {
    /** The device keeps the rule. */
    Outcome PASSED = new Passed();

    /** The device breaks the rule. */
    Outcome FAILED = new Failed();

    /** The device keeps the rule. */
    record Passed() implements Outcome {
        @Override
        public String toString() {
            return "passed";
        }
    }

    /** The device breaks the rule. */
    record Failed() implements Outcome {
        @Override
        public String toString() {
            return "failed";
        }
    }

    /**
     * It could not be found out.
     *
     * @param reason why not, and what would help
     */
    record NotTestable(String reason) implements Outcome {
        @Override
        public String toString() {
            return "not testable";
        }
    }
}
