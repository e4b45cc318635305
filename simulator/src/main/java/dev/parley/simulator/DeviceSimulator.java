package dev.parley.simulator;

import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.simulator.ServerEvents.Termination;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.datastore.Feature;
import dev.parley.simulator.datastore.Rule;
import dev.parley.simulator.datastore.Scheduler;
import dev.parley.simulator.datastore.Schema;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.notification.EventStream;
import dev.parley.simulator.notification.Flood;
import dev.parley.simulator.notification.NotificationSettings;
import dev.parley.simulator.ssh.HostKeys;
import dev.parley.simulator.ssh.SshSettings;
import dev.parley.simulator.yang.LibraryVersion;
import dev.parley.simulator.yang.YangModules;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * A NETCONF device that is not there: it listens, secures its connections, says hello, keeps datastores and answers, until
 * it is closed (RFC 6241, 6242, 7589, 9918). What it does wrong, it does because a {@link FaultPlan}, an
 * {@link RpcHandler} or a {@link Script} says so.
 *
 * <p>Safe for any thread. Requests of a session are served in order, one at a time; sessions are served side by side on the
 * event loops of the {@link DeviceFarm} that the device was started in, or on one thread of its own.
 */
public final class DeviceSimulator implements AutoCloseable {
    private final DeviceFarm farm;
    private final boolean ownsFarm;
    private final Security security;
    private final Chassis chassis;
    private final Doorway doorway;
    private final Optional<SocketAddress> address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DeviceSimulator(Builder from, Security security, DeviceFarm farm, boolean ownsFarm) {
        this.farm = farm;
        this.ownsFarm = ownsFarm;
        this.security = security;
        this.chassis = new Chassis(from, security, farm.loops().next());
        this.doorway = new Doorway(farm, security, chassis, chassis::nextDialogue, from.faults);
        this.address = doorway.listen(from.place());
    }

    /** Starts a description of a device. */
    public static Builder builder() {
        return new Builder();
    }

    // ---- where it is and what it has

    /**
     * The address it listens on, in digits.
     *
     * @throws IllegalStateException if it listens at no port
     */
    public String host() {
        return listeningOn(InetSocketAddress.class).getAddress().getHostAddress();
    }

    /**
     * The port it listens on.
     *
     * @throws IllegalStateException if it listens at no port
     */
    public int port() {
        return listeningOn(InetSocketAddress.class).getPort();
    }

    /**
     * The file of the UNIX socket it listens on.
     *
     * @throws IllegalStateException if it does not listen on one
     */
    public Path path() {
        return listeningOn(UnixDomainSocketAddress.class).getPath();
    }

    private <A extends SocketAddress> A listeningOn(Class<A> kind) {
        return address.filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> new IllegalStateException("this device listens "
                        + address.map(other -> "on " + other).orElse("nowhere")));
    }

    /**
     * The keys by which it is known over SSH.
     *
     * @throws IllegalStateException if it does not speak SSH
     */
    public HostKeys hostKeys() {
        if (security instanceof Security.Ssh ssh) {
            return ssh.settings().hostKeys();
        }
        throw new IllegalStateException("this device does not speak SSH");
    }

    /** Its configuration. */
    public Datastores datastores() {
        return chassis.datastores();
    }

    /** What its hello announces, in order. */
    public List<String> capabilities() {
        return chassis.capabilities();
    }

    /** The sessions that are open. */
    public List<SessionInfo> sessions() {
        return chassis.sessions().infos();
    }

    /** How many connections there were so far. */
    public int connections() {
        return doorway.connections();
    }

    /** How many requests it has received so far. */
    public long requests() {
        return chassis.sessions().tally().get(Tally.Of.REQUESTS);
    }

    // ---- what it is made to do

    /** Makes the connections from now on suffer what the plan says, counted from 1. */
    public void suffer(FaultPlan faults) {
        doorway.suffer(faults);
    }

    /** Lets the next connection that has no script yet be played by this one, and tells how that went. */
    public Performance play(Script script) {
        return chassis.play(script);
    }

    /** Tells somebody of everything that happens from now on. */
    public void listen(Consumer<DeviceEvent> listener) {
        chassis.listen(listener);
    }

    /**
     * Lets something happen now, on the stream {@code NETCONF} (RFC 5277 section 2.2.1): whoever has subscribed is notified.
     *
     * @param event the element that tells what happened
     */
    public void publish(String event) {
        emit(EventStream.NETCONF, event);
    }

    /**
     * Lets something happen now.
     *
     * @param stream the name of the stream
     * @param event the element that tells what happened
     * @throws IllegalArgumentException if there is no such stream
     */
    public void emit(String stream, String event) {
        notifications().emit(stream, event);
    }

    /**
     * Lets something have happened at another time, which is what the stream remembers and the notification says.
     *
     * @param stream the name of the stream
     * @param event the element that tells what happened
     * @throws IllegalArgumentException if there is no such stream
     */
    public void emit(String stream, Instant eventTime, String event) {
        notifications().emit(stream, eventTime, event);
    }

    /** Begins a flood of events. */
    public Flooding flood(Flood flood) {
        return notifications().flood(flood);
    }

    /** How many notifications were lost because clients did not read them: {@link NotificationSettings#queue}. */
    public long lostNotifications() {
        return notifications().lost();
    }

    /** Tells on the stream {@code NETCONF} that capabilities came or went (RFC 6470); the hello stays as it is. */
    public void tellOfCapabilities(List<String> added, List<String> deleted) {
        chassis.serverEvents().capabilitiesChanged(added, deleted);
    }

    private Notifications notifications() {
        return chassis.notifications().orElseThrow(() -> new IllegalStateException("this device has no notifications"));
    }

    /** Ends a session as an operator would; false if there is none of that number. */
    public boolean end(long sessionId, Ending ending) {
        return chassis.sessions().end(sessionId, ending, Termination.OTHER, "the operator ended the session");
    }

    /**
     * Calls a client that listens for devices (RFC 8071): the device dials, and is the TLS or SSH server all the same. It
     * calls once; whether and when it calls again is for the caller of this to say. A device that calls and says nothing, or
     * stops in the middle of its handshake, does so by its faults.
     *
     * @return completes when the TCP connection stands, or fails
     */
    public CompletableFuture<Void> callHome(InetSocketAddress client) {
        return doorway.dial(client);
    }

    /**
     * Stops listening, drops every connection as a power cut would, without a word from TLS, and returns when that is
     * done. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        doorway.close();
        farm.forget(this);
        if (ownsFarm) {
            farm.close();
        }
    }

    // ---- the description

    /** What a device is made from. Not for use by several threads; may make several devices. */
    public static final class Builder {
        @Nullable
        Security security;

        String host = "127.0.0.1";
        int port;

        @Nullable
        Place elsewhere;

        List<String> bases = List.of(Capability.BASE_1_0, Capability.BASE_1_1);
        List<Feature> features = List.of(Feature.values());
        final List<String> more = new ArrayList<>();

        @Nullable
        NotificationSettings notifications = NotificationSettings.usual();

        InstantSource clock = InstantSource.system();
        YangModules modules = YangModules.none();
        List<LibraryVersion> libraries = List.of(LibraryVersion.RFC_8525, LibraryVersion.RFC_7895);
        Schema schema = Schema.open();
        final List<Rule> rules = new ArrayList<>();
        DataTree running = DataTree.empty();
        DataTree startup = DataTree.empty();

        @Nullable
        Supplier<DataTree> state;

        final Map<QName, RpcHandler> handlers = new LinkedHashMap<>();
        FaultPlan faults = FaultPlan.none();

        @Nullable
        Scheduler scheduler;

        final List<Consumer<DeviceEvent>> listeners = new ArrayList<>();
        long firstSessionId = 1;
        int maxRequestBytes = 64 * 1024 * 1024;

        private Builder() {}

        /** Secures every connection with TLS. Either this, {@link #ssh} or {@link #clearText} must be called; the last one holds. */
        public Builder tls(TlsSettings settings) {
            this.security = new Security.Tls(settings);
            return this;
        }

        /** Secures every connection with SSH. */
        public Builder ssh(SshSettings settings) {
            this.security = new Security.Ssh(settings);
            return this;
        }

        /** Leaves every connection in clear text, without any authentication: for experiments on this machine. */
        public Builder clearText() {
            this.security = new Security.ClearText();
            return this;
        }

        /** The address to listen on; 127.0.0.1 unless it is said. */
        public Builder host(String address) {
            this.host = address;
            return this;
        }

        /** The port to listen on; 0, which lets the system choose, unless it is said. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** Listens on a UNIX socket in place of a port; the file must not be there, and goes when the device is closed. */
        public Builder unix(Path file) {
            this.elsewhere = new Place.Unix(file);
            return this;
        }

        /** Listens nowhere: it is reached by its {@linkplain #callHome calls} alone. */
        public Builder withoutListening() {
            this.elsewhere = new Place.Nowhere();
            return this;
        }

        Place place() {
            return elsewhere != null ? elsewhere : new Place.Tcp(host, port);
        }

        /** Speaks base 1.0 only: end-of-message framing throughout. */
        public Builder base10Only() {
            this.bases = List.of(Capability.BASE_1_0);
            return this;
        }

        /** Speaks base 1.1 only. */
        public Builder base11Only() {
            this.bases = List.of(Capability.BASE_1_1);
            return this;
        }

        /** Has these abilities and no others; all of them unless it is said. */
        public Builder features(Feature... some) {
            this.features = List.of(some);
            return this;
        }

        /** Announces one more capability. */
        public Builder capability(String uri) {
            more.add(uri);
            return this;
        }

        /** Knows no notifications. */
        public Builder withoutNotifications() {
            this.notifications = null;
            return this;
        }

        /** Notifies its clients so; as {@link NotificationSettings#usual} unless it is said. */
        public Builder notifications(NotificationSettings settings) {
            this.notifications = settings;
            return this;
        }

        /** Takes the time of day from there: for events, and for what of them is past or future. */
        public Builder clock(InstantSource time) {
            this.clock = time;
            return this;
        }

        /** Announces these modules, and gives them to whoever asks (RFC 6022); none unless it is said. */
        public Builder modules(YangModules some) {
            this.modules = some;
            return this;
        }

        /** Lists its modules in these forms and no others; in both unless it is said. */
        public Builder libraries(LibraryVersion... some) {
            this.libraries = List.of(some);
            return this;
        }

        /** Knows its data so. */
        public Builder schema(Schema known) {
            this.schema = known;
            return this;
        }

        /** Holds its configuration to a constraint more. */
        public Builder rule(Rule rule) {
            rules.add(rule);
            return this;
        }

        /** Runs with this configuration at first. */
        public Builder running(DataTree tree) {
            this.running = tree;
            return this;
        }

        /** Runs with this configuration at first. */
        public Builder running(String xml) {
            return running(DataTree.parse(xml));
        }

        /** Has this configuration in startup at first. */
        public Builder startup(DataTree tree) {
            this.startup = tree;
            return this;
        }

        /**
         * Tells this beside running when it is asked with {@code get}, in place of {@code netconf-state} and the library
         * of its modules, which it then does not announce either.
         */
        public Builder state(Supplier<DataTree> supplier) {
            this.state = supplier;
            return this;
        }

        /** Answers an operation so, in place of how it would by itself. */
        public Builder on(String namespace, String operation, RpcHandler handler) {
            handlers.put(new QName(namespace, operation), handler);
            return this;
        }

        /** Answers an operation of NETCONF's namespace so, in place of how it would by itself. */
        public Builder on(String operation, RpcHandler handler) {
            return on(Namespaces.BASE, operation, handler);
        }

        /** Suffers these faults from its first connection on. */
        public Builder faults(FaultPlan planned) {
            this.faults = planned;
            return this;
        }

        /** Takes its time from there: confirmed commits, delays and pauses. */
        public Builder scheduler(Scheduler time) {
            this.scheduler = time;
            return this;
        }

        /** Tells somebody of everything that happens. */
        public Builder listener(Consumer<DeviceEvent> listener) {
            listeners.add(listener);
            return this;
        }

        /** Counts its sessions from that number, from 1 to 4294967295; 1 unless it is said. */
        public Builder firstSessionId(long number) {
            this.firstSessionId = number;
            return this;
        }

        /** Ends a session that sends a longer message; 64 MiB unless it is said. */
        public Builder maxRequestBytes(int bytes) {
            this.maxRequestBytes = bytes;
            return this;
        }

        /**
         * Starts the device, on one thread of its own.
         *
         * @throws IllegalStateException if neither TLS, SSH nor clear text was chosen, or the port is taken
         */
        public DeviceSimulator start() {
            DeviceFarm own = DeviceFarm.open(1);
            try {
                return startIn(own, true);
            } catch (RuntimeException e) {
                own.close();
                throw e;
            }
        }

        DeviceSimulator startIn(DeviceFarm farm) {
            return startIn(farm, false);
        }

        private DeviceSimulator startIn(DeviceFarm farm, boolean ownsFarm) {
            if (security == null) {
                throw new IllegalStateException("choose tls(…), ssh(…) or clearText()");
            }
            return new DeviceSimulator(this, security, farm, ownsFarm);
        }
    }
}
