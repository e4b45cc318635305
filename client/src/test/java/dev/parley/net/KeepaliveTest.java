package dev.parley.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.transport.Attempt;
import dev.parley.transport.Calls;
import dev.parley.transport.LinkLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A link that is dead without a word is noticed within a minute, whoever dialled. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class KeepaliveTest {
    @Test
    void bothSidesOfAConnectionAreAskedWhetherTheyAreThere() {
        NetLoops loops = new NetLoops(1);
        try {
            CompletableFuture<Channel> answered = new CompletableFuture<>();
            CompletableFuture<Channel> dialled = new CompletableFuture<>();
            LinkLoop loop = loops.next();
            Calls calls = new Acceptor(loops)
                    .listen(
                            "127.0.0.1",
                            0,
                            (from, at) -> attempt(at),
                            (channel, attempt) -> answered.complete(channel));
            calls.accepting(true);
            loop.execute(() -> new Connector(loops)
                    .connect("127.0.0.1", calls.address().getPort(), attempt(loop), dialled::complete));

            for (Channel channel : new Channel[] {answered.join(), dialled.join()}) {
                Map<ChannelOption<?>, Object> options = channel.config().getOptions();
                assertThat(options).containsEntry(ChannelOption.SO_KEEPALIVE, true);
                assertThat(loops.keepalive())
                        .hasSize(3)
                        .allSatisfy((option, value) ->
                                assertThat(channel.config().getOption(option)).isEqualTo(value));
            }
        } finally {
            loops.close();
        }
    }

    /** One that nobody is told of. */
    private static Attempt attempt(LinkLoop loop) {
        return (Attempt) Proxy.newProxyInstance(
                Attempt.class.getClassLoader(),
                new Class<?>[] {Attempt.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "loop" -> loop;
                    case "isOver" -> false;
                    default -> null;
                });
    }
}
