package dev.parley.operation;

/** Where a configuration is written to: a datastore, or a file named by URL. */
public sealed interface ConfigTarget permits ConfigUrl, Datastore {}
