package dev.parley.cli.command;

import dev.parley.cli.device.Callers;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.device.Hosts;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.ConfigContent;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.fault.Fault;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.yang.YangModules;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "simulate",
        header = "Run a simulated device.",
        description = {
            "Runs a NETCONF device that is not there, over TLS with fresh certificates or over SSH with fresh keys: it has datastores and locks, commits"
                    + " and confirmed commits, and suffers the faults that are asked for. It tells what happens until"
                    + " Ctrl-C ends it."
        },
        footer = {
            "@|bold Examples|@",
            "  parley simulate",
            "  parley simulate --ssh",
            "  parley simulate --ssh --call-home localhost",
            "  parley simulate --unix /tmp/device.sock",
            "  parley simulate --port 0 --pki lab --datastore pe1.xml",
            "  parley simulate --fault tls-records=4096,16 --fault reply-chunks=7",
            "  parley simulate --fault silent-hello --fault-share 10%%",
            "  parley simulate --faults"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final Pattern SHARE = Pattern.compile("(100|\\d{1,2}(\\.\\d+)?)%?");

    /** That of SSH's NETCONF, 830, takes privileges. */
    private static final int SSH_PORT = 2022;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on. Default: 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 takes any that is free. Default: 6513, over SSH 2022.")
    private @Nullable Integer port;

    @Option(names = "--datastore", paramLabel = "FILE", description = "What the device is configured with at first.")
    private @Nullable Path datastore;

    @Option(
            names = "--fault",
            paramLabel = "NAME[=VALUE]",
            description = "Something that goes wrong on every connection. May be repeated.")
    private List<String> faults = List.of();

    @Option(
            names = "--fault-share",
            paramLabel = "PERCENT",
            description = "Have it go wrong by chance, on that share of the connections: 10%%.")
    private @Nullable String faultShare;

    @Option(names = "--faults", description = "List the faults, and end.")
    private boolean listFaults;

    @Option(
            names = "--pki",
            paramLabel = "FOLDER",
            description =
                    "Where to write certificates or keys and a file of devices. Default: a folder that goes with it.")
    private @Nullable Path folder;

    @Option(names = "--base10", description = "Speak base 1.0 only.")
    private boolean base10;

    @Option(
            names = "--call-home",
            paramLabel = "HOST[:PORT]",
            description = "Call this client until it answers, over TLS on port 4335 or over SSH on 4334 (RFC 8071).")
    private @Nullable String client;

    @Option(names = "--ssh", description = "Listen for SSH, with a fresh host key, and a user by key or password.")
    private boolean ssh;

    @Option(names = "--unix", paramLabel = "FILE", description = "Listen on a UNIX socket in place of a port.")
    private @Nullable Path socket;

    @Option(names = "--cleartext", description = "Listen on bare TCP, without encryption or identities.")
    private boolean cleartext;

    @Mixin
    private final CommonOptions common;

    SimulateCommand(Console console) {
        common = new CommonOptions(console);
    }

    private FaultPlan plan() {
        Fault[] asked = faults.stream().map(NamedFault::parse).toArray(Fault[]::new);
        if (faultShare == null) {
            return FaultPlan.always(asked);
        }
        if (!SHARE.matcher(faultShare).matches() || asked.length == 0) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    asked.length == 0
                            ? "--fault-share says how often something goes wrong, and not what"
                            : "\"" + faultShare + "\" is no share of connections",
                    asked.length == 0 ? "name it with --fault" : "such as 10%, from 0% to 100%",
                    null);
        }
        double share = Double.parseDouble(faultShare.replace("%", "")) / 100;
        return FaultPlan.sometimes(share, System.nanoTime(), asked);
    }

    @Override
    public Integer call() throws IOException {
        Output output = common.output();
        if (listFaults) {
            list(output);
            return output.succeed().status();
        }
        DeviceSimulator.Builder description = SampleDevice.describe()
                .modules(YangModules.sample())
                .host(host)
                .port(portToUse())
                .faults(plan());
        if (datastore != null) {
            description.running(configuration(datastore, output));
        }
        if (base10) {
            description.base10Only();
        }
        try (Lab lab = Lab.create(folder, keys())) {
            lab.secure(description);
            run(description, lab, output);
        }
        return output.succeed().status();
    }

    private static DataTree configuration(Path file, Output output) {
        ConfigContent content = Places.content(new Input(output.console()).xml(file.toString()));
        return content.xml() == null ? DataTree.empty() : DataTree.of(content.xml());
    }

    private LabKeys keys() {
        if (Stream.of(ssh, cleartext, socket != null).filter(given -> given).count() > 1) {
            throw InputException.of(
                    Reason.BAD_VALUE, "--ssh, --unix and --cleartext are different ways to listen; give one of them");
        }
        if (socket != null) {
            return new LabKeys.Unix(socket);
        }
        return cleartext ? new LabKeys.Cleartext() : ssh ? LabKeys.Ssh.create() : LabKeys.Tls.create();
    }

    private int portToUse() {
        int number = port == null ? (ssh ? SSH_PORT : TlsAccess.PORT) : port;
        if (number < 0 || number > 65_535) {
            throw InputException.of(Reason.BAD_VALUE, "port " + number + " is not from 0 to 65535");
        }
        return number;
    }

    /** Runs the device until the thread is interrupted, which is what Ctrl-C does. */
    private void run(DeviceSimulator.Builder description, Lab lab, Output output) {
        try (DeviceSimulator device = start(description)) {
            lab.describe(device);
            new Happenings(device, output).introduce(lab, faults, faultShare);
            if (client != null) {
                call(device, lab, Callers.address(client, ssh ? 4334 : 4335), output);
            }
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            output.line("The device is gone.");
        }
    }

    /** Calls until somebody answers, as a device does (RFC 8071 section 4.1). */
    private void call(DeviceSimulator device, Lab lab, InetSocketAddress client, Output output)
            throws InterruptedException {
        String address = Hosts.withPort(client.getHostString(), client.getPort());
        boolean told = false;
        while (true) {
            try {
                device.callHome(client).get();
                output.line("It has called " + address + ".");
                return;
            } catch (ExecutionException nobody) {
                if (!told) {
                    output.line("Nobody answers at " + address + " yet; it goes on calling. Answer with");
                    output.line("");
                    output.line("  " + output.console().program() + " listen " + (ssh ? "--ssh" : "--tls")
                            + " --config " + lab.devices());
                    output.line("");
                    told = true;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private DeviceSimulator start(DeviceSimulator.Builder description) {
        try {
            return description.start();
        } catch (IllegalStateException e) {
            String why =
                    String.valueOf(e.getCause() instanceof BindException taken ? taken.getMessage() : e.getMessage());
            String where = socket == null ? Hosts.withPort(host, portToUse()) : socket.toString();
            throw new InputException(
                    Reason.BAD_SETTING, "cannot listen on " + where + ": " + why, adviceToListen(why), e);
        }
    }

    private String adviceToListen(String why) {
        if (socket != null) {
            return "the file must not be there yet, its folder must, and its path may have about 100 characters";
        }
        return why.contains("assign")
                ? "--host takes an address of this machine"
                : "--port 0 takes a port that is free";
    }

    private static void list(Output output) {
        int widest = 0;
        for (NamedFault fault : NamedFault.values()) {
            widest = Math.max(widest, fault.form().length());
        }
        for (NamedFault fault : NamedFault.values()) {
            String gap = " ".repeat(widest - fault.form().length() + 3);
            output.line("  " + output.paint().name(fault.form()) + gap + fault.description());
            output.fact(fault.word(), fault.description());
        }
    }
}
