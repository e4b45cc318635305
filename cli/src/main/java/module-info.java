/** The {@code parley} command. */
module dev.parley.cli {
    requires static org.jspecify;
    requires dev.parley.client;
    requires dev.parley.simulator;
    requires info.picocli;
    requires org.jline;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;
}
