package dev.parley.doctor.evidence;

import dev.parley.error.Circumstance;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.Traffic;
import dev.parley.event.TcpState;
import dev.parley.message.Deviation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in one attempt to open a session, to ask one harmless thing, and to close it again. It holds observations
 * only; what they mean is said elsewhere. All times are counted from the beginning of the attempt unless they are an {@link
 * Instant}. Immutable.
 *
 * @param began when the attempt began
 * @param device the device's name
 * @param scheme how it is reached: {@code tls}, {@code ssh}, {@code tcp}, {@code unix}
 * @param target the address as the user has it: {@code pe1:6513}
 * @param variation what was done in another way than the user asks for
 * @param addresses what the name stands for; the address itself if it is one
 * @param failedAddresses the addresses that could not be connected to
 * @param local our end of the connection, or null if there was none
 * @param remote the other end, or null if there was none
 * @param steps what was done, in order
 * @param failure why it failed, or null if it did not
 * @param tcp what the system knew of the connection at first, or null if it does not tell
 * @param tcpLast the same at last
 * @param pieces the first pieces that passed at the socket
 * @param bytesSent the bytes that we sent in all
 * @param bytesReceived the bytes that came in all
 * @param tls what of TLS could be seen from outside
 * @param security what the finished handshake came to, or null if none was finished
 * @param ownCertificate our own certificate, or null if there is none
 * @param hello how the device's hello came
 * @param deviations how the device departed from the standard, in order
 * @param request the harmless request, or null if it was not come to that
 * @param lateReplies replies to requests that nobody waits for
 * @param traffic how far the bytes got at each layer
 * @param load how this machine fared meanwhile
 */
public record Evidence(
        Instant began,
        String device,
        String scheme,
        String target,
        Variation variation,
        List<String> addresses,
        List<AddressFailure> failedAddresses,
        @Nullable String local,
        @Nullable String remote,
        List<Step> steps,
        @Nullable Failure failure,
        @Nullable TcpState tcp,
        @Nullable TcpState tcpLast,
        List<Piece> pieces,
        long bytesSent,
        long bytesReceived,
        TlsWire tls,
        @Nullable Security security,
        @Nullable CertificateFacts ownCertificate,
        HelloArrival hello,
        List<Departure> deviations,
        @Nullable Exchange request,
        int lateReplies,
        Traffic traffic,
        ClientLoad load) {
    /** Copies the lists. */
    public Evidence {
        addresses = List.copyOf(addresses);
        failedAddresses = List.copyOf(failedAddresses);
        steps = List.copyOf(steps);
        pieces = List.copyOf(pieces);
        deviations = List.copyOf(deviations);
    }

    /**
     * Something that was done.
     *
     * @param name the phase, or the request's name, or {@code close}
     * @param began when
     * @param took how long
     * @param failed whether it came to a bad end
     * @param detail what came of it
     */
    public record Step(String name, Duration began, Duration took, boolean failed, String detail) {}

    /**
     * An address that could not be connected to.
     *
     * @param address which
     * @param why in the words of the operating system
     */
    public record AddressFailure(String address, String why) {}

    /**
     * Why the attempt failed, in the words of the library.
     *
     * @param code the kind of failure, which never changes: {@code hello-timeout}
     * @param phase in which phase, or null if it was before the first
     * @param after how long after the beginning
     * @param message what failed
     * @param advice what the library says to look at, or null
     * @param alert the TLS alert that the other side sent, by its number, or null if none was seen
     * @param circumstance what exactly it is, or null: {@code self-signed}
     * @param broken the rule of the protocol that was broken, or null: {@code bad-chunk}
     * @param certificate what was wrong with the path of the server's certificate, or null: {@code EXPIRED}, {@code
     *     NOT_YET_VALID}, {@code ALGORITHM_CONSTRAINED}
     * @param rpcErrorTag the tag of the {@code rpc-error} that the device answered, or null
     */
    public record Failure(
            String code,
            @Nullable Phase phase,
            Duration after,
            String message,
            @Nullable String advice,
            @Nullable Integer alert,
            @Nullable String circumstance,
            @Nullable String broken,
            @Nullable String certificate,
            @Nullable String rpcErrorTag) {
        /** Whether it is of one of these kinds, which are reasons of the library's exceptions. */
        public boolean is(Enum<?>... reasons) {
            return Arrays.stream(reasons).anyMatch(reason -> code.equals(codeOf(reason)));
        }

        /** Whether the rule of the protocol that was broken is that one. */
        public boolean broke(ProtocolException.Reason reason) {
            return codeOf(reason).equals(broken);
        }

        /** Whether exactly that happened. */
        public boolean is(Circumstance one) {
            return codeOf(one).equals(circumstance);
        }

        private static String codeOf(Enum<?> reason) {
            return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Bytes that passed the socket at once.
     *
     * @param outbound whether we sent them
     * @param offset where they began, counted in bytes of their direction
     * @param at when
     * @param length how many there were
     * @param bytes the bytes, read-only, or fewer where the evidence would become too large. In clear text secrets are in them
     */
    public record Piece(boolean outbound, long offset, Duration at, int length, ByteBuffer bytes) {
        /** Nobody can change the bytes. */
        public Piece {
            bytes = bytes.asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }
    }

    /**
     * How the connection is secured.
     *
     * @param summary in words
     * @param version the version of TLS, or null if it is none
     * @param suite the cipher suite, or null
     * @param group the key exchange group, or null where nobody tells
     * @param resumed whether an earlier session was resumed
     * @param clientCertificate what became of our certificate: {@code SENT}, {@code NONE}, {@code NOT_ASKED}, {@code
     *     OTHER_KIND}; null without TLS
     * @param chain the server's certificates, its own first
     */
    public record Security(
            String summary,
            @Nullable String version,
            @Nullable String suite,
            @Nullable String group,
            boolean resumed,
            @Nullable String clientCertificate,
            List<CertificateFacts> chain) {
        /** Copies the list. */
        public Security {
            chain = List.copyOf(chain);
        }
    }

    /**
     * A way in which the device departed from the standard.
     *
     * @param deviation which
     * @param detail what exactly
     */
    public record Departure(Deviation deviation, String detail) {}

    /**
     * A request.
     *
     * @param name its name
     * @param asked when
     * @param took how long until it had ended
     * @param received bytes that came meanwhile, after decryption
     * @param failure why there is no result, or null if there is one
     */
    public record Exchange(
            String name,
            Duration asked,
            Duration took,
            long received,
            @Nullable Failure failure) {}

    /** Why there is no session, or no answer to the request; empty if all went well. */
    public Optional<Failure> trouble() {
        if (failure != null) {
            return Optional.of(failure);
        }
        return request == null ? Optional.empty() : Optional.ofNullable(request.failure());
    }

    /** Whether a session came to be. */
    public boolean isEstablished() {
        return failure == null && hello.isWhole();
    }

    /** Whether something of the device's hello came, be it only a part of a TLS record, which cannot be read yet. */
    public boolean isHelloBegun() {
        return hello.bytes() > 0 || (isSecured() && tls.unfinished() > 0);
    }

    /** Whether everything went as it should. */
    public boolean isWell() {
        return trouble().isEmpty();
    }

    /** The step of that name. */
    public Optional<Step> step(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }

    /** The step that is that phase. */
    public Optional<Step> step(Phase phase) {
        return step(Watch.nameOf(phase));
    }

    /** Whether TLS, or the key exchange of SSH, was completed. */
    public boolean isSecured() {
        return step(Phase.SECURE).map(step -> !step.failed()).orElse(false);
    }

    /** All of it in plain values, for JSON: without the bytes that passed, in which secrets may be. */
    public Map<String, @Nullable Object> facts() {
        return Facts.of(this);
    }
}
