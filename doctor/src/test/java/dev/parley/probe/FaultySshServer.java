package dev.parley.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A server of SSH on loopback that goes as far as its host key and does what no library does any more: it gives small groups,
 * shows small keys, and hangs up when it is asked for certain ones. One connection at a time, on a thread of its own.
 */
public final class FaultySshServer implements AutoCloseable {
    private static final int KEXINIT = 20;

    private final ServerSocket listener;
    private final Conduct conduct;

    /**
     * What the server does.
     *
     * @param exchanges the key exchanges that it offers
     * @param keys its host keys: the bits of an RSA modulus for each signature; 0 for hanging up when it is wanted
     * @param modulus the bits of its groups
     * @param least of how many bits it wants to be asked at least, or it hangs up
     * @param name its first line
     * @param ciphers its ciphers
     */
    public record Conduct(
            List<String> exchanges,
            Map<String, Integer> keys,
            int modulus,
            int least,
            String name,
            List<String> ciphers) {
        /** A server of SSH 2 with a good cipher. */
        public Conduct(List<String> exchanges, Map<String, Integer> keys, int modulus, int least) {
            this(exchanges, keys, modulus, least, "SSH-2.0-Faulty", List.of("aes256-ctr"));
        }

        /** The same under another name. */
        public Conduct called(String other) {
            return new Conduct(exchanges, keys, modulus, least, other, ciphers);
        }

        /** The same with other ciphers. */
        public Conduct enciphering(String... others) {
            return new Conduct(exchanges, keys, modulus, least, name, List.of(others));
        }
    }

    private FaultySshServer(Conduct conduct) throws IOException {
        this.conduct = conduct;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "faulty-ssh-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts one. */
    public static FaultySshServer start(Conduct conduct) throws IOException {
        return new FaultySshServer(conduct);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(2_000);
                hold(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                // The client has seen what it wanted to see, or the server is closed: either way the next one.
            }
        }
    }

    private void hold(InputStream in, OutputStream out) throws IOException {
        out.write((conduct.name() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        send(out, kexInit());
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {}
        WireReader theirs = WireReader.of(SshProber.packet(in));
        theirs.octets(17);
        String exchange = theirs.vector32().rest().latin();
        String signature = theirs.vector32().rest().latin();
        if (exchange.contains("group-exchange")) {
            WireReader wish = WireReader.of(SshProber.packet(in));
            wish.u8();
            if (wish.u32() < conduct.least()) {
                return;
            }
            send(
                    out,
                    new WireWriter()
                            .u8(31)
                            .vector(4, p -> p.bytes(number(conduct.modulus())))
                            .vector(4, g -> g.u8(2)));
        }
        SshProber.packet(in);
        int bits = conduct.keys().getOrDefault(signature, 0);
        if (bits > 0) {
            WireWriter blob = signature.equals("ssh-dss") ? dsa(bits) : rsa(bits);
            send(
                    out,
                    new WireWriter()
                            .u8(exchange.contains("group-exchange") ? 33 : 31)
                            .vector(4, key -> key.bytes(blob.toBytes())));
        }
    }

    private static WireWriter rsa(int bits) {
        return new WireWriter()
                .vector(4, type -> type.bytes("ssh-rsa".getBytes(StandardCharsets.US_ASCII)))
                .vector(4, e -> e.u8(3))
                .vector(4, n -> n.bytes(number(bits)));
    }

    private static WireWriter dsa(int bits) {
        WireWriter blob = new WireWriter().vector(4, type -> type.bytes("ssh-dss".getBytes(StandardCharsets.US_ASCII)));
        for (int size : List.of(bits, 160, bits - 1, bits - 2)) {
            blob.vector(4, part -> part.bytes(number(size)));
        }
        return blob;
    }

    private static byte[] number(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).setBit(0).toByteArray();
    }

    private WireWriter kexInit() {
        WireWriter out = new WireWriter().u8(KEXINIT).bytes(new byte[16]);
        names(out, conduct.exchanges());
        names(out, List.copyOf(conduct.keys().keySet()));
        for (List<String> both : List.of(conduct.ciphers(), List.of("hmac-sha2-256"), List.of("none"))) {
            names(out, both);
            names(out, both);
        }
        names(out, List.of());
        names(out, List.of());
        return out.u8(0).u32(0);
    }

    private static void names(WireWriter out, List<String> names) {
        out.vector(4, list -> list.bytes(String.join(",", names).getBytes(StandardCharsets.US_ASCII)));
    }

    private static void send(OutputStream out, WireWriter payload) throws IOException {
        byte[] bytes = payload.toBytes();
        int padding = 8 - (bytes.length + 5) % 8 + 4;
        out.write(new WireWriter()
                .u32(1L + bytes.length + padding)
                .u8(padding)
                .bytes(bytes)
                .bytes(new byte[padding])
                .toBytes());
        out.flush();
    }
}
