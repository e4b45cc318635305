package dev.parley.cli.command;

/** Options that several commands share, and that stand under a heading of their own in the help. */
interface OptionGroup {
    /** The heading. */
    String heading();
}
