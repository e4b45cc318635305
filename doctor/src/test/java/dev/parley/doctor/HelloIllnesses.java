package dev.parley.doctor;

import static dev.parley.doctor.Lab.hurried;
import static dev.parley.doctor.Lab.tls;

import dev.parley.device.Device;
import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.HelloFault;
import dev.parley.simulator.fault.HelloFault.Flaw;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.WireFault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Hellos that do not come, or cannot be accepted. */
final class HelloIllnesses {
    private HelloIllnesses() {}

    static List<Illness> hellos() {
        return List.of(
                Illness.of(
                        "no hello",
                        Fault.HELLO_SILENT,
                        "not a byte",
                        lab -> hurried(lab.simulated(new Break(Moment.Phase.SECURED, Ending.SILENCE)), Phase.HELLO)),
                Illness.of(
                        "a close in place of the hello",
                        Fault.CLIENT_NOT_MAPPED,
                        "fingerprint",
                        lab -> lab.simulated(new Break(Moment.Phase.SECURED, Ending.CLOSE))),
                Illness.of(
                        "TCP's end in place of the hello",
                        Fault.CLIENT_NOT_MAPPED,
                        lab -> lab.simulated(new Break(Moment.Phase.SECURED, Ending.FIN))),
                Illness.of(
                        "a close in place of the hello, in clear text",
                        Fault.CLOSED_BEFORE_HELLO,
                        lab -> lab.cleartext(new Break(Moment.Phase.SECURED, Ending.FIN))),
                Illness.of(
                        "silence in the middle of the hello",
                        Fault.HELLO_UNFINISHED,
                        "200 bytes of the hello",
                        lab -> hurried(lab.simulated(new Break(new Moment.InHello(200), Ending.SILENCE)), Phase.HELLO)),
                Illness.of(
                        "a close in the middle of the hello",
                        Fault.HELLO_CUT_OFF,
                        "200 bytes",
                        lab -> lab.simulated(new Break(new Moment.InHello(200), Ending.CLOSE))),
                Illness.of(
                        "a reset in the middle of the hello",
                        Fault.HELLO_CUT_OFF,
                        lab -> lab.simulated(new Break(new Moment.InHello(200), Ending.RESET))),
                Illness.of(
                        "a hello that comes too slowly",
                        Fault.HELLO_SLOW,
                        "the longest pause",
                        lab -> hurried(lab.simulated(new WireFault.Drip(4, Duration.ofMillis(25))), Phase.HELLO)),
                Illness.of(
                        "a hello without ]]>]]>",
                        Fault.HELLO_WITHOUT_DELIMITER,
                        "</hello>",
                        lab -> hurried(
                                lab.at(lab.tlsServer((wire, number) -> wire.say(PlainServer.HELLO)), tls()),
                                Phase.HELLO)),
                Illness.of(
                        "a hello in chunks",
                        Fault.HELLO_CHUNKED,
                        lab -> hurried(lab.simulated(new HelloFault.InChunks()), Phase.HELLO)),
                Illness.of(
                        "a server that closes when our hello has an XML declaration",
                        Fault.DECLARATION_REFUSED,
                        "without the XML declaration",
                        lab -> lab.at(lab.tlsServer((wire, number) -> declared(wire, false)), tls())),
                Illness.of(
                        "a server that closes when our hello has no XML declaration",
                        Fault.DECLARATION_NEEDED,
                        "with the XML declaration",
                        lab -> {
                            Device device = lab.at(lab.tlsServer((wire, number) -> declared(wire, true)), tls());
                            return device.withProtocol(device.protocol().withoutDeclaration());
                        }),
                Illness.of(
                        "a server that fails the first time only",
                        Fault.INTERMITTENT,
                        "when nothing was changed",
                        lab -> lab.at(
                                lab.tlsServer((wire, number) -> {
                                    if (number == 1) {
                                        wire.close();
                                    } else {
                                        wire.beDevice();
                                    }
                                }),
                                tls())));
    }

    private static void declared(PlainServer.Wire wire, boolean wanted) throws IOException {
        if (wire.hear(PlainServer.DELIMITER).startsWith("<?xml") == wanted) {
            wire.say(PlainServer.HELLO + PlainServer.DELIMITER);
            wire.answerAll();
        } else {
            wire.close();
        }
    }

    static List<Illness> helloContents() {
        return List.of(
                content("no session-id", Fault.HELLO_SESSION_ID, Flaw.WITHOUT_SESSION_ID),
                content("a session-id that is no number", Fault.HELLO_SESSION_ID, new HelloFault.SessionId("seven")),
                content("the session-id 0", Fault.HELLO_SESSION_ID, new HelloFault.SessionId("0")),
                content("no base version", Fault.NO_COMMON_BASE, Flaw.WITHOUT_BASE),
                content("an empty list of capabilities", Fault.HELLO_WITHOUT_CAPABILITIES, Flaw.WITHOUT_CAPABILITIES),
                content(
                        "capabilities of nobody",
                        Fault.NO_COMMON_BASE,
                        new HelloFault.Capabilities(List.of("urn:example:a"))),
                Illness.of("base 1.1 only, for a client of 1.0", Fault.NO_COMMON_BASE, lab -> {
                    Device device = lab.simulated(builder -> builder.base11Only());
                    return device.withProtocol(device.protocol().withBase10Only());
                }),
                content("an end tag missing", Fault.HELLO_NOT_XML, Flaw.NOT_WELL_FORMED),
                content("text in front of the hello", Fault.HELLO_NOT_XML, new HelloFault.InFront("Welcome!\n")),
                content("a document type", Fault.HELLO_DOCTYPE, Flaw.DOCTYPE),
                content("entities that multiply", Fault.HELLO_DOCTYPE, Flaw.ENTITY_BOMB),
                content("an entity that nobody declared", Fault.HELLO_ENTITY, Flaw.UNKNOWN_ENTITY),
                content("another document", Fault.HELLO_INVALID, new HelloFault.Instead("<bye/>")),
                content("an error in front of the hello", Fault.SESSION_REFUSED, Flaw.ERROR_IN_FRONT),
                content("an error in the hello's place", Fault.SESSION_REFUSED, Flaw.ERROR_INSTEAD),
                content("elements nested 5000 deep", Fault.HELLO_TOO_LARGE, new HelloFault.Nested(5_000)),
                Illness.of("a hello above the limit", Fault.HELLO_TOO_LARGE, lab -> {
                    Device device = lab.simulated(new HelloFault.Padded(100_000));
                    return device.withProtocol(device.protocol().withMaxHelloBytes(50_000));
                }));
    }

    private static Illness content(String name, Fault fault, HelloFault put) {
        return Illness.of(name, fault, lab -> lab.simulated(put));
    }
}
