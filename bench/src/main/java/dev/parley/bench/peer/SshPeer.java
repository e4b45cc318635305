package dev.parley.bench.peer;

import dev.parley.bench.Keys;
import dev.parley.bench.client.Wire;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.Request;
import dev.parley.simulator.notification.Flood;
import dev.parley.simulator.notification.NotificationSettings;
import dev.parley.simulator.ssh.Algorithms;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.ssh.SshUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same answers over SSH, by the simulated device. What it takes to give them counts for no client. */
final class SshPeer implements AutoCloseable {
    private static final Pattern SIZE = Pattern.compile("<size[^>]*>(\\d+)<");
    private static final Pattern EVENTS = Pattern.compile("<events[^>]*>(\\d+)<");
    private static final Pattern PER_SECOND = Pattern.compile("<per-second[^>]*>(\\d+)<");

    private static final Answer SMALL = Answer.data("""
            <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
              <interface><name>eth0</name><enabled>true</enabled><mtu>1500</mtu></interface>
            </interfaces>""");

    private final DeviceSimulator device;

    private SshPeer(DeviceSimulator device) {
        this.device = device;
    }

    /** Starts it, and writes its host key down for the clients. */
    static SshPeer start(Path keys, Wire wire) {
        HostKeys hostKeys = HostKeys.generate(HostKeys.Kind.ED25519);
        SshSettings settings = SshSettings.of(hostKeys, SshUser.named(Keys.USER).password(Keys.PASSWORD));
        CompletableFuture<DeviceSimulator> flooded = new CompletableFuture<>();
        DeviceSimulator device = DeviceSimulator.builder()
                .ssh(
                        wire.sshKeyExchange().equals(Wire.ANY)
                                ? settings
                                : settings.algorithms(Algorithms.usual().keyExchange(wire.sshKeyExchange())))
                .notifications(NotificationSettings.usual())
                .on("get-config", SshPeer::answer)
                .on("urn:parley:bench", "flood", request -> flood(flooded.join(), request))
                .start();
        flooded.complete(device);
        try {
            Files.write(keys.resolve(Keys.KNOWN_HOSTS), hostKeys.knownHosts(device.host(), device.port()));
        } catch (IOException e) {
            device.close();
            throw new UncheckedIOException(e);
        }
        return new SshPeer(device);
    }

    private static Answer flood(DeviceSimulator device, Request request) {
        device.flood(Flood.of(number(EVENTS, request)).perSecond((int) number(PER_SECOND, request)));
        return Answer.ok();
    }

    private static long number(Pattern pattern, Request request) {
        Matcher found = pattern.matcher(request.text());
        if (!found.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + request.text());
        }
        return Long.parseLong(found.group(1));
    }

    private static Answer answer(Request request) {
        Matcher size = SIZE.matcher(request.text());
        return size.find() ? Answer.generated(Long.parseLong(size.group(1))) : SMALL;
    }

    int port() {
        return device.port();
    }

    @Override
    public void close() {
        device.close();
    }
}
