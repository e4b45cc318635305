package dev.parley.cli.command;

import dev.parley.cli.terminal.Printable;
import dev.parley.device.Device;
import dev.parley.ssh.SshAccess;
import dev.parley.ssh.SshDetails;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a session over SSH.
 *
 * @param details what the connection came to
 * @param jumps the hosts that it goes through, the nearest first
 */
record SshReport(SshDetails details, List<String> jumps) {
    SshReport {
        jumps = List.copyOf(jumps);
    }

    static SshReport of(SshDetails details, Device device) {
        Deque<String> jumps = new ArrayDeque<>();
        SshAccess access = device.access() instanceof SshAccess ssh ? ssh.ssh().jump() : null;
        for (; access != null; access = access.ssh().jump()) {
            jumps.addFirst(access.ssh().user() + "@" + access.address());
        }
        return new SshReport(details, List.copyOf(jumps));
    }

    /** For people: labels and values. */
    Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        String mac = details.mac().equals("aead") ? "" : ", " + details.mac();
        String strict = details.strict() ? "" : ", without strict key exchange";
        rows.put("SSH", details.keyExchange() + ", " + details.cipher() + mac + strict);
        rows.put(
                "we are",
                Printable.line(details.user())
                        + (details.methods().isEmpty()
                                ? ", and not asked to prove it"
                                : ", by " + String.join(" and ", details.methods())));
        if (!jumps.isEmpty()) {
            rows.put("through", Printable.line(String.join(", ", jumps)));
        }
        rows.put("server", Printable.line(details.serverVersion()));
        rows.put("host key", details.hostKeyType() + " " + details.fingerprint());
        return rows;
    }

    /** For programs. */
    Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("server", details.serverVersion());
        facts.put("keyExchange", details.keyExchange());
        facts.put("strict", details.strict());
        facts.put("hostKeyType", details.hostKeyType());
        facts.put("hostKey", details.fingerprint());
        facts.put("cipher", details.cipher());
        facts.put("mac", details.mac());
        facts.put("user", details.user());
        facts.put("methods", details.methods());
        facts.put("jumps", jumps);
        return facts;
    }
}
