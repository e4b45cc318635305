package dev.parley.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.operation.Get;
import dev.parley.sample.Cuts;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes at all from a server, before or behind a good hello, while three requests are under way: the engine never
 * throws, puts out the same however the bytes are cut, and ends every request and itself exactly once. The first byte
 * chooses the hello and the size of the pieces.
 */
class EngineFuzz {

    @FuzzTest
    void anyServer(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int choice = data[0] & 3;
        int size = 1 + ((data[0] & 0xff) >> 2);
        String hello = choice == 0 ? "" : choice == 1 ? Wire.hello("1.0") : Wire.hello("1.1");
        byte[] server = Arrays.copyOfRange(data, 1, data.length);

        String whole = outcome(hello, server, Integer.MAX_VALUE);
        String cut = outcome(hello, server, size);
        if (!whole.equals(cut)) {
            throw new AssertionError("whole:\n" + whole + "\n\ncut:\n" + cut);
        }
    }

    private static String outcome(String hello, byte[] server, int size) {
        Wire wire = new Wire(Wire.small());
        wire.onEstablished = () -> {
            wire.send(Get.all());
            wire.stream(Get.all());
            wire.send(Get.all());
        };
        wire.start().receives(hello);
        for (ByteBuffer piece : Cuts.cut(server, List.of(size))) {
            wire.receives(piece);
            wire.engine.tick(wire.now);
        }
        wire.engine.peerClosed("closed by the peer", null, wire.now);
        StringBuilder outcome = new StringBuilder();
        int ended = 0;
        int terminated = 0;
        boolean established = false;
        for (String line : wire.came()) {
            // the parts of a streamed reply differ with the pieces; joined they do not
            outcome.append(line.startsWith("102 part ") ? line.substring(9) : "\n" + line);
            ended += line.matches("(?s)10[123] (reply|end|failed).*") ? 1 : 0;
            terminated += line.startsWith("terminated ") ? 1 : 0;
            established |= line.startsWith("established ");
        }
        if (terminated != 1 || ended != (established ? 3 : 0)) {
            throw new AssertionError(ended + " requests ended, " + terminated + " ends of the session:" + outcome);
        }
        return outcome.toString();
    }
}
