package dev.parley.cli.terminal;

/** How far something is whose end is known: {@code ████████▌░░░░░░░ 34/66}. */
public final class ProgressBar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int WIDTH = 20;

    private ProgressBar() {}

    /** The bar and the numbers. */
    public static String text(int done, int total) {
        int eighths = total == 0 ? WIDTH * 8 : (int) (WIDTH * 8L * done / total);
        int whole = eighths / 8;
        String part = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
        return "█".repeat(whole) + part + "░".repeat(WIDTH - whole - part.length()) + " " + done + "/" + total;
    }
}
