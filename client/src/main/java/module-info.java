/** Sessions with NETCONF devices over TLS, TCP, UNIX sockets and call home. */
@SuppressWarnings("module") // dev.parley.ssh stands on this module, so it is not there yet
module dev.parley.client {
    requires static transitive org.jspecify;
    requires transitive dev.parley.protocol;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.handler;
    // Optional: with it and its native library BoringSSL carries out TLS.
    requires static io.netty.tcnative.classes.openssl;
    requires transitive io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires java.naming;
    requires jdk.jfr;
    requires jdk.net;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;

    exports dev.parley;
    exports dev.parley.device;
    exports dev.parley.event;
    exports dev.parley.flight;
    exports dev.parley.net to
            dev.parley.ssh;
    exports dev.parley.security;
    exports dev.parley.session;
    exports dev.parley.transport;
    exports dev.parley.tls;

    uses dev.parley.net.TransportProvider;
}
