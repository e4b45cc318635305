package dev.parley.bench.client;

/** A line in which a process of the benchmarks answers the one that started it. */
public final class Answer {
    /** What each answer begins with, to tell it from what else a JVM prints. */
    public static final String MARK = "> ";

    private Answer() {}

    /** Says it. */
    public static void say(Object answer) {
        System.out.println(MARK + answer);
    }
}
