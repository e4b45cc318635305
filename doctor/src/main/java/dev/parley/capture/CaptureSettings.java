package dev.parley.capture;

/**
 * What a capture may hold. A value: every {@code with…} makes another one.
 *
 * @param tlsSecrets whether the secrets of TLS sessions are written into it
 * @param maxFileBytes how large the file may become; the capture stops before
 * @param maxQueuedBytes how much may wait for the disk; what passes beyond that is missing in the capture, and counted
 */
public record CaptureSettings(boolean tlsSecrets, long maxFileBytes, long maxQueuedBytes) {
    /** Without secrets, 1 GiB in the file, 32 MiB waiting. */
    public static final CaptureSettings DEFAULT = new CaptureSettings(false, 1L << 30, 32L << 20);

    /** The smallest file that can say what it is. */
    private static final long LEAST = 4096;

    public CaptureSettings {
        if (maxFileBytes < LEAST || maxQueuedBytes < LEAST) {
            throw new IllegalArgumentException("a capture needs " + LEAST + " bytes at least");
        }
    }

    /**
     * The same with the secrets of TLS sessions in the file, so that Wireshark shows them decrypted. Whoever has the file
     * reads all of those sessions, logins and configurations among it, and while sessions of TLS 1.2 can be resumed, can do
     * so. For test data (RFC 9850 section 3).
     */
    public CaptureSettings withTlsSecrets() {
        return new CaptureSettings(true, maxFileBytes, maxQueuedBytes);
    }

    /** The same with another limit for the file. */
    public CaptureSettings withMaxFileBytes(long bytes) {
        return new CaptureSettings(tlsSecrets, bytes, maxQueuedBytes);
    }

    /** The same with another limit for what waits for the disk. */
    public CaptureSettings withMaxQueuedBytes(long bytes) {
        return new CaptureSettings(tlsSecrets, maxFileBytes, bytes);
    }
}
