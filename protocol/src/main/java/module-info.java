/**
 * NETCONF without I/O: framing, messages, operations and the engine that a client runs. Bytes, requests and time go in;
 * bytes, replies, notifications and failures come out.
 */
module dev.parley.protocol {
    requires static transitive org.jspecify;
    requires com.fasterxml.aalto;
    requires org.codehaus.stax2;
    requires transitive java.xml;

    exports dev.parley.error;
    exports dev.parley.xml;
    exports dev.parley.framing;
    exports dev.parley.message;
    exports dev.parley.operation;
    exports dev.parley.notification;
    exports dev.parley.monitoring;
    exports dev.parley.engine;
}
