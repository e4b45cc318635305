package dev.parley.observation;

import dev.parley.device.CallAccess;
import dev.parley.device.Device;
import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import dev.parley.security.SecurityDetails;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** What is known of an attempt at a session, for conventions that name things otherwise. Filled on the session's event loop. */
public final class OpenContext extends SenderContext<SessionKey> {
    private SessionKey session;
    private @Nullable Device device;
    private @Nullable SecurityDetails security;
    private @Nullable NetconfException failure;

    OpenContext(SessionKey session) {
        // NETCONF has no place for a trace's context that devices would know, so nothing of it is sent
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.session = session;
        setCarrier(session);
        setRemoteServiceName(session.device());
    }

    void of(SessionKey key, Device known) {
        session = key;
        device = known;
        setRemoteServiceName(key.device());
    }

    void secured(SecurityDetails details) {
        security = details;
    }

    void failed(NetconfException why) {
        failure = why;
    }

    /** Which attempt, with the device's name. */
    public SessionKey session() {
        return session;
    }

    /** The device, or null before the attempt has begun. */
    public @Nullable Device device() {
        return device;
    }

    /** Whether the device called (RFC 8071). */
    public boolean isCall() {
        return device != null && device.access() instanceof CallAccess;
    }

    /** What securing the connection came to, or null if it did not come to that. */
    public @Nullable SecurityDetails security() {
        return security;
    }

    /** Why there is no session, or null. */
    public @Nullable NetconfException failure() {
        return failure;
    }
}
