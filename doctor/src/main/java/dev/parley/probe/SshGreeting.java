package dev.parley.probe;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an SSH server says in the clear before keys are exchanged (RFC 4253 sections 4.2 and 7.1).
 *
 * @param identification its first line, such as {@code SSH-2.0-OpenSSH_9.9}
 * @param exchanges the key exchanges, the preferred first
 * @param hostKeys the signatures of host keys
 * @param ciphers the ciphers of either direction
 * @param macs the MACs of either direction
 * @param compressions the compression methods of either direction
 */
public record SshGreeting(
        String identification,
        List<String> exchanges,
        List<String> hostKeys,
        List<String> ciphers,
        List<String> macs,
        List<String> compressions) {
    private static final int KEXINIT = 20;
    private static final int COOKIE = 16;

    /** Copies the lists. */
    public SshGreeting {
        exchanges = List.copyOf(exchanges);
        hostKeys = List.copyOf(hostKeys);
        ciphers = List.copyOf(ciphers);
        macs = List.copyOf(macs);
        compressions = List.copyOf(compressions);
    }

    /** Reads a SSH_MSG_KEXINIT. */
    static SshGreeting read(String identification, Octets payload) throws MalformedException {
        WireReader in = WireReader.of(payload);
        int type = in.u8();
        if (type != KEXINIT) {
            throw new MalformedException("the server's first message is " + type + " and not SSH_MSG_KEXINIT");
        }
        in.octets(COOKIE);
        List<String> exchanges = names(in);
        List<String> hostKeys = names(in);
        List<String> ciphers = both(names(in), names(in));
        List<String> macs = both(names(in), names(in));
        List<String> compressions = both(names(in), names(in));
        return new SshGreeting(identification, exchanges, hostKeys, ciphers, macs, compressions);
    }

    private static List<String> names(WireReader in) throws MalformedException {
        String list = in.vector32().rest().latin();
        return list.isEmpty() ? List.of() : List.of(list.split(","));
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}
