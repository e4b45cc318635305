/** Sessions with NETCONF devices, shared by those who need one for a while, or kept open. */
module dev.parley.pool {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    requires org.reactivestreams;
    requires org.slf4j;
    requires reactor.core;
    requires reactor.pool;

    exports dev.parley.pool;
    exports dev.parley.standing;
}
