package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.CallHome;
import dev.parley.device.Device;
import dev.parley.device.Inventory;
import dev.parley.error.OpenException;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Commit;
import dev.parley.operation.Data;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Filter;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Validate;
import dev.parley.session.CallHomeListener;
import dev.parley.session.NotificationStream;
import dev.parley.session.Session;
import dev.parley.session.StreamItem;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsIdentity;
import dev.parley.tls.TlsTrust;
import dev.parley.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows as code is the code here, which compiles. */
class ReadmeTest {
    private static final Pattern SHOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMPILED = Pattern.compile("// shown from here\\n(.*?)// to here", Pattern.DOTALL);

    @Test
    void theExamplesOfTheLibraryAreTheOnesThatCompile() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String source = Files.readString(Path.of("src/test/java/dev/parley/ReadmeTest.java"));

        assertThat(words(COMPILED, source)).hasSize(3);
        assertThat(words(SHOWN, readme)).containsAll(words(COMPILED, source));
    }

    private static List<String> words(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1).replaceAll("\\s+", ""))
                .toList();
    }

    static void example() {
        // shown from here
        Tls tls = Tls.trusting(TlsTrust.caFile(Path.of("ca.crt")))
                .withIdentity(TlsIdentity.pem(Path.of("me.crt"), Path.of("me.key")));
        Device pe1 = Device.tls("pe1.example.net", tls);

        try (NetconfClient client = NetconfClient.create();
                Session session = client.open(pe1)) {
            Data running = session.send(GetConfig.from(Datastore.RUNNING));
            System.out.println(running);

            session.send(new Lock(Datastore.CANDIDATE));
            session.send(EditConfig.of(Datastore.CANDIDATE, Xml.read(Path.of("change.xml"))));
            session.send(new Validate(Datastore.CANDIDATE));
            session.send(Commit.withConfirmation(Duration.ofMinutes(5)));
            session.send(Commit.now());

            session.sendAsync(Get.all()).thenAccept(System.out::println);
            session.send(
                    GetConfig.from(Datastore.RUNNING).toFile(Path.of("pe1.xml")).within(Duration.ofMinutes(10)));
        } catch (OpenException e) {
            System.err.println(e.getMessage() + " → " + e.advice().orElse(""));
        }
        // to here
    }

    static void callHome(NetconfClient client, Tls tls) {
        // shown from here
        Inventory inventory = Inventory.of(Map.of("dns:pe3.example.net", Device.calling("pe3")));
        CallHomeListener listener = client.listen(CallHome.tls(tls, inventory), session -> configure(session));
        // to here
        listener.close();
    }

    static void watch(NetconfClient client, Device pe1) {
        // shown from here
        CreateSubscription changes = CreateSubscription.since(Instant.now().minus(Duration.ofHours(1)))
                .filter(Filter.subtree(
                        "<netconf-config-change xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-notifications'/>"));
        try (NotificationStream stream = client.watch(pe1, changes)) {
            stream.consume(item -> {
                        if (item instanceof StreamItem.Event event) {
                            System.out.println(event.notification().content());
                        } else if (item instanceof StreamItem.Lost lost) {
                            System.err.println(
                                    lost.notifications() + " were lost: they came faster than they were taken");
                        } else if (item instanceof StreamItem.Resumed resumed) {
                            System.err.println(resumed);
                        }
                    })
                    .join();
        }
        // to here
    }

    private static void configure(Session session) {
        session.send(Get.all());
    }
}
