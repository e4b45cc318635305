package dev.parley.device;

/**
 * A device that has called us (RFC 8071): the connection is its own, and nobody can dial it by this.
 *
 * @param scheme what secures the connection: {@code tls} or {@code ssh}
 * @param address where the call came from
 */
public record CallAccess(String scheme, String address) implements Access {}
