package dev.parley.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.error.ProtocolException;
import dev.parley.sample.Met;
import dev.parley.xml.XmlLimits;

/** Any bytes at all as a server's hello: a hello that can be used, or a protocol error. */
class HelloFuzz {

    @FuzzTest
    void anyHello(byte[] message) {
        ServerHello hello;
        try {
            hello = ServerHello.parse(message, message.length, true, XmlLimits.DEFAULT, new Met());
        } catch (ProtocolException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("an error without words", e);
            }
            return;
        }
        if (hello.sessionId() < 1
                || hello.sessionId() > 4_294_967_295L
                || hello.capabilities().size() == 0) {
            throw new AssertionError("not a hello to go on with: " + hello);
        }
        for (Capability capability : hello.capabilities()) {
            if (!capability.uri().startsWith(capability.name())
                    || capability.parameters().containsKey("")) {
                throw new AssertionError("taken apart wrongly: " + capability);
            }
        }
    }
}
