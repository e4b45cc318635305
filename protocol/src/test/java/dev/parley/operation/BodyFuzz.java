package dev.parley.operation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcErrorException;
import dev.parley.message.Reply;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes at all as a reply that streams into a file or through a reader: what it comes to is what it comes to in
 * memory. Only a file may accept what is not well-formed, because it is not parsed. The first byte chooses the size of the
 * pieces.
 */
class BodyFuzz {
    private static final Operation<?> GET = Get.all();
    private static final ReplyBody.Context CONTEXT =
            new ReplyBody.Context(GET, "get on pe1", XmlLimits.DEFAULT, new Met());

    @TempDir
    Path directory;

    @FuzzTest
    void anyReply(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        int size = 1 + (data[0] & 0xff);
        byte[] message = Arrays.copyOfRange(data, 1, data.length);
        String inMemory = inMemory(message);
        String inFile = inFile(message, size);
        String read = read(message, size);
        if (!inMemory.startsWith("broken") && !inFile.equals(inMemory)) {
            throw new AssertionError("in memory: " + inMemory + "\nin a file: " + inFile);
        }
        if (inMemory.startsWith("refused") != read.startsWith("refused") && !inMemory.startsWith("broken")) {
            throw new AssertionError("in memory: " + inMemory + "\nread: " + read);
        }
        if (inMemory.startsWith("broken") && read.startsWith("done")) {
            throw new AssertionError(inMemory + "\nread: " + read);
        }
    }

    private static String inMemory(byte[] message) {
        Reply reply;
        try {
            reply = Reply.parse(message, message.length, XmlLimits.DEFAULT, new Met());
        } catch (ProtocolException e) {
            return "broken: " + e.getMessage();
        }
        if (reply.isFailure()) {
            return "refused " + reply.errors();
        }
        try {
            return ((ReplyBody.Whole<String>) ReplyBody.string()).read(reply, GET);
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    private String inFile(byte[] message, int size) throws IOException {
        Path target = directory.resolve("reply.xml");
        try {
            return Files.readString(((ReplyBody.Streamed<Path>) ReplyBody.file(target))
                    .read(ArrivingParts.of(message, List.of(size)), CONTEXT));
        } catch (RpcErrorException e) {
            return "refused " + e.errors();
        } catch (ProtocolException e) {
            return e.getMessage();
        } catch (java.nio.charset.MalformedInputException e) {
            return "not text";
        }
    }

    private static String everyElement(XmlReader in) {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            in.skipElement();
        }
        return "done";
    }

    private static String read(byte[] message, int size) throws IOException {
        ReplyBody.Streamed<String> body = ReplyBody.reading(BodyFuzz::everyElement);
        try {
            return body.read(ArrivingParts.of(message, List.of(size)), CONTEXT);
        } catch (RpcErrorException e) {
            return "refused " + e.errors();
        } catch (ProtocolException e) {
            return "broken: " + e.getMessage();
        }
    }
}
