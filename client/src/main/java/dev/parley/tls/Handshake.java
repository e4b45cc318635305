package dev.parley.tls;

import dev.parley.tls.TlsDetails.ClientCertificate;
import java.time.Instant;
import java.util.Optional;

/**
 * One handshake: whom it must reach, and what the TLS provider asked on the way. The provider calls back on the event
 * loop of the channel, with nothing but its engine in hand; {@link Handshakes} finds this by the engine.
 */
final class Handshake {
    private final ServerIdentity reference;
    private final Optional<Instant> clientExpired;
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
     * @param clientExpired when our own certificate expired, if it has
     */
    Handshake(ServerIdentity reference, Optional<Instant> clientExpired) {
        this.reference = reference;
        this.clientExpired = clientExpired;
    }

    ServerIdentity reference() {
        return reference;
    }

    Optional<Instant> clientExpired() {
        return clientExpired;
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
