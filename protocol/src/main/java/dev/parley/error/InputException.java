package dev.parley.error;

import org.jspecify.annotations.Nullable;

/**
 * Something that the caller supplied cannot be used, and nothing was sent: a file that is unreadable, a key that does
 * not belong to its certificate, an address that is none, a document that is not well-formed.
 */
public final class InputException extends NetconfException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What is wrong with the input. */
    public enum Reason {
        /** A file is missing or unreadable. */
        FILE_UNREADABLE,
        /** A certificate file holds no certificate, or one that cannot be parsed. */
        BAD_CERTIFICATE,
        /** A key file holds no private key, or one in a form that is not known. */
        BAD_KEY,
        /** A key or key store is encrypted, and the passphrase is missing or wrong. */
        BAD_PASSPHRASE,
        /** The private key does not belong to the certificate. */
        KEY_MISMATCH,
        /** A fingerprint is not 64 hexadecimal digits of SHA-256. */
        BAD_FINGERPRINT,
        /** A device's address or URL is malformed, or names a transport that is not there. */
        BAD_ADDRESS,
        /** A setting is missing, contradicts another, or is out of range. */
        BAD_SETTING,
        /** XML that is not well-formed, or not of the form that is asked for. */
        BAD_XML,
        /** A value that the operation does not allow. */
        BAD_VALUE
    }

    /**
     * @param reason the kind
     * @param message what is wrong, and where
     * @param advice what to do, or null
     * @param cause the underlying exception, or null
     */
    public InputException(Reason reason, String message, @Nullable String advice, @Nullable Throwable cause) {
        this(reason, null, message, advice, cause);
    }

    /**
     * @param reason the kind
     * @param circumstance what exactly, or null
     * @param message what is wrong, and where
     * @param advice what to do, or null
     * @param cause the underlying exception, or null
     */
    public InputException(
            Reason reason,
            @Nullable Circumstance circumstance,
            String message,
            @Nullable String advice,
            @Nullable Throwable cause) {
        super(message, Fate.NOT_SENT, advice, cause, circumstance);
        this.reason = reason;
    }

    /** An input error without further cause. */
    public static InputException of(Reason reason, String message) {
        return new InputException(reason, message, null, null);
    }

    /** The kind of input error. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String code() {
        return codeOf(reason);
    }
}
