package dev.parley.doctor.verdict;

import static dev.parley.doctor.verdict.Gravity.BREAKS;
import static dev.parley.doctor.verdict.Gravity.HINDERS;
import static dev.parley.doctor.verdict.Gravity.NOTABLE;

import java.util.List;
import java.util.Locale;

/**
 * A fault that the doctor knows by name. The names never change; what each means and what to do about it is in the file of
 * texts beside this class.
 */
public enum Fault {
    // this machine
    /** A key, a certificate or a setting cannot be used. */
    SETTINGS_UNUSABLE(Layer.CLIENT, BREAKS),
    /** This process has no file descriptor left. */
    FILES_EXHAUSTED(Layer.CLIENT, BREAKS),
    /** This machine was too busy to judge anybody else. */
    CLIENT_STARVED(Layer.CLIENT, BREAKS),
    /** Bytes arrived here and were not taken in: a fault of this library. */
    CLIENT_STALLED(Layer.CLIENT, BREAKS),
    /** The clock of this machine is wrong. */
    CLOCK_WRONG(Layer.CLIENT, BREAKS),
    /** The same attempt fails now and works then. */
    INTERMITTENT(Layer.CLIENT, HINDERS),
    /** A failure that no rule knows. */
    UNEXPLAINED(Layer.CLIENT, BREAKS),

    // names and network
    /** The name has no address. */
    NAME_UNKNOWN(Layer.NETWORK, BREAKS),
    /** The name service does not answer. */
    NAME_SERVICE_SILENT(Layer.NETWORK, BREAKS),
    /** The name service answers late. */
    NAME_SERVICE_SLOW(Layer.NETWORK, HINDERS),
    /** Nobody listens on the port. */
    PORT_CLOSED(Layer.NETWORK, BREAKS),
    /** There is no way to the address. */
    NO_ROUTE(Layer.NETWORK, BREAKS),
    /** Nothing comes back from the address. */
    NO_ANSWER(Layer.NETWORK, BREAKS),
    /** One of several addresses cannot be reached. */
    ADDRESS_FAILING(Layer.NETWORK, HINDERS),
    /** The connection is taken and closed before a word. */
    CLOSED_ON_ACCEPT(Layer.NETWORK, BREAKS),
    /** Packets are lost on the way. */
    PACKET_LOSS(Layer.NETWORK, HINDERS),
    /** What we send is no longer acknowledged. */
    CONNECTION_DEAD(Layer.NETWORK, BREAKS),
    /** Large packets are lost on the way, and small ones are not. */
    LARGE_PACKETS_LOST(Layer.NETWORK, BREAKS),
    /** Each small piece waits for the acknowledgement of the one before. */
    NAGLE_DELAYS(Layer.NETWORK, HINDERS),
    /** SSH is on the port. */
    SSH_ON_PORT(Layer.NETWORK, BREAKS),
    /** A web server is on the port. */
    HTTP_ON_PORT(Layer.NETWORK, BREAKS),
    /** NETCONF is on the port, without encryption. */
    CLEARTEXT_ON_PORT(Layer.NETWORK, BREAKS),
    /** TLS is on the port. */
    TLS_ON_PORT(Layer.NETWORK, BREAKS),
    /** Something else is on the port. */
    OTHER_PROTOCOL_ON_PORT(Layer.NETWORK, BREAKS),

    // TLS
    /** The server does not answer the ClientHello. */
    TLS_SILENT(Layer.TLS, BREAKS),
    /** The handshake stops in the middle. */
    TLS_STALLED(Layer.TLS, BREAKS),
    /** The server closes during the handshake. */
    TLS_CLOSED(Layer.TLS, BREAKS),
    /** The server does not cope with a large ClientHello. */
    LARGE_CLIENT_HELLO(Layer.TLS, BREAKS),
    /** The server does not cope with the offer of TLS 1.3. */
    TLS13_INTOLERANT(Layer.TLS, BREAKS),
    /** No common version. */
    TLS_VERSION_REFUSED(Layer.TLS, BREAKS),
    /** No common cipher suite, group or signature. */
    TLS_PARAMETERS_REFUSED(Layer.TLS, BREAKS),
    /** The server takes a message of ours for wrong. */
    TLS_MESSAGE_REFUSED(Layer.TLS, BREAKS),
    /** Bytes changed on the way, or keys differ. */
    TLS_DATA_ALTERED(Layer.TLS, BREAKS),
    /** The server has a fault of its own. */
    TLS_SERVER_ERROR(Layer.TLS, BREAKS),
    /** The server gave the handshake up. */
    TLS_GIVEN_UP(Layer.TLS, BREAKS),
    /** The server is not the one of that name. */
    SERVER_NAME_UNKNOWN(Layer.TLS, BREAKS),
    /** The server insists on an application protocol. */
    ALPN_REFUSED(Layer.TLS, BREAKS),
    /** The server does not resume what we offer. */
    RESUMPTION_REFUSED(Layer.TLS, BREAKS),
    /** An alert that has no meaning here. */
    TLS_OTHER_ALERT(Layer.TLS, BREAKS),
    /** TLS failed in another way. */
    TLS_BROKEN(Layer.TLS, BREAKS),

    // the server's certificate
    /** It has expired. */
    CERTIFICATE_EXPIRED(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It is not valid yet. */
    CERTIFICATE_NOT_YET_VALID(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It is another server's. */
    CERTIFICATE_NAME_MISMATCH(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It has no name that counts. */
    CERTIFICATE_WITHOUT_NAMES(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It leads to nobody who is trusted. */
    AUTHORITY_UNKNOWN(Layer.SERVER_CERTIFICATE, BREAKS),
    /** The authority has a new key. */
    AUTHORITY_REPLACED(Layer.SERVER_CERTIFICATE, BREAKS),
    /** The server keeps a certificate back. */
    INTERMEDIATE_MISSING(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It is signed by itself. */
    CERTIFICATE_SELF_SIGNED(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It is not the pinned one. */
    CERTIFICATE_NOT_PINNED(Layer.SERVER_CERTIFICATE, BREAKS),
    /** Its key or signature is too weak. */
    CERTIFICATE_WEAK(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It is not for servers. */
    CERTIFICATE_WRONG_USAGE(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It was revoked. */
    CERTIFICATE_REVOKED(Layer.SERVER_CERTIFICATE, BREAKS),
    /** Our revocation lists do not say whether it was revoked. */
    REVOCATION_UNKNOWN(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It cannot be used for another reason. */
    CERTIFICATE_INVALID(Layer.SERVER_CERTIFICATE, BREAKS),
    /** It expires soon. */
    CERTIFICATE_EXPIRES_SOON(Layer.SERVER_CERTIFICATE, NOTABLE),

    // our own certificate
    /** The server asks for one, and there is none. */
    CLIENT_CERTIFICATE_MISSING(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** The server asks for another kind of key. */
    CLIENT_CERTIFICATE_OTHER_KIND(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** The server refuses it. */
    CLIENT_CERTIFICATE_REFUSED(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** It has expired. */
    CLIENT_CERTIFICATE_EXPIRED(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** It was revoked. */
    CLIENT_CERTIFICATE_REVOKED(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** The server does not trust who issued it. */
    CLIENT_AUTHORITY_UNKNOWN(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** It is good, and its owner may not come in. */
    CLIENT_NOT_PERMITTED(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** The server knows no user for it. */
    CLIENT_NOT_MAPPED(Layer.CLIENT_CERTIFICATE, BREAKS),
    /** Nobody asked for it. */
    CLIENT_CERTIFICATE_NOT_ASKED(Layer.CLIENT_CERTIFICATE, NOTABLE),

    // SSH
    /** No SSH is on the port. */
    NOT_SSH(Layer.SSH, BREAKS),
    /** The key exchange does not end. */
    SSH_SILENT(Layer.SSH, BREAKS),
    /** The connection ends before anybody is let in. */
    SSH_CLOSED(Layer.SSH, BREAKS),
    /** No common algorithms. */
    SSH_ALGORITHMS_REFUSED(Layer.SSH, BREAKS),
    /** The host's key is not known. */
    HOST_KEY_UNKNOWN(Layer.SSH, BREAKS),
    /** The host has another key. */
    HOST_KEY_CHANGED(Layer.SSH, BREAKS),
    /** The host's key was revoked. */
    HOST_KEY_REVOKED(Layer.SSH, BREAKS),
    /** The user, key or password is refused. */
    LOGIN_REFUSED(Layer.SSH, BREAKS),
    /** Nobody says whether we may come in. */
    LOGIN_UNANSWERED(Layer.SSH, BREAKS),
    /** There is no NETCONF behind the login. */
    SUBSYSTEM_REFUSED(Layer.SSH, BREAKS),

    // the capability exchange
    /** The device has no session left. */
    SESSION_LIMIT(Layer.HELLO, BREAKS),
    /** The device closes before its hello. */
    CLOSED_BEFORE_HELLO(Layer.HELLO, BREAKS),
    /** Not a byte of the hello comes. */
    HELLO_SILENT(Layer.HELLO, BREAKS),
    /** The hello stops in the middle. */
    HELLO_UNFINISHED(Layer.HELLO, BREAKS),
    /** The hello comes slower than the limit allows. */
    HELLO_SLOW(Layer.HELLO, BREAKS),
    /** The delimiter behind the hello is missing. */
    HELLO_WITHOUT_DELIMITER(Layer.HELLO, BREAKS),
    /** The hello is in chunks. */
    HELLO_CHUNKED(Layer.HELLO, BREAKS),
    /** The connection ends in the middle of the hello. */
    HELLO_CUT_OFF(Layer.HELLO, BREAKS),
    /** The hello is no XML. */
    HELLO_NOT_XML(Layer.HELLO, BREAKS),
    /** The hello has a document type. */
    HELLO_DOCTYPE(Layer.HELLO, BREAKS),
    /** The hello has entities. */
    HELLO_ENTITY(Layer.HELLO, BREAKS),
    /** The hello has no usable session-id. */
    HELLO_SESSION_ID(Layer.HELLO, BREAKS),
    /** The hello lists no capabilities. */
    HELLO_WITHOUT_CAPABILITIES(Layer.HELLO, BREAKS),
    /** No common base version. */
    NO_COMMON_BASE(Layer.HELLO, BREAKS),
    /** The hello breaks the standard in another way. */
    HELLO_INVALID(Layer.HELLO, BREAKS),
    /** The hello is larger or deeper than permitted. */
    HELLO_TOO_LARGE(Layer.HELLO, BREAKS),
    /** The device answers the hello with an error. */
    SESSION_REFUSED(Layer.HELLO, BREAKS),
    /** The device refuses messages with an XML declaration. */
    DECLARATION_REFUSED(Layer.HELLO, BREAKS),
    /** The device needs an XML declaration. */
    DECLARATION_NEEDED(Layer.HELLO, BREAKS),
    /** The device departs from the standard. */
    DEVIATIONS(Layer.HELLO, NOTABLE),
    /** The device knows base 1.0 only. */
    ONLY_BASE_1_0(Layer.HELLO, NOTABLE),
    /** ncclient would have stalled here. */
    NCCLIENT_STALL(Layer.HELLO, NOTABLE),

    // requests
    /** The first request is not answered. */
    REQUEST_UNANSWERED(Layer.REQUEST, BREAKS),
    /** The reply stops in the middle. */
    REPLY_UNFINISHED(Layer.REQUEST, BREAKS),
    /** The reply answers another request. */
    REPLY_TO_NOBODY(Layer.REQUEST, BREAKS),
    /** The device frames its messages in another way than agreed. */
    FRAMING_MISMATCH(Layer.REQUEST, BREAKS),
    /** The reply is no XML, or no reply. */
    REPLY_INVALID(Layer.REQUEST, BREAKS),
    /** The device closes when it is asked something. */
    CLOSED_ON_REQUEST(Layer.REQUEST, BREAKS),
    /** The connection ends in the middle of the reply. */
    REPLY_CUT_OFF(Layer.REQUEST, BREAKS),
    /** Access control refuses even nothing. */
    ACCESS_DENIED(Layer.REQUEST, BREAKS),
    /** The device answers with an error. */
    REQUEST_REFUSED(Layer.REQUEST, BREAKS),
    /** The device does not answer close-session. */
    CLOSE_UNANSWERED(Layer.REQUEST, HINDERS);

    private final Layer layer;
    private final Gravity gravity;

    /** Where a fault shows. */
    public enum Layer {
        /** This machine. */
        CLIENT,
        /** Names, addresses and packets. */
        NETWORK,
        /** The TLS handshake. */
        TLS,
        /** The certificate of the server. */
        SERVER_CERTIFICATE,
        /** Our own certificate. */
        CLIENT_CERTIFICATE,
        /** SSH, up to the started subsystem. */
        SSH,
        /** The capability exchange. */
        HELLO,
        /** Requests and replies. */
        REQUEST
    }

    Fault(Layer layer, Gravity gravity) {
        this.layer = layer;
        this.gravity = gravity;
    }

    /** Where it shows. */
    public Layer layer() {
        return layer;
    }

    /** How bad it is. */
    public Gravity gravity() {
        return gravity;
    }

    /** Its name for programs and searches, which never changes: {@code client-not-mapped}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, in a few words. */
    public String title() {
        return FaultTexts.of(this).title();
    }

    /** What it means, in a sentence or two. */
    public String meaning() {
        return FaultTexts.of(this).meaning();
    }

    /** What to do about it: on the client, in the network, on the device. */
    public List<Remedy> remedies() {
        return FaultTexts.of(this).remedies();
    }
}
