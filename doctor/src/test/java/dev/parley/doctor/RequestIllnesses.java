package dev.parley.doctor;

import static dev.parley.doctor.Lab.hurried;
import static dev.parley.doctor.Lab.tls;

import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.fault.ReplyFault;
import dev.parley.simulator.fault.ReplyFault.ReplyChange;
import dev.parley.simulator.fault.StopReading;
import java.time.Duration;
import java.util.List;

/** Requests without a good end. */
final class RequestIllnesses {
    private RequestIllnesses() {}

    static List<Illness> requests() {
        return List.of(
                Illness.of(
                        "no reply",
                        Fault.REQUEST_UNANSWERED,
                        "not a byte",
                        lab -> hurried(lab.simulated(on(new ReplyFault.Delayed(Duration.ofMinutes(5)))), Phase.RPC)),
                Illness.of(
                        "a device that reads nothing after its hello",
                        Fault.REQUEST_UNANSWERED,
                        lab -> hurried(lab.simulated(new StopReading(Moment.Phase.HELLO_SENT)), Phase.RPC)),
                Illness.of(
                        "a reply without its end",
                        Fault.REPLY_UNFINISHED,
                        lab -> hurried(lab.simulated(on(new ReplyFault.WithoutEnd())), Phase.RPC)),
                Illness.of(
                        "silence in the middle of the reply",
                        Fault.REPLY_UNFINISHED,
                        lab -> hurried(lab.simulated(new Break(new Moment.InReply(1, 30), Ending.SILENCE)), Phase.RPC)),
                Illness.of(
                        "a reply with another message-id",
                        Fault.REPLY_TO_NOBODY,
                        lab -> hurried(lab.simulated(on(new ReplyFault.MessageId("4711"))), Phase.RPC)),
                Illness.of(
                        "a reply that ends with ]]>]]>",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.EndOfMessageFraming())), Phase.RPC)),
                Illness.of(
                        "a chunk smaller than it says",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.FalseChunkSize(2))), Phase.RPC)),
                Illness.of(
                        "a chunk larger than it says",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.FalseChunkSize(-3))), Phase.RPC)),
                Illness.of(
                        "a chunk header without end",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.EndlessChunkHeader(40))), Phase.RPC)),
                Illness.of(
                        "bytes between two messages",
                        Fault.FRAMING_MISMATCH,
                        lab -> hurried(lab.simulated(on(new ReplyFault.BeforeFrame("oops"))), Phase.RPC)),
                Illness.of(
                        "a close in the middle of the reply",
                        Fault.REPLY_CUT_OFF,
                        lab -> lab.simulated(new Break(new Moment.InReply(1, 30), Ending.CLOSE))),
                Illness.of(
                        "a reset in the middle of the reply",
                        Fault.REPLY_CUT_OFF,
                        lab -> lab.simulated(new Break(new Moment.InReply(1, 30), Ending.RESET))),
                Illness.of(
                        "a close in place of the reply",
                        Fault.CLOSED_ON_REQUEST,
                        lab -> lab.at(
                                lab.tlsServer((wire, number) -> {
                                    wire.say(PlainServer.HELLO + PlainServer.DELIMITER);
                                    wire.hear(PlainServer.DELIMITER);
                                    wire.hear("\n##\n");
                                    wire.close();
                                }),
                                tls())),
                Illness.of(
                        "a reply that is not well-formed",
                        Fault.REPLY_INVALID,
                        lab -> hurried(lab.simulated(on(new ReplyFault.Instead("<data><open></data>"))), Phase.RPC)),
                Illness.of(
                        "access denied (RFC 8341)",
                        Fault.ACCESS_DENIED,
                        "access-denied",
                        lab -> lab.simulated(on(new ReplyFault.Instead(error("protocol", "access-denied"))))),
                Illness.of(
                        "another error in place of data",
                        Fault.REQUEST_REFUSED,
                        "operation-failed",
                        lab -> lab.simulated(on(new ReplyFault.Instead(error("application", "operation-failed"))))),
                Illness.of(
                        "no answer to close-session",
                        Fault.CLOSE_UNANSWERED,
                        lab -> hurried(
                                lab.simulated(new Break(new Moment.AfterReply(1), Ending.SILENCE)), Phase.CLOSE)));
    }

    static ReplyFault on(ReplyChange change) {
        return ReplyFault.every(change);
    }

    private static String error(String type, String tag) {
        return "<rpc-error><error-type>" + type + "</error-type><error-tag>" + tag
                + "</error-tag><error-severity>error</error-severity></rpc-error>";
    }
}
