/** Whether a NETCONF device is safe, and what is wrong with it. */
module dev.parley.doctor {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    requires java.management;
    requires java.naming;
    requires jdk.management;
    requires tools.jackson.core;

    exports dev.parley.capture;
}
