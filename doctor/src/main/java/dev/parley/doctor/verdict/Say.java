package dev.parley.doctor.verdict;

import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Piece;
import dev.parley.tls.TlsAlert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** The words that several rules need. */
final class Say {
    private Say() {}

    /** What the library says, without "connect to … failed in … after …:", and without the counts behind it. */
    static String detail(Evidence.Failure failure) {
        String message = failure.message();
        int after = message.startsWith("connect to ") ? message.indexOf(": ", message.indexOf(" failed in ")) : -1;
        String detail = after < 0 ? message : message.substring(after + 2);
        return detail.replaceFirst(" \\(\\d+ bytes from the network, .*\\)$", "");
    }

    /** {@code 12 ms}, {@code 1.5 s}. */
    static String time(Duration time) {
        long millis = time.toMillis();
        return millis < 1_000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1e3).replace(".0 s", " s");
    }

    /** The first bytes that came, a character for each. */
    static String firstReceived(Evidence evidence) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : evidence.pieces()) {
            if (!piece.outbound() && text.length() < 256) {
                text.append(StandardCharsets.ISO_8859_1.decode(piece.bytes()));
            }
        }
        return text.toString();
    }

    /** The name of an alert with its number, as the standard has it. */
    static String alert(int code) {
        return TlsAlert.numbered(code)
                .map(TlsAlert::toString)
                .orElse("number " + code + ", which the standard does not know");
    }

    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
