package dev.parley.transport;

/**
 * What has passed over a link, counted below and above the encryption.
 *
 * @param wireIn bytes received from the network
 * @param plainIn bytes after decryption, handed up
 * @param reads pieces in which these were handed up
 * @param wireOut bytes handed to the network
 * @param plainOut bytes before encryption
 */
public record LinkTraffic(long wireIn, long plainIn, long reads, long wireOut, long plainOut) {
    /** Nothing. */
    public static final LinkTraffic NONE = new LinkTraffic(0, 0, 0, 0, 0);
}
