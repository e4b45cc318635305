package dev.parley.doctor.evidence;

import dev.parley.doctor.evidence.TlsWire.Choice;
import dev.parley.doctor.evidence.TlsWire.Message;
import dev.parley.doctor.evidence.TlsWire.Offer;
import dev.parley.probe.CipherSuite;
import dev.parley.probe.MalformedException;
import dev.parley.probe.NamedGroup;
import dev.parley.probe.ServerMessage;
import dev.parley.probe.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a handshake that are in clear text. What cannot be read is noted by its name and length only. */
final class HandshakeReader {
    private static final int MOST_MESSAGES = 64;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int SESSION_TICKET = 35;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int NAMED_CURVE = 3;

    private final List<Message> messages = new ArrayList<>();
    private @Nullable Offer clientHello;
    private byte[] sessionOffered = {};
    private @Nullable Choice serverHello;
    private @Nullable String retryGroup;
    private boolean certificateRequested;
    private List<CertificateFacts> certificates = List.of();

    List<Message> messages() {
        return messages;
    }

    @Nullable
    Offer clientHello() {
        return clientHello;
    }

    @Nullable
    Choice serverHello() {
        return serverHello;
    }

    @Nullable
    String retryGroup() {
        return retryGroup;
    }

    boolean isCertificateRequested() {
        return certificateRequested;
    }

    List<CertificateFacts> certificates() {
        return certificates;
    }

    /** Takes in a whole message. */
    void take(boolean outbound, int type, byte[] body) {
        note(outbound, type, body.length);
        try {
            read(outbound, type, body);
        } catch (MalformedException e) {
            // its name and length stand in the list; whoever reads the evidence sees that nothing came of it
            return;
        }
    }

    /** Notes a message that is too long to be read. */
    void note(boolean outbound, int type, int length) {
        if (messages.size() < MOST_MESSAGES) {
            messages.add(new Message(outbound, TlsNames.message(type), length + 4));
        }
    }

    private void read(boolean outbound, int type, byte[] body) throws MalformedException {
        WireReader octets = WireReader.of(body);
        switch (type) {
            case 1 -> {
                if (outbound) {
                    readClientHello(octets, body.length + 4);
                }
            }
            case 2 -> readServerHello(octets);
            case 11 -> {
                if (!outbound) {
                    certificates = CertificateFacts.ofMessage(octets);
                }
            }
            case 12 -> readKeyExchange(octets);
            case 13 -> certificateRequested = true;
            default -> {}
        }
    }

    private void readClientHello(WireReader hello, int length) throws MalformedException {
        int legacyVersion = hello.u16();
        hello.octets(32);
        byte[] session = hello.vector8().rest().array();
        int suites = hello.vector16().rest().length() / 2;
        hello.vector8();
        List<String> versions = List.of(TlsNames.version(legacyVersion));
        List<String> groups = List.of();
        List<String> shares = new ArrayList<>();
        String name = null;
        boolean resuming = false;
        WireReader extensions = hello.isEmpty() ? hello : hello.vector16();
        while (!extensions.isEmpty()) {
            int kind = extensions.u16();
            byte[] content = extensions.vector16().rest().array();
            WireReader extension = WireReader.of(content);
            switch (kind) {
                case SERVER_NAME -> name = serverName(extension);
                case SUPPORTED_GROUPS -> groups = names(extension.vector16(), NamedGroup::name);
                case SUPPORTED_VERSIONS -> versions = names(extension.vector8(), TlsNames::version);
                case KEY_SHARE -> shares.addAll(shares(extension.vector16()));
                case PRE_SHARED_KEY -> resuming = true;
                case SESSION_TICKET -> resuming |= content.length > 0;
                default -> {}
            }
        }
        sessionOffered = session;
        clientHello = new Offer(length, versions, suites, groups, shares, name, resuming);
    }

    private static @Nullable String serverName(WireReader extension) throws MalformedException {
        WireReader list = extension.vector16();
        return !list.isEmpty() && list.u8() == 0 ? list.vector16().rest().latin() : null;
    }

    private static List<String> names(WireReader numbers, IntFunction<String> name) throws MalformedException {
        List<String> names = new ArrayList<>();
        while (!numbers.isEmpty()) {
            int number = numbers.u16();
            if (!TlsNames.isGrease(number)) {
                names.add(name.apply(number));
            }
        }
        return names;
    }

    private static List<String> shares(WireReader entries) throws MalformedException {
        List<String> shares = new ArrayList<>();
        while (!entries.isEmpty()) {
            int group = entries.u16();
            entries.vector16();
            if (!TlsNames.isGrease(group)) {
                shares.add(NamedGroup.name(group));
            }
        }
        return shares;
    }

    private void readServerHello(WireReader hello) throws MalformedException {
        int version = hello.u16();
        boolean retry = ServerMessage.ServerHello.isRetry(hello.octets(32));
        byte[] session = hello.vector8().rest().array();
        String suite = CipherSuite.of(hello.u16()).name();
        hello.u8();
        String group = null;
        boolean preShared = false;
        WireReader extensions = hello.isEmpty() ? hello : hello.vector16();
        while (!extensions.isEmpty()) {
            int kind = extensions.u16();
            WireReader extension = extensions.vector16();
            switch (kind) {
                case SUPPORTED_VERSIONS -> version = extension.u16();
                case KEY_SHARE -> group = NamedGroup.name(extension.u16());
                case PRE_SHARED_KEY -> preShared = true;
                default -> {}
            }
        }
        if (retry) {
            retryGroup = group;
            return;
        }
        // in TLS 1.2 a server that resumes echoes the identifier (RFC 5246 section 7.4.1.3), with tickets too
        Boolean resumed = version == 0x0304
                ? Boolean.valueOf(preShared)
                : session.length > 0 && Arrays.equals(session, sessionOffered) ? Boolean.TRUE : null;
        serverHello = new Choice(TlsNames.version(version), suite, group, resumed);
    }

    /** In TLS 1.2 the group of the key exchange stands here. */
    private void readKeyExchange(WireReader exchange) throws MalformedException {
        Choice chosen = serverHello;
        if (chosen != null && exchange.u8() == NAMED_CURVE) {
            serverHello = new Choice(chosen.version(), chosen.suite(), NamedGroup.name(exchange.u16()), false);
        }
    }
}
