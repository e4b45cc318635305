/** Work on many devices: inventories, runs that go on after an interruption, and backups of configurations. */
module dev.parley.fleet {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    requires de.siegmar.fastcsv;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;

    exports dev.parley.backup;
    exports dev.parley.fleet;
    exports dev.parley.inventory;
}
