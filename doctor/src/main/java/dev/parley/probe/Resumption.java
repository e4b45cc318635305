package dev.parley.probe;

import java.util.List;

/**
 * What it takes to resume a session of TLS 1.3.
 *
 * @param suite the suite of the session
 * @param ticket the ticket
 * @param ageAdd what is added to its age
 * @param key the key that both have now
 */
public record Resumption(CipherSuite suite, Octets ticket, long ageAdd, Octets key) {
    /** Also with a new exchange of keys. */
    public static final int WITH_EXCHANGE = 1;
    /** With nothing but the key that both have. */
    public static final int KEY_ONLY = 0;

    /**
     * A hello that wants to resume in one way and in no other (RFC 8446 section 4.2.11).
     *
     * @param hello offers TLS 1.3 and the suite
     * @param mode {@link #WITH_EXCHANGE} or {@link #KEY_ONLY}
     */
    public ClientHello offerIn(ClientHello hello, int mode) {
        Hash hash = Hash.of(suite);
        Octets zeros = Octets.of(new byte[hash.length()]);
        ClientHello without = hello.withExtension(
                        Extensions.PSK_KEY_EXCHANGE_MODES,
                        new WireWriter().vector(1, out -> out.u8(mode)).toOctets())
                .without(Extensions.PRE_SHARED_KEY);
        byte[] full = without.withExtension(Extensions.PRE_SHARED_KEY, offer(zeros))
                .message()
                .array();
        byte[] truncated = new byte[full.length - 2 - 1 - hash.length()];
        System.arraycopy(full, 0, truncated, 0, truncated.length);
        byte[] early = hash.extract(new byte[hash.length()], key.array());
        byte[] binderKey = hash.derive(early, "res binder", List.of());
        byte[] finished = hash.expand(binderKey, "finished", new byte[0], hash.length());
        byte[] binder = hash.hmac(finished, hash.of(List.of(Octets.of(truncated))));
        return without.withExtension(Extensions.PRE_SHARED_KEY, offer(Octets.of(binder)));
    }

    private Octets offer(Octets binder) {
        return new WireWriter()
                .vector(2, list -> list.vector(2, out -> out.bytes(ticket)).u32(ageAdd))
                .vector(2, list -> list.vector(1, out -> out.bytes(binder)))
                .toOctets();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "a ticket of " + ticket.length() + " bytes for " + suite;
    }
}
