package dev.parley.doctor;

import static dev.parley.doctor.Lab.hurried;
import static dev.parley.doctor.Lab.tls;

import dev.parley.doctor.verdict.Fault;
import dev.parley.error.Phase;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.Moment;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsAlert;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsProvider;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Handshakes that fail, with and without an alert. */
final class TlsIllnesses {
    private TlsIllnesses() {}

    static List<Illness> handshakes() {
        return List.of(
                Illness.of(
                        "no answer to the ClientHello",
                        Fault.TLS_SILENT,
                        "not a byte came back",
                        lab -> hurried(
                                lab.simulated(new Break(Moment.Phase.CLIENT_HELLO, Ending.SILENCE)), Phase.SECURE)),
                Illness.of(
                        "silence in the middle of the handshake",
                        Fault.TLS_STALLED,
                        "100 bytes",
                        lab -> hurried(
                                lab.simulated(new Break(new Moment.InHandshake(100), Ending.SILENCE)), Phase.SECURE)),
                Illness.of(
                        "a close in the middle of the handshake",
                        Fault.TLS_CLOSED,
                        lab -> lab.simulated(new Break(new Moment.InHandshake(100), Ending.FIN))),
                Illness.of(
                        "a reset in the middle of the handshake",
                        Fault.TLS_CLOSED,
                        lab -> lab.simulated(new Break(new Moment.InHandshake(100), Ending.RESET))),
                Illness.of(
                        "a ClientHello of more than one segment is dropped",
                        Fault.LARGE_CLIENT_HELLO,
                        "without the post-quantum group",
                        lab -> hurried(lab.at(picky(lab, record -> record.length < 1_400), hybrid()), Phase.SECURE)),
                Illness.of(
                        "a ClientHello that offers TLS 1.3 is dropped",
                        Fault.TLS13_INTOLERANT,
                        "with TLS 1.2 only",
                        lab -> hurried(lab.at(picky(lab, record -> !offersTls13(record)), tls()), Phase.SECURE)),
                Illness.of(
                        "a ServerHello of TLS 1.0",
                        Fault.TLS_VERSION_REFUSED,
                        lab -> lab.at(
                                lab.server((wire, number) -> {
                                    wire.record();
                                    wire.send(oldServerHello());
                                }),
                                tls())));
    }

    private static Tls hybrid() {
        return tls().withProvider(TlsProvider.BORINGSSL).withPolicy(TlsPolicy.COMPATIBLE.withPostQuantum());
    }

    /** A server that never answers a ClientHello that it does not like, and is a device otherwise. */
    private static int picky(Lab lab, Predicate<byte[]> liked) {
        SSLContext context = PlainServer.tls(Lab.PKI.server(), Lab.PKI.authority());
        return lab.server((wire, number) -> {
            byte[] record = wire.record();
            if (liked.test(record)) {
                wire.secured(context, record).beDevice();
            }
        });
    }

    /** Whether the extension supported_versions (43) has TLS 1.3 in the first place. */
    private static boolean offersTls13(byte[] record) {
        for (int i = 0; i + 6 < record.length; i++) {
            if (record[i] == 0 && record[i + 1] == 43 && record[i + 5] == 3 && record[i + 6] == 4) {
                return true;
            }
        }
        return false;
    }

    private static byte[] oldServerHello() {
        byte[] record = new byte[5 + 4 + 2 + 32 + 1 + 2 + 1];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[4] = (byte) (record.length - 5);
        record[5] = 2;
        record[8] = (byte) (record.length - 9);
        record[9] = 3;
        record[10] = 1;
        record[record.length - 3] = (byte) 0xC0;
        record[record.length - 2] = 0x2F;
        return record;
    }

    static List<Illness> alertsToClientHello() {
        return Stream.of(TlsAlert.values())
                .filter(alert -> alert != TlsAlert.NO_RENEGOTIATION)
                .map(alert -> Illness.of(
                        "the alert " + alert + " in answer to the ClientHello",
                        early(alert),
                        alert == TlsAlert.CLOSE_NOTIFY ? "" : alert.toString(),
                        lab -> lab.at(
                                lab.server((wire, number) -> {
                                    wire.record();
                                    wire.send((byte) 21, (byte) 3, (byte) 3, (byte) 0, (byte) 2, (byte) 2, (byte)
                                            alert.code());
                                    // what the client still says is taken, so that no reset overtakes the alert
                                    wire.hear("\0never\0");
                                }),
                                tls())))
                .toList();
    }

    private static Fault early(TlsAlert alert) {
        return switch (alert) {
            case CLOSE_NOTIFY, USER_CANCELED -> Fault.TLS_GIVEN_UP;
            case UNEXPECTED_MESSAGE,
                    RECORD_OVERFLOW,
                    ILLEGAL_PARAMETER,
                    DECODE_ERROR,
                    MISSING_EXTENSION,
                    UNSUPPORTED_EXTENSION -> Fault.TLS_MESSAGE_REFUSED;
            case BAD_RECORD_MAC, DECRYPT_ERROR -> Fault.TLS_DATA_ALTERED;
            case HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY -> Fault.TLS_PARAMETERS_REFUSED;
            case PROTOCOL_VERSION, INAPPROPRIATE_FALLBACK -> Fault.TLS_VERSION_REFUSED;
            case INTERNAL_ERROR -> Fault.TLS_SERVER_ERROR;
            case UNRECOGNIZED_NAME -> Fault.SERVER_NAME_UNKNOWN;
            case UNKNOWN_PSK_IDENTITY -> Fault.RESUMPTION_REFUSED;
            case NO_APPLICATION_PROTOCOL -> Fault.ALPN_REFUSED;
            default -> Fault.TLS_OTHER_ALERT;
        };
    }

    static List<Illness> alertsAfterHandshake() {
        return Stream.of(TlsAlert.values())
                .filter(alert -> alert != TlsAlert.CLOSE_NOTIFY && alert != TlsAlert.NO_RENEGOTIATION)
                .map(alert -> Illness.of(
                        "the alert " + alert + " in place of the hello",
                        late(alert),
                        alert == TlsAlert.USER_CANCELED ? "close_notify" : alert.toString(),
                        lab -> lab.simulated(new Break(Moment.Phase.SECURED, Ending.alert(alert.code())))))
                .toList();
    }

    private static Fault late(TlsAlert alert) {
        return switch (alert) {
            case HANDSHAKE_FAILURE, BAD_CERTIFICATE, UNSUPPORTED_CERTIFICATE, CERTIFICATE_UNKNOWN ->
                Fault.CLIENT_CERTIFICATE_REFUSED;
            case CERTIFICATE_REVOKED -> Fault.CLIENT_CERTIFICATE_REVOKED;
            case CERTIFICATE_EXPIRED -> Fault.CLIENT_CERTIFICATE_EXPIRED;
            case UNKNOWN_CA -> Fault.CLIENT_AUTHORITY_UNKNOWN;
            case ACCESS_DENIED -> Fault.CLIENT_NOT_PERMITTED;
            case CERTIFICATE_REQUIRED -> Fault.CLIENT_CERTIFICATE_MISSING;
            case USER_CANCELED -> Fault.CLIENT_NOT_MAPPED;
            default -> early(alert);
        };
    }
}
