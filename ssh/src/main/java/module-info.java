/** NETCONF over SSH (RFC 6242). With this module on the path, every client reaches devices over SSH. */
module dev.parley.ssh {
    requires static transitive org.jspecify;
    requires transitive dev.parley.client;
    requires io.netty.transport;
    requires org.apache.sshd.osgi;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    exports dev.parley.ssh;

    provides dev.parley.net.TransportProvider with
            dev.parley.ssh.SshTransportProvider;
}
