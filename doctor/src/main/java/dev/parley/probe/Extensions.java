package dev.parley.probe;

/** The numbers of the extensions that are spoken of here, from the registry of TLS. */
public final class Extensions {
    /** The name of the server. */
    public static final int SERVER_NAME = 0;
    /** Where the client's certificate may be fetched. */
    public static final int CLIENT_CERTIFICATE_URL = 2;
    /** MACs of ten bytes. */
    public static final int TRUNCATED_HMAC = 4;
    /** A stapled OCSP response. */
    public static final int STATUS_REQUEST = 5;
    /** Groups. */
    public static final int SUPPORTED_GROUPS = 10;
    /** How points are written. */
    public static final int EC_POINT_FORMATS = 11;
    /** How peers may sign. */
    public static final int SIGNATURE_ALGORITHMS = 13;
    /** The protocol above TLS. */
    public static final int ALPN = 16;
    /** Whether the server's certificate may be a bare key. */
    public static final int SERVER_CERTIFICATE_TYPE = 20;
    /** First encrypt, then authenticate. */
    public static final int ENCRYPT_THEN_MAC = 22;
    /** A master secret that depends on the whole handshake. */
    public static final int EXTENDED_MASTER_SECRET = 23;
    /** Tickets of TLS 1.2. */
    public static final int SESSION_TICKET = 35;
    /** A key that both have already. */
    public static final int PRE_SHARED_KEY = 41;
    /** Data before the handshake is over. */
    public static final int EARLY_DATA = 42;
    /** Versions since TLS 1.3. */
    public static final int SUPPORTED_VERSIONS = 43;
    /** What a retried hello has to repeat. */
    public static final int COOKIE = 44;
    /** How keys that both have may be used. */
    public static final int PSK_KEY_EXCHANGE_MODES = 45;
    /** Public keys for groups. */
    public static final int KEY_SHARE = 51;
    /** Renegotiation that cannot be spliced. */
    public static final int RENEGOTIATION_INFO = 0xff01;

    private Extensions() {}
}
