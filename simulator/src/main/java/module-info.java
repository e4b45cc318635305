/** A scriptable NETCONF device with faults, for tests and demonstrations. */
module dev.parley.simulator {
    requires static transitive org.jspecify;
    requires transitive dev.parley.protocol;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.apache.sshd.osgi;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires static org.junit.jupiter.api;

    exports dev.parley.simulator;
    exports dev.parley.simulator.datastore;
    exports dev.parley.simulator.fault;
    exports dev.parley.simulator.junit;
    exports dev.parley.simulator.notification;
    exports dev.parley.simulator.pki;
    exports dev.parley.simulator.ssh;
    exports dev.parley.simulator.yang;

    opens dev.parley.simulator.junit to
            org.junit.platform.commons;
}
