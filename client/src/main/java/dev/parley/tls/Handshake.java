package dev.parley.tls;

import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.tls.TlsDetails.ClientCertificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One handshake: whom it must reach, and what the TLS provider asked on the way. The provider calls back on the event
 * loop of the channel, with nothing but its engine in hand; {@link Handshakes} finds this by the engine.
 */
final class Handshake {
    private final ServerIdentity reference;
    private final @Nullable CallerCheck callers;
    private final InstantSource clock;
    private volatile Optional<Credentials> credentials;
    private volatile Server server = Server.UNKNOWN;
    private volatile ClientCertificate clientCertificate = ClientCertificate.NOT_ASKED;

    /** How the server became acceptable. */
    enum Server {
        /** Not yet. */
        UNKNOWN,
        /** Its certificates were checked in a full handshake. */
        CHECKED,
        /** The session was resumed, and the certificates of the first time were checked again. */
        RESUMED
    }

    /**
     * @param reference whom it must reach
     * @param credentials who we are, unless a device that calls is one that we are somebody else for
     * @param callers knows the devices that call, or null if we have called the device
     * @param clock what time it is
     */
    Handshake(
            ServerIdentity reference,
            Optional<Credentials> credentials,
            @Nullable CallerCheck callers,
            InstantSource clock) {
        this.reference = reference;
        this.credentials = credentials;
        this.callers = callers;
        this.clock = clock;
    }

    ServerIdentity reference() {
        return reference;
    }

    /** Who we are. */
    Optional<Credentials> credentials() {
        return credentials;
    }

    /** When our own certificate expired, if it has. */
    Optional<Instant> clientExpired() {
        return credentials.map(Credentials::notAfter).filter(end -> end.isBefore(clock.instant()));
    }

    /**
     * The server's certificates are acceptable: if it is a device that calls, now is the time to know it.
     *
     * @throws Refusal if nobody does
     */
    void accepted(List<X509Certificate> chain) throws Refusal {
        if (callers == null) {
            return;
        }
        TlsIdentity ours;
        try {
            ours = callers.recognise(chain);
        } catch (NetconfException e) {
            throw new Refusal(
                    OpenException.Reason.FAILED, e.getMessage(), e.advice().orElse(null), e);
        } catch (RuntimeException e) {
            throw new Refusal(OpenException.Reason.FAILED, "looking the caller up failed: " + e, null, e);
        }
        if (ours == null) {
            throw new Refusal(
                    OpenException.Reason.UNKNOWN_CALLER,
                    "the certificate "
                            + chain.get(0).getSubjectX500Principal().getName() + " (sha256:"
                            + Fingerprint.of(chain.get(0)) + ") belongs to no device of the inventory",
                    "if the device is to be let in, enter it in the inventory by one of the names in its certificate, or by"
                            + " the fingerprint after comparing it on the device itself",
                    null);
        }
        credentials = ours.credentials().or(() -> credentials);
    }

    Server server() {
        return server;
    }

    ClientCertificate clientCertificate() {
        return clientCertificate;
    }

    void serverIs(Server accepted) {
        server = accepted;
    }

    void clientCertificateIs(ClientCertificate given) {
        clientCertificate = given;
    }
}
