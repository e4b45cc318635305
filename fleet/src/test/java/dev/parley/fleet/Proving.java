package dev.parley.fleet;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.device.Protocol;
import dev.parley.device.Timeouts;
import dev.parley.fleet.Plan.Again;
import dev.parley.inventory.FleetInventory;
import dev.parley.inventory.InventoryReader;
import dev.parley.inventory.Member;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Rpc;
import dev.parley.session.Session;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import dev.parley.xml.Xml;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A run over the fleet in a folder, as a program of its own that can be killed: it makes a change on each device and then fetches its
 * configuration, and prints a line for each device of which it knows how it stands. The arguments are the folder and, to make unknown
 * changes again, {@code again}.
 */
final class Proving {
    static final String NAMESPACE = "urn:parley:proof";
    static final String MARK = "mark";
    static final int PARALLEL = 50;

    private Proving() {}

    /** Works on it to the end. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Plan plan =
                Plan.DEFAULT.withParallel(PARALLEL).repeating(arguments.length > 1 ? Set.of(Again.UNKNOWN) : Set.of());
        FleetInventory inventory = inventory(folder);
        try (NetconfClient client = NetconfClient.builder().withoutLogging().build()) {
            SessionJob job = job(client, folder)
                    .changing(MARK, session -> session.sendAsync(Rpc.of(Xml.element(NAMESPACE, MARK))))
                    .reading("get-config", session -> fetch(session, folder));
            Path file = folder.resolve("run.jsonl");
            JournalHead head = JournalHead.of(job, inventory.members(), List.of());
            try (Journal journal = Files.exists(file) ? Journal.resume(file, head) : Journal.begin(file, head)) {
                FleetSummary summary = FleetRun.of(job, inventory.members(), plan)
                        .with(journal)
                        .with(new FleetListener() {
                            @Override
                            public void ended(Outcome outcome) {
                                Trouble trouble = outcome.trouble();
                                out.println("told " + outcome.member() + " " + outcome.state() + " "
                                        + (trouble == null ? "-" : trouble.code()));
                            }
                        })
                        .run();
                out.println("over " + summary.outcomes().size());
            }
        }
    }

    static FleetInventory inventory(Path folder) {
        return InventoryReader.forFields(Set.of("url"))
                .read(folder.resolve("net.csv"))
                .orThrow();
    }

    static SessionJob job(NetconfClient client, Path folder) {
        Tls tls = Tls.trusting(TlsTrust.caFile(folder.resolve(DevicePki.AUTHORITY_FILE)))
                .withIdentity(TlsIdentity.pem(
                        folder.resolve(DevicePki.CLIENT_FILE), folder.resolve(DevicePki.CLIENT_KEY_FILE)));
        return SessionJob.of("proof", client, member -> device(member, tls));
    }

    private static Device device(Member member, Tls tls) {
        int port = Integer.parseInt(member.setting("url").orElseThrow().texts().get(0));
        return Device.tls("127.0.0.1", port, tls)
                .withName(member.name())
                .withProtocol(Protocol.DEFAULT.withHelloHeadStart(Duration.ZERO))
                .withTimeouts(Timeouts.of(Duration.ofSeconds(10)).withClose(Duration.ofMillis(500)));
    }

    /** The file of a device is there when its configuration is whole. */
    static CompletableFuture<?> fetch(Session session, Path folder) {
        Path file = folder.resolve("out").resolve(session.device().name() + ".xml");
        return session.sendAsync(GetConfig.from(Datastore.RUNNING).toFile(file));
    }
}
