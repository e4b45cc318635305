package dev.parley.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.NetconfException;
import dev.parley.message.Reply;
import dev.parley.monitoring.GetYangLibrary.Form;
import dev.parley.operation.Operation;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import java.util.List;

/** Any bytes at all as the answer to each question about a device: a value, or an error that says what is wrong. */
class MonitoringFuzz {
    private static final List<Operation<?>> QUESTIONS = List.of(
            GetSchema.of("m"),
            GetSchema.of("m").format(SchemaFormat.YIN),
            GetMonitoring.all(),
            new GetYangLibrary(Form.RFC_8525),
            new GetYangLibrary(Form.RFC_7895));

    @FuzzTest
    void anyAnswer(byte[] message) {
        YangHeader.of(new String(message, UTF_8)).ifPresent(header -> {
            if (header.name().length() > message.length) {
                throw new AssertionError("a name that nobody gave: " + header);
            }
        });
        for (Operation<?> question : QUESTIONS) {
            try {
                Reply reply = Reply.parse(message, message.length, XmlLimits.DEFAULT, new Met());
                if (!reply.isFailure()) {
                    question.read(reply);
                }
            } catch (NetconfException e) {
                if (e.getMessage().isBlank()) {
                    throw new AssertionError("an error without words", e);
                }
            }
        }
    }
}
