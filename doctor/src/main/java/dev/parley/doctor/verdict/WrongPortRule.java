package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.OpenException.Reason;
import java.util.List;
import java.util.regex.Pattern;

/** What is on the port when it is not what was asked for, going by the first bytes that came. */
final class WrongPortRule implements Rule {
    private static final Pattern NETCONF = Pattern.compile("(?s)^\\s*(<\\?xml.*|<([\\w.-]+:)?hello.*)");
    private static final int SHOWN = 60;

    @Override
    public List<Verdict> judge(Evidence evidence) {
        Failure failure = evidence.failure();
        String text = Say.firstReceived(evidence);
        if (failure == null || text.isEmpty() || !mayBe(failure)) {
            return List.of();
        }
        String inside = evidence.hello().start();
        if (inside.startsWith("HTTP/")) {
            return List.of(
                    Verdict.certain(Fault.HTTP_ON_PORT, "in place of the device's hello came " + quoted(inside)));
        }
        String start = text.stripLeading();
        String scheme = evidence.scheme();
        String seen = "the first bytes that came are " + quoted(text);
        if (start.startsWith("SSH-") && !scheme.equals("ssh")) {
            return List.of(Verdict.certain(Fault.SSH_ON_PORT, seen));
        }
        if (start.startsWith("HTTP/")) {
            return List.of(Verdict.certain(Fault.HTTP_ON_PORT, seen));
        }
        if (isTls(text) && !scheme.equals("tls")) {
            return List.of(Verdict.certain(Fault.TLS_ON_PORT, "the first bytes that came are those of a TLS record"));
        }
        if (NETCONF.matcher(start).matches() && (scheme.equals("tls") || scheme.equals("ssh"))) {
            return List.of(Verdict.certain(Fault.CLEARTEXT_ON_PORT, seen));
        }
        if (failure.is(Reason.NOT_TLS)) {
            return List.of(Verdict.certain(Fault.OTHER_PROTOCOL_ON_PORT, seen));
        }
        boolean noHello = failure.is(Reason.NOT_NETCONF) && scheme.equals("tcp") && !start.startsWith("<");
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

    private static boolean isTls(String text) {
        return text.length() > 2 && (text.charAt(0) == 21 || text.charAt(0) == 22) && text.charAt(1) == 3;
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
