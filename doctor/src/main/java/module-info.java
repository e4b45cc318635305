/** Whether a NETCONF device is safe, and what is wrong with it. */
module dev.parley.doctor {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires tools.jackson.core;

    exports dev.parley.audit;
}
