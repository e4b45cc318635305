/** Whether a NETCONF device is safe, and what is wrong with it. */
module dev.parley.doctor {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    requires java.management;
    requires java.naming;
    requires jdk.management;
    requires org.apache.commons.statistics.inference;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires tools.jackson.core;

    exports dev.parley.audit;
    exports dev.parley.capture;
    exports dev.parley.doctor;
    exports dev.parley.doctor.evidence;
    exports dev.parley.doctor.page;
    exports dev.parley.doctor.series;
    exports dev.parley.doctor.verdict;
    exports dev.parley.pattern;
}
