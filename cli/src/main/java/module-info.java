/** The {@code parley} command. */
module dev.parley.cli {
    requires static org.jspecify;
    requires dev.parley.client;
    requires dev.parley.doctor;
    requires dev.parley.fleet;
    requires dev.parley.monitoring;
    requires dev.parley.simulator;
    requires dev.parley.ssh;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires info.picocli;
    requires java.management;
    requires jdk.httpserver;
    requires jdk.management;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires org.slf4j;
    requires tools.jackson.core;

    exports dev.parley.cli;

    opens dev.parley.cli.command to
            info.picocli;

    provides ch.qos.logback.classic.spi.Configurator with
            dev.parley.cli.command.Logging;
}
