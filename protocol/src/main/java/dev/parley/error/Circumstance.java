package dev.parley.error;

/**
 * What exactly is behind a failure, where its reason stands for several things that call for different remedies. For programs:
 * people read the message, which says the same in words and may change.
 */
public enum Circumstance {
    /** The server's certificate is signed by itself, and not trusted. */
    SELF_SIGNED,
    /** The server's certificate names a trusted authority, which has another key. */
    AUTHORITY_REPLACED,
    /** The server sent its own certificate and no other, and who issued it is not trusted. */
    SENT_ALONE,
    /** The server's certificate carries no subject alternative name at all (RFC 9525). */
    NO_ALTERNATIVE_NAME,
    /** The server's certificate is not meant for servers (RFC 5280 section 4.2.1.12). */
    NOT_FOR_SERVERS,
    /** The server asked for a client certificate, and none is configured. */
    NO_CLIENT_CERTIFICATE,
    /** The server asked for a client certificate with another kind of key than ours. */
    OTHER_KIND_OF_KEY,
    /** The peer ended the connection before it said anything at all. */
    PEER_SILENT,
    /** None of the ways to log in that we have is one that the server offers. */
    NO_LOGIN_TRIED,
    /** There is no file of known hosts at that path. */
    KNOWN_HOSTS_MISSING,
    /** The file of known hosts is there and cannot be read. */
    KNOWN_HOSTS_UNREADABLE,
    /** The server's hello came in chunks (RFC 6242 section 4.1). */
    HELLO_IN_CHUNKS,
    /** The server's hello has no session-id, or one that is none (RFC 6241 section 8.1). */
    NO_SESSION_ID,
    /** The server's hello lists no capabilities. */
    NO_CAPABILITIES
}
