package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.OpenException.Reason;
import dev.parley.probe.Speech;
import java.util.List;

/** What is on the port when it is not what was asked for, going by the first bytes that came. */
final class WrongPortRule implements Rule {
    private static final int SHOWN = 60;

    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        String text = Say.firstReceived(evidence);
        if (failure == null || text.isEmpty() || !mayBe(failure)) {
            return List.of();
        }
        String inside = evidence.hello().start();
        if (Speech.of(inside) == Speech.HTTP) {
            return List.of(
                    Verdict.certain(Fault.HTTP_ON_PORT, "in place of the device's hello came " + quoted(inside)));
        }
        String scheme = evidence.scheme();
        String seen = "the first bytes that came are " + quoted(text);
        Fault fault = switch (Speech.of(text)) {
            case SSH -> scheme.equals("ssh") ? null : Fault.SSH_ON_PORT;
            case HTTP -> Fault.HTTP_ON_PORT;
            case TLS -> scheme.equals("tls") ? null : Fault.TLS_ON_PORT;
            case NETCONF -> scheme.equals("tls") || scheme.equals("ssh") ? Fault.CLEARTEXT_ON_PORT : null;
            case UNKNOWN -> null;
        };
        if (fault != null) {
            return List.of(Verdict.certain(
                    fault, fault == Fault.TLS_ON_PORT ? "the first bytes that came are those of a TLS record" : seen));
        }
        if (failure.is(Reason.NOT_TLS)) {
            return List.of(Verdict.certain(Fault.OTHER_PROTOCOL_ON_PORT, seen));
        }
        boolean noHello = failure.is(Reason.NOT_NETCONF)
                && scheme.equals("tcp")
                && !text.stripLeading().startsWith("<");
        return noHello && !text.startsWith("\n#")
                ? List.of(Verdict.likely(Fault.OTHER_PROTOCOL_ON_PORT, seen))
                : List.of();
    }

    private static boolean mayBe(Failure failure) {
        return failure.is(
                Reason.NOT_TLS,
                Reason.NOT_SSH,
                Reason.NOT_NETCONF,
                Reason.BAD_HELLO,
                Reason.HELLO_TIMEOUT,
                Reason.HANDSHAKE_TIMEOUT,
                Reason.CLOSED_BY_PEER,
                Reason.FAILED);
    }

    private static String quoted(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.chars()
                .limit(SHOWN)
                .forEach(c -> shown.append(
                        c == '\n' ? "\\n" : c == '\r' ? "\\r" : c >= ' ' && c < 0x7F ? String.valueOf((char) c) : "."));
        return shown.append(text.length() > SHOWN ? "…\"" : "\"").toString();
    }
}
