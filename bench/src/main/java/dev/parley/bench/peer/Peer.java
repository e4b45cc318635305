package dev.parley.bench.peer;

import dev.parley.bench.client.Answer;
import dev.parley.bench.client.Loops;
import dev.parley.bench.client.Wire;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A NETCONF server on the loopback interface with prepared answers: a small {@code get-config} reply to every request, one
 * of N bytes to a request with {@code <size>N</size>} in it, {@code <ok/>} and the end to {@code close-session}. Both sides
 * show certificates. On its first port for TLS no session can be resumed; on the others each session gets tickets.
 */
public final class Peer implements AutoCloseable {
    /** As many ports with tickets as there are sessions opened at once. */
    private static final int RESUMED_PORTS = 64;

    private static final WriteBufferWaterMark AHEAD = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final EventLoopGroup loops = Loops.one("peer");
    private final Clients clients = new Clients();
    private final SslContext withoutTickets;
    private final SslContext withTickets;
    private final Answers answers;
    private final SshPeer ssh;
    private final List<Integer> ports = new ArrayList<>();

    private Peer(Path keys, Wire wire, int chunk) {
        answers = new Answers(wire.chunked(), chunk);
        withoutTickets = PeerTls.context(keys, wire, clients, false);
        withTickets = PeerTls.context(keys, wire, clients, true);
        ssh = SshPeer.start(keys, wire);
        ports.add(ssh.port());
        ports.add(listen(withoutTickets));
        for (int i = 0; i < RESUMED_PORTS; i++) {
            ports.add(listen(withTickets));
        }
    }

    /**
     * Starts one in this JVM.
     *
     * @param keys the folder of the keys and certificates
     * @param wire what is spoken
     * @param chunk bytes in a chunk of a large reply
     */
    public static Peer start(Path keys, Wire wire, int chunk) {
        return new Peer(keys, wire, chunk);
    }

    /** A JVM with a peer in it. Arguments: the folder of the keys, the {@link Wire}, the size of chunks. */
    public static void main(String... arguments) throws IOException {
        try (Peer peer = start(Path.of(arguments[0]), Wire.parse(arguments[1]), Integer.parseInt(arguments[2]))) {
            Answer.say(peer.ports().stream().map(String::valueOf).collect(Collectors.joining(",")));
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (orders.readLine() != null) {
                Answer.say(peer.resumed() + " " + peer.handshakes());
            }
        }
        System.exit(0);
    }

    private int listen(SslContext tls) {
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(Loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, AHEAD)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(tls.newHandler(accepted.alloc()), new PeerSession(answers));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** The ports: the one for SSH, the one without resumption, then those with it. */
    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    /** How many handshakes were complete so far. */
    public long handshakes() {
        return clients.full() + clients.resumed();
    }

    /** How many of them resumed an earlier session. */
    public long resumed() {
        return clients.resumed();
    }

    @Override
    public void close() {
        ssh.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        ReferenceCountUtil.release(withoutTickets);
        ReferenceCountUtil.release(withTickets);
        answers.close();
    }
}
