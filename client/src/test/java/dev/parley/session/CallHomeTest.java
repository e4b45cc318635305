package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.device.Timeouts;
import dev.parley.device.TlsAccess;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.OpenException.Reason;
import dev.parley.error.Phase;
import dev.parley.event.SessionEvent;
import dev.parley.fixture.Desk;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.simulator.DeviceEvent;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.TlsSettings;
import dev.parley.simulator.pki.CertToName;
import dev.parley.simulator.pki.Credentials;
import dev.parley.simulator.pki.DevicePki;
import dev.parley.simulator.pki.Holder;
import dev.parley.tls.Fingerprint;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import dev.parley.tls.TlsTrust;
import dev.parley.tls.TlsVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that call, over TLS (RFC 8071). */
@Timeout(90)
class CallHomeTest extends CallHomeContract {
    private static final DevicePki PKI = DevicePki.create();
    private static final DevicePki STRANGERS = DevicePki.create();
    /** Time for the call to come as far as the test wants it, however busy the machine is. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private static TlsIdentity identity(Credentials credentials) {
        return TlsIdentity.of(credentials.key(), credentials.chain());
    }

    private static Tls tls() {
        return Tls.trusting(TlsTrust.authorities(List.of(PKI.authority()))).withIdentity(identity(PKI.client()));
    }

    @Override
    protected CallHome calls(Inventory inventory) {
        return calls(tls(), inventory);
    }

    @Override
    protected Caller caller(String name) {
        return new Caller("dns:" + name, named(name));
    }

    /** Of a handshake record: only the TCP roles are reversed (RFC 8071 section 3.1, C2). */
    @Override
    protected int firstByte() {
        return 0x16;
    }

    private static CallHome calls(Tls tls, Inventory inventory) {
        return CallHome.tls(tls, inventory).on("127.0.0.1", 0);
    }

    private static Inventory knowing(String... names) {
        Map<String, Device> devices = new HashMap<>();
        for (String name : names) {
            devices.put("dns:" + name, Device.calling(name));
        }
        return Inventory.of(devices);
    }

    /** A device that has a certificate for a name. */
    private static DeviceSimulator.Builder named(String name) {
        return named(PKI, name);
    }

    private static DeviceSimulator.Builder named(DevicePki pki, String name) {
        return DeviceSimulator.builder()
                .running("<system xmlns='urn:example:system'><name>" + name + "</name></system>")
                .tls(TlsSettings.of(PKI).identity(pki.issue(Holder.server(name).dns(name))));
    }

    static Stream<Arguments> kindsOfTls() {
        return Stream.of(TlsProvider.JDK, TlsProvider.BORINGSSL)
                .flatMap(provider -> Stream.of(TlsVersion.values()).map(version -> Arguments.of(provider, version)));
    }

    @ParameterizedTest
    @MethodSource("kindsOfTls")
    void aDeviceThatCallsIsKnownByItsCertificateAndServedLikeAnyOther(TlsProvider provider, TlsVersion version)
            throws InterruptedException {
        Desk desk = new Desk();
        Tls tls = tls().withProvider(provider).withPolicy(TlsPolicy.COMPATIBLE.withVersions(version));
        Device pe1 = Device.calling("pe1").withTimeouts(Timeouts.of(Duration.ofSeconds(40)));
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener =
                    client.netconf().listen(calls(tls, Inventory.of(Map.of("dns:PE1.example", pe1))), desk);

            device.callHome(listener.address()).join();
            try (Session session = desk.session()) {
                assertThat(session.send(GetConfig.from(Datastore.RUNNING)).toString())
                        .contains("<name>pe1.example</name>");
                assertThat(session.device().name()).isEqualTo("pe1");
                assertThat(session.device().timeouts()).isEqualTo(pe1.timeouts());
                assertThat(session.device().label()).startsWith("pe1 (127.0.0.1:");
                assertThat(session.key()).hasToString("pe1#1");
                assertThat(session.tls().version()).isEqualTo(version);
                assertThat(session.tls().resumed()).isFalse();
                assertThat(session.timeline().entries())
                        .extracting(entry -> entry.phase())
                        .containsExactly(Phase.SECURE, Phase.HELLO);
            }
            assertThat(client.recorder().events(SessionEvent.Identified.class))
                    .singleElement()
                    .satisfies(known -> assertThat(known.device().name()).isEqualTo("pe1"));
            assertThat(listener.counts()).isEqualTo(new CallHomeListener.Counts(1, 1, 0, 0, 0));
        }
    }

    /** RFC 8071 section 3.1, C4: a certificate of the right authority is not enough. */
    @Test
    void aDeviceThatTheInventoryDoesNotHaveIsRefusedBeforeItHearsAWord() throws InterruptedException {
        Desk desk = new Desk();
        BlockingQueue<DeviceEvent> told = new LinkedBlockingQueue<>();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator stranger =
                        named("pe2.example").listener(told::add).start()) {
            CallHomeListener listener = client.netconf().listen(calls(knowing("pe1.example")), desk);

            stranger.callHome(listener.address()).join();
            NetconfException refusal = desk.refusal();

            assertThat(refusal).isInstanceOfSatisfying(OpenException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CALLER);
                assertThat(e.phase()).isEqualTo(Phase.SECURE);
                assertThat(e.advice()).isPresent();
            });
            assertThat(refusal).hasMessageStartingWith("call from 127.0.0.1:").hasMessageContaining("CN=pe2.example");
            assertThat(told).noneMatch(DeviceEvent.Secured.class::isInstance);
            assertThat(desk.isEmpty()).isTrue();
            assertThat(listener.counts()).isEqualTo(new CallHomeListener.Counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void aDeviceOfAnotherAuthorityIsRefusedWhateverItIsCalled() throws InterruptedException {
        Desk desk = new Desk();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator forged = named(STRANGERS, "pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(calls(knowing("pe1.example")), desk);

            forged.callHome(listener.address()).join();

            assertThat(desk.refusal())
                    .isInstanceOfSatisfying(
                            OpenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CA));
        }
    }

    /** RFC 8071 section 3.1, C5 (CH-06): a device whose certificate was revoked is hung up, whatever the inventory says. */
    @ParameterizedTest
    @MethodSource("kindsOfTls")
    void aDeviceWhoseCertificateWasRevokedIsRefused(TlsProvider provider, TlsVersion version) throws Exception {
        Desk desk = new Desk();
        BlockingQueue<DeviceEvent> told = new LinkedBlockingQueue<>();
        Credentials stolen = PKI.issue(Holder.server("pe1").dns("pe1.example"));
        Path lists = folder.resolve("revoked-" + provider + version + ".crl");
        Files.write(lists, PKI.revoke(stolen.certificate()).getEncoded());
        Tls tls = Tls.trusting(TlsTrust.authorities(List.of(PKI.authority())).withCrls(lists))
                .withIdentity(identity(PKI.client()))
                .withProvider(provider)
                .withPolicy(TlsPolicy.COMPATIBLE.withVersions(version));
        List<String> asked = new CopyOnWriteArrayList<>();
        Inventory inventory = caller -> {
            asked.addAll(caller.identifiers());
            return Optional.of(Device.calling("pe1"));
        };
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI).identity(stolen))
                        .listener(told::add)
                        .start();
                DeviceSimulator renewed = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(calls(tls, inventory), desk);

            device.callHome(listener.address()).join();
            NetconfException refusal = desk.refusal();

            assertThat(refusal).isInstanceOfSatisfying(OpenException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_REVOKED);
                assertThat(e.phase()).isEqualTo(Phase.SECURE);
                assertThat(e.advice()).isPresent();
            });
            assertThat(refusal)
                    .hasMessageStartingWith("call from 127.0.0.1:")
                    .hasMessageContaining("CN=pe1 is revoked since")
                    .hasMessageContaining("KEY_COMPROMISE");
            assertThat(asked).isEmpty();
            assertThat(told).noneMatch(DeviceEvent.Secured.class::isInstance);
            assertThat(client.recorder().events(SessionEvent.OpenFailed.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.failure()).isSameAs(refusal));

            // with a certificate that is on no list, the same device is served
            renewed.callHome(listener.address()).join();
            desk.session().close();
        }
    }

    /** A certificate is no secret: who shows one and has another key is nobody, and it counts as a refusal (CH-10). */
    @Test
    void whoShowsTheCertificateOfADeviceWithoutItsKeyIsNotTakenForIt() throws Exception {
        Desk desk = new Desk();
        Credentials real = PKI.issue(Holder.server("pe1").dns("pe1.example"));
        Credentials other = PKI.issue(Holder.server("pe1").dns("pe1.example"));
        CallHome how = calls(knowing("pe1.example")).withRefusalPause(2, LONG);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator thief = DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI).identity(new Credentials(other.key(), real.chain())))
                        .start()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            for (int i = 0; i < 2; i++) {
                thief.callHome(listener.address()).join();
                assertThat(desk.refusal()).hasMessageStartingWith("call from 127.0.0.1:");
            }

            assertThat(client.recorder().events(SessionEvent.Identified.class)).isEmpty();
            try (Socket any = dial(listener.address())) {
                assertThat(any.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(listener.counts().hungUp()).isEqualTo(1);
        }
    }

    @Test
    void oneIdentifierForTwoDevicesIsAMistake() {
        Map<String, Device> devices =
                Map.of("dns:PE1.example", Device.calling("pe1"), "dns:pe1.example", Device.calling("pe2"));

        assertThatThrownBy(() -> Inventory.of(devices))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stands for two devices");
        assertThat(Inventory.of(Map.of("dns:A", Device.calling("a"), "dns:a", Device.calling("a"))))
                .isNotNull();
    }

    @Test
    void aPinnedCertificateIsEnoughAndTheInventoryIsAskedAllTheSame() throws InterruptedException {
        Desk desk = new Desk();
        Credentials self = STRANGERS.issue(Holder.server("pe1").dns("pe1.example"));
        Credentials other = STRANGERS.issue(Holder.server("pe2").dns("pe2.example"));
        Fingerprint pin = Fingerprint.of(self.certificate());
        Tls tls = Tls.trusting(TlsTrust.pins(pin, Fingerprint.of(other.certificate())))
                .withIdentity(identity(PKI.client()));
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI).identity(self))
                        .start();
                DeviceSimulator unlisted = DeviceSimulator.builder()
                        .tls(TlsSettings.of(PKI).identity(other))
                        .start()) {
            CallHomeListener listener = client.netconf()
                    .listen(calls(tls, Inventory.of(Map.of("sha256:" + pin, Device.calling("pe1")))), desk);

            device.callHome(listener.address()).join();
            desk.session().close();
            unlisted.callHome(listener.address()).join();

            assertThat(desk.refusal())
                    .isInstanceOfSatisfying(
                            OpenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CALLER));
        }
    }

    /** RFC 8071 section 3.1, C6: only credentials that belong to this device are shown to it. */
    @ParameterizedTest
    @MethodSource("kindsOfTls")
    void eachDeviceIsShownTheClientCertificateThatIsForIt(TlsProvider provider, TlsVersion version)
            throws InterruptedException {
        Desk desk = new Desk();
        Tls tls = tls().withProvider(provider).withPolicy(TlsPolicy.COMPATIBLE.withVersions(version));
        BlockingQueue<String> users = new LinkedBlockingQueue<>();
        List<String> names = List.of("alice", "bob");
        Map<String, Device> devices = new HashMap<>();
        for (String name : names) {
            Tls forIt = tls().withIdentity(identity(PKI.issue(Holder.client(name))));
            devices.put(
                    "dns:" + name + ".example",
                    Device.of(new TlsAccess("192.0.2.1", 6513, forIt)).withName(name));
        }
        devices.put("dns:other.example", Device.calling("other"));
        try (WatchedClient client = WatchedClient.create();
                DeviceFarm farm = DeviceFarm.open(1)) {
            CallHomeListener listener = client.netconf().listen(calls(tls, Inventory.of(devices)), desk);
            for (String name : List.of("alice", "bob", "other")) {
                DeviceSimulator device = farm.start(DeviceSimulator.builder()
                        .tls(new TlsSettings(
                                PKI.issue(Holder.server(name).dns(name + ".example")),
                                List.of(PKI.authority()),
                                CertToName.of(PKI.authority(), CertToName.MapType.COMMON_NAME),
                                TlsSettings.of(PKI).versions(),
                                TlsSettings.Provider.JDK))
                        .listener(event -> {
                            if (event instanceof DeviceEvent.Secured secured) {
                                users.add(name + " hears " + secured.user());
                            }
                        }));
                device.callHome(listener.address()).join();
                desk.session().close();
            }
        }

        String byDefault =
                PKI.client().certificate().getSubjectX500Principal().getName().replace("CN=", "");
        assertThat(users).contains("alice hears alice", "bob hears bob", "other hears " + byDefault);
    }

    @Test
    void whoSaysNothingIsLetGoWhenItsTimeIsUp() throws IOException, InterruptedException {
        Desk desk = new Desk();
        try (WatchedClient client = WatchedClient.create()) {
            CallHomeListener listener = client.netconf()
                    .listen(
                            calls(knowing("pe1.example")).withTimeouts(Timeouts.DEFAULT.with(Phase.SECURE, ENOUGH)),
                            desk);

            try (Socket silent = dial(listener.address())) {
                NetconfException refusal = desk.refusal();

                assertThat(refusal).isInstanceOfSatisfying(OpenException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
                    assertThat(e.phase()).isEqualTo(Phase.SECURE);
                });
                // our ClientHello comes first: only the TCP roles are reversed (section 3.1, C2)
                assertThat(silent.getInputStream().readAllBytes()).startsWith(0x16, 0x03);
            }
        }
    }

    @Test
    void anAddressThatIsRefusedAgainAndAgainHasToWaitAndOneSuccessClearsItsRecord() throws Exception {
        Desk desk = new Desk();
        CallHome how = calls(knowing("pe1.example")).withRefusalPause(3, LONG);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator stranger = named("pe2.example").start();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            for (int i = 0; i < 2; i++) {
                stranger.callHome(listener.address()).join();
                desk.refusal();
            }
            device.callHome(listener.address()).join();
            desk.session().close();
            for (int i = 0; i < 3; i++) {
                stranger.callHome(listener.address()).join();
                desk.refusal();
            }

            try (Socket any = dial(listener.address())) {
                assertThat(any.getInputStream().read()).isEqualTo(-1);
            }

            assertThat(listener.counts()).isEqualTo(new CallHomeListener.Counts(6, 1, 5, 1, 0));
        }
    }

    @Test
    void anInventoryThatFailsOrBlocksHarmsNobodyElse() throws InterruptedException {
        Desk desk = new Desk();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Inventory inventory = caller -> {
            if (caller.identifiers().contains("dns:broken.example")) {
                throw new IllegalStateException("the database is gone");
            }
            if (caller.identifiers().contains("dns:slow.example")) {
                asked.countDown();
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Optional.of(Device.calling(caller.identifiers().get(1)));
        };
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator broken = named("broken.example").start();
                DeviceSimulator slow = named("slow.example").start();
                DeviceSimulator quick = named("quick.example").start()) {
            CallHomeListener listener = client.netconf().listen(calls(inventory), desk);

            broken.callHome(listener.address()).join();
            assertThat(desk.refusal()).hasMessageContaining("the database is gone");
            slow.callHome(listener.address()).join();
            asked.await();
            quick.callHome(listener.address()).join();
            try (Session session = desk.session()) {
                assertThat(session.device().name()).isEqualTo("dns:quick.example");
            }
            answer.countDown();
            try (Session session = desk.session()) {
                assertThat(session.device().name()).isEqualTo("dns:slow.example");
            }
        }
    }

    /** The threads that hang in it, and do not mind being interrupted, are made up for. */
    @Test
    void anInventoryThatHangsForSomeDoesNotKeepTheOthersOut() throws InterruptedException {
        int hanging = 70;
        Desk desk = new Desk();
        CountDownLatch answer = new CountDownLatch(1);
        Inventory inventory = caller -> {
            if (caller.identifiers().contains("dns:hangs.example")) {
                awaitWhateverComes(answer);
            }
            return Optional.of(Device.calling("pe1"));
        };
        CallHome how = calls(inventory)
                .withTimeouts(Timeouts.DEFAULT.with(Phase.SECURE, Duration.ofSeconds(3)))
                .withMaxUnknown(hanging, hanging)
                .withRefusalPause(10_000, LONG);
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator hangs = named("hangs.example").start();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            try {
                for (int i = 0; i < hanging; i++) {
                    hangs.callHome(listener.address()).join();
                }
                List<NetconfException> refusals = new ArrayList<>();
                for (int i = 0; i < hanging; i++) {
                    refusals.add(desk.refusal());
                }
                assertThat(refusals)
                        .allSatisfy(refusal -> assertThat(refusal)
                                .isInstanceOfSatisfying(
                                        OpenException.class,
                                        e -> assertThat(e.reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT)))
                        .anySatisfy(refusal -> assertThat(refusal).hasMessageContaining("the inventory did not say"));

                device.callHome(listener.address()).join();
                desk.session().close();
            } finally {
                answer.countDown();
            }
        }
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nor does the event loop wait for it, whoever carries out TLS: the next call comes in on the same one. */
    @ParameterizedTest
    @EnumSource(value = TlsProvider.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void anInventoryIsInterruptedWhenTheTimeOfTheCallIsUp(TlsProvider provider) throws InterruptedException {
        Desk desk = new Desk();
        CountDownLatch interrupted = new CountDownLatch(1);
        Inventory inventory = caller -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Optional.empty();
        };
        CallHome how = calls(tls().withProvider(provider), inventory)
                .withTimeouts(Timeouts.DEFAULT.with(Phase.SECURE, ENOUGH));
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(how, desk);

            device.callHome(listener.address()).join();

            assertThat(desk.refusal()).isInstanceOfSatisfying(OpenException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.HANDSHAKE_TIMEOUT);
                assertThat(e.advice())
                        .hasValueSatisfying(advice -> assertThat(advice).contains("what the inventory waits for"));
            });
            interrupted.await();
        }
    }

    /** A device that hangs up while the inventory is being asked leaves the event loop free, and the inventory too. */
    @ParameterizedTest
    @EnumSource(value = TlsProvider.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void aDeviceThatHangsUpWhileTheInventoryIsAskedIsNotWaitedFor(TlsProvider provider) throws InterruptedException {
        Desk desk = new Desk();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Inventory inventory = caller -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Optional.empty();
        };
        CallHome how = calls(tls().withProvider(provider), inventory).withTimeouts(Timeouts.of(Duration.ofMinutes(5)));
        try (WatchedClient client = WatchedClient.create()) {
            CallHomeListener listener = client.netconf().listen(how, desk);
            try (DeviceSimulator device = named("pe1.example").start()) {
                device.callHome(listener.address()).join();
                asked.await();
            }

            interrupted.await();
            assertThat(desk.refusal())
                    .isInstanceOfSatisfying(
                            OpenException.class, e -> assertThat(e.phase()).isEqualTo(Phase.SECURE));
        }
    }

    /** By default a listener takes what comes by either version of IP, and says where from without disguise. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void devicesCallByIpv4AndIpv6(String host) throws Exception {
        assumeTrue(
                host.equals("127.0.0.1") || NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null,
                "this machine has no IPv6 loopback");
        Desk desk = new Desk();
        CallHome how = CallHome.tls(tls(), knowing("pe1.example"));
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(how.on(how.host(), 0), desk);
            InetSocketAddress there =
                    new InetSocketAddress(host, listener.address().getPort());

            device.callHome(there).join();

            try (Session session = desk.session()) {
                String shown = host.equals("::1") ? "[::1]:" : "127.0.0.1:";
                assertThat(session.device().access().address()).startsWith(shown);
                assertThat(session.device().label()).startsWith("pe1.example (" + shown);
                assertThat(session.remoteAddress())
                        .isInstanceOfSatisfying(
                                InetSocketAddress.class,
                                address -> assertThat(address.getAddress()).isEqualTo(there.getAddress()));
            }
        }
    }

    @Test
    void twoDevicesOfOneCertificateAreNobody() throws InterruptedException {
        Desk desk = new Desk();
        Inventory inventory = Inventory.of(
                Map.of("dns:pe1.example", Device.calling("pe1"), "cn:pe1.example", Device.calling("somebody else")));
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(calls(inventory), desk);

            device.callHome(listener.address()).join();

            assertThat(desk.refusal())
                    .isInstanceOfSatisfying(
                            OpenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CALLER));
        }
    }

    @Test
    void aTakenPortIsToldOf() throws InterruptedException {
        Desk desk = new Desk();
        try (WatchedClient client = WatchedClient.create()) {
            int taken =
                    client.netconf().listen(calls(knowing()), desk).address().getPort();

            assertThatThrownBy(() -> client.netconf().listen(calls(knowing()).on("127.0.0.1", taken), desk))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1 port " + taken);
            assertThatThrownBy(() -> client.netconf().listen(calls(knowing()).on("192.0.2.1", 0), desk))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot listen on 192.0.2.1");
            assertThatThrownBy(() -> client.netconf().listen(calls(knowing()).on("no such host", 0), desk))
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void aClosedListenerTakesNoMoreCallsAndItsSessionsGoOn() throws InterruptedException {
        Desk desk = new Desk();
        try (WatchedClient client = WatchedClient.create();
                DeviceSimulator device = named("pe1.example").start()) {
            CallHomeListener listener = client.netconf().listen(calls(knowing("pe1.example")), desk);
            device.callHome(listener.address()).join();
            try (Session session = desk.session()) {
                InetSocketAddress address = listener.address();

                listener.close();
                listener.close();

                assertThatThrownBy(() -> device.callHome(address).join()).hasRootCauseInstanceOf(IOException.class);
                session.send(GetConfig.from(Datastore.RUNNING));
            }
        }
    }
}
