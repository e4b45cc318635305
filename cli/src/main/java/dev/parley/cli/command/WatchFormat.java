package dev.parley.cli.command;

/** How notifications are printed. */
enum WatchFormat {
    /** When, what, and what matters of it, on one line. */
    LINE,
    /** As the device sent them; indented where somebody reads it. */
    XML,
    /** One JSON object on each line. */
    JSON
}
