package dev.parley.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What shows NETCONF in Wireshark: a plugin in Lua that takes the framing off and names each message, over TLS and TCP. To
 * be kept as {@code netconf.lua} among Wireshark's personal Lua plugins.
 */
public final class WiresharkDissector {
    private static final String NAME = "netconf.lua";

    private WiresharkDissector() {}

    /** The text of the plugin. */
    public static String lua() {
        try (InputStream in = WiresharkDissector.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " is missing in " + WiresharkDissector.class.getModule());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
