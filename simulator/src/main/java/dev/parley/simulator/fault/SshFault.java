package dev.parley.simulator.fault;

import dev.parley.simulator.ssh.HostKeys;

/** What is wrong with a device's SSH. Over TLS and TCP these change nothing. */
public sealed interface SshFault extends Fault {

    /**
     * Something comes before the device's version: lines, which are permitted (RFC 4253 section 4.2), or garbage.
     *
     * @param text what, line ends included; one character a byte
     */
    record BeforeVersion(String text) implements SshFault {}

    /**
     * The device says another version.
     *
     * @param line what it says in place of {@code SSH-2.0-…}, without the line's end
     */
    record Version(String line) implements SshFault {}

    /**
     * The device refuses the client's channel.
     *
     * @param reason the reason's number (RFC 4254 section 5.1): 1 is prohibited, 4 is a shortage of resources
     * @param text what it says
     */
    record ChannelRefused(int reason, String text) implements SshFault {}

    /**
     * The device's program complains on its standard error before it says hello.
     *
     * @param text what
     */
    record StandardError(String text) implements SshFault {}

    /**
     * When keys are changed (RFC 4253 section 9), the device proves other host keys than those that it began with, as somebody
     * would who has come in between.
     *
     * @param keys which
     */
    record OtherHostKeys(HostKeys keys) implements SshFault {}

    /**
     * What the device says on a channel comes in packets of so many bytes; the last one of what it says at a time holds what
     * is left.
     *
     * @param size bytes of data in a packet, 1 to 32768
     */
    record Packets(int size) implements SshFault {
        /** Checks the size. */
        public Packets {
            if (size < 1 || size > 32_768) {
                throw new IllegalArgumentException("a packet carries 1 to 32768 bytes, not " + size);
            }
        }
    }
}
