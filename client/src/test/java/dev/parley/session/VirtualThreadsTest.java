package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.fixture.Line;
import dev.parley.fixture.Line.Rpc;
import dev.parley.fixture.ScriptedDevice;
import dev.parley.fixture.WatchedClient;
import dev.parley.operation.ReplyBody;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking requests from virtual threads, of which JDK 21 and newer have any number; without them nothing is tested. */
@Timeout(120)
class VirtualThreadsTest {
    private static final int SESSIONS = 4;
    private static final int EACH = 500;
    private static final Pattern NUMBER = Pattern.compile("<number>(\\d+)</number>");

    private final CountDownLatch allArrived = new CountDownLatch(SESSIONS);

    /** On the newest JDKs; the sources are for 17, where nobody can call it. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        Method factory = Stream.of(Executors.class.getMethods())
                .filter(method -> method.getName().equals("newVirtualThreadPerTaskExecutor"))
                .findFirst()
                .orElse(null);
        assumeThat(factory).as("virtual threads").isNotNull();
        return (ExecutorService) factory.invoke(null);
    }

    /**
     * There are as few carriers as processors, and no reply comes before every request has been written. If a caller that
     * waits held its carrier, or a lock that another needs, most requests would never be written.
     */
    @Test
    void twoThousandWaitAtATimeAndEachGetsItsOwnReply() throws Exception {
        ExecutorService threads = virtualThreads();
        try (ScriptedDevice device = ScriptedDevice.tcp(this::answerInReverse);
                WatchedClient client = WatchedClient.create()) {
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(client.open(patient(device.device())));
            }
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < SESSIONS * EACH; i++) {
                int number = i;
                Session session = sessions.get(number % SESSIONS);
                replies.add(threads.submit(() -> echo(session, number)));
            }
            threads.shutdown();

            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).get()).contains("<number xmlns=\"urn:x\">" + i + "</number>");
            }
            sessions.forEach(Session::close);
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Device patient(Device device) {
        Duration limit = Duration.ofSeconds(60);
        return device.withTimeouts(Timeouts.of(limit))
                .withProtocol(device.protocol().withPipelining(EACH, 0));
    }

    private static String echo(Session session, int number) {
        return session.send(dev.parley.operation.Rpc.of("<echo xmlns=\"urn:x\"><number>" + number + "</number></echo>")
                .as(ReplyBody.string()));
    }

    private void answerInReverse(Line line) throws IOException {
        line.base11();
        Deque<Rpc> requests = new ArrayDeque<>();
        while (requests.size() < EACH) {
            requests.push(line.request());
        }
        allArrived.countDown();
        awaitOthers();
        for (Rpc request : requests) {
            Matcher number = NUMBER.matcher(request.text());
            assertThat(number.find()).isTrue();
            line.reply(request, "<number xmlns=\"urn:x\">" + number.group(1) + "</number>");
        }
        line.serve();
    }

    private void awaitOthers() {
        try {
            assertThat(allArrived.await(60, TimeUnit.SECONDS))
                    .as("every request arrives although none is answered")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
