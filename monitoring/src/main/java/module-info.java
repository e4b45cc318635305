/** What NETCONF sessions do, as metrics and traces of Micrometer. */
@SuppressWarnings("requires-transitive-automatic") // Micrometer's modules have no descriptors yet
module dev.parley.monitoring {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    // Optional: for metrics of pools alone, and so not passed on to those who have no pool.
    requires static dev.parley.pool;
    requires transitive micrometer.commons;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;

    exports dev.parley.metrics;
    exports dev.parley.observation;
}
