package dev.parley.simulator;

import dev.parley.message.Capability;
import dev.parley.simulator.datastore.DataNode;
import java.util.List;
import java.util.Optional;

/**
 * What came of a client's hello (RFC 6241 section 8.1).
 *
 * @param problem why it is none, or none that the device can work with
 * @param base11 whether both speak base 1.1
 */
record Greeting(Optional<String> problem, boolean base11) {

    /** What that message is as a hello to that device. */
    static Greeting of(Envelope hello, Endpoint device) {
        DataNode content = hello.content();
        if (!hello.isHello() || content == null) {
            return not("the client's first message is " + hello.name() + ", not hello");
        }
        if (content.child("session-id").isPresent()) {
            return not("the client's hello has a session-id");
        }
        List<String> offered = content.child("capabilities").stream()
                .flatMap(list -> list.children().stream())
                .map(DataNode::value)
                .toList();
        if (both(offered, device, Capability.BASE_1_1)) {
            return new Greeting(Optional.empty(), true);
        }
        return both(offered, device, Capability.BASE_1_0)
                ? new Greeting(Optional.empty(), false)
                : not("no base version in common");
    }

    private static Greeting not(String problem) {
        return new Greeting(Optional.of(problem), false);
    }

    private static boolean both(List<String> offered, Endpoint device, String base) {
        return device.speaks(base) && offered.stream().anyMatch(uri -> uri.equals(base) || uri.startsWith(base + "?"));
    }
}
