package dev.parley.doctor.series;

import dev.parley.pattern.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A pattern among the attempts of a series, as one says it to somebody who has to find the cause.
 *
 * @param pattern what was found
 */
public record PatternWords(Pattern pattern) {
    private static final int MANY = 10_000;

    /** How a factor is spoken of, and where its cause is usually found. */
    private record Entry(String factor, Function<String, String> which, String advice) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "address",
                    address -> "Attempts at " + address + " fail more often",
                    "Compare what listens there with what listens at the other addresses: its software, its certificate and"
                            + " keys, its firewall, its load."),
            new Entry(
                    "device",
                    device -> "Attempts at " + device + " fail more often",
                    "Compare this device with the others: its software, its configuration, its way to here."),
            new Entry(
                    "transport",
                    scheme -> "Attempts over " + scheme.toUpperCase(Locale.ROOT) + " fail more often",
                    "Compare the two servers of the device, and whether both are protected by the same limits."),
            new Entry(
                    "TLS version",
                    version -> "Attempts with " + version + " fail more often",
                    "Fix the version on one side to be sure, and look for what inspects TLS on the way."),
            new Entry(
                    "cipher suite",
                    suite -> "Attempts with " + suite + " fail more often",
                    "See why the suite differs from attempt to attempt: several servers behind one address are the usual"
                            + " reason."),
            new Entry(
                    "handshake",
                    kind -> "Attempts with a " + kind + " handshake fail more often",
                    "Look at what the device keeps of TLS sessions: servers that do not share their ticket keys, sessions that"
                            + " are resumed without their client certificate, a cache that is too small."),
            new Entry(
                    "resumption",
                    offered -> "Attempts in which resuming a TLS session was " + offered + " fail more often",
                    "Look at what the device keeps of TLS sessions: servers that do not share their ticket keys, sessions that"
                            + " are resumed without their client certificate, a cache that is too small."),
            new Entry(
                    "framing",
                    kind -> "Sessions with framing " + kind + " fail more often",
                    "See why the device offers different versions of NETCONF: several servers behind one address are the usual"
                            + " reason."),
            new Entry(
                    "attempts at once",
                    count -> "Attempts fail more often with " + count + " at once",
                    "Look at the limit of sessions on the device, and at how many it sets up at a time."),
            new Entry(
                    "seconds since the attempt before",
                    time -> "Attempts that come " + time + " s after the one before fail more often",
                    "After a pause, look for what forgets: firewalls and NAT on the way, name and address tables, a server"
                            + " that is started anew. Shortly after, look for what limits the rate."),
            new Entry(
                    "round trip at first in ms",
                    time -> "Attempts with a round trip of " + time + " ms fail more often",
                    "Look at the network: congestion, or a second way that is longer."),
            new Entry(
                    "segments sent again at first",
                    count -> "Attempts with " + count + " segments sent again at first fail more often",
                    "Look for loss on the way: interface errors, duplex, policers, an MTU that is too large. Where"
                            + " nothing comes back at all it may be a consequence."),
            new Entry(
                    "bytes of the ClientHello",
                    bytes -> "Attempts with a ClientHello of " + bytes + " bytes fail more often",
                    "Above some 1400 bytes it takes two segments, which some devices and firewalls cannot put together."),
            new Entry(
                    "bytes of the hello",
                    bytes -> "Sessions whose hello has " + bytes + " bytes fail more often",
                    "See why the device's hello changes its size: modules that come and go, or several servers."),
            new Entry(
                    "last TLS record of the hello in bytes",
                    bytes -> "Sessions whose hello ends with a TLS record of " + bytes + " bytes fail more often",
                    "A client that reads each record once leaves what does not fit; Parley does not."),
            new Entry(
                    "largest TLS record of the hello in bytes",
                    bytes -> "Sessions whose hello has a TLS record of " + bytes + " bytes fail more often",
                    "A client that reads each record once leaves what does not fit; Parley does not."),
            new Entry(
                    "load of this machine before in %",
                    share -> "Attempts fail more often while the load of this machine is " + share + " %",
                    "Give the client more of the machine before the device is blamed."),
            new Entry(
                    "worst delay of this client before in ms",
                    time -> "Attempts fail more often when this client was late by " + time + " ms before",
                    "Give the client more of the machine before the device is blamed."),
            new Entry(
                    "garbage collection before in ms",
                    time -> "Attempts fail more often after " + time + " ms of garbage collection",
                    "Give the client more memory before the device is blamed."),
            new Entry(
                    "time of day",
                    time -> "Attempts " + time + " fail more often",
                    "See what happens at that time: backups, polling by other systems, configuration pushes."),
            new Entry(
                    "the attempt before",
                    failed -> "Failures come in a row",
                    "Something is down for a while rather than failing now and then: compare the times of the failures with"
                            + " the logs of the device and of what is on the way."));

    /** What is more frequent where, in a sentence without its full stop. */
    public String title() {
        if (pattern.factor().startsWith("every ")) {
            return "Attempts fail more often " + pattern.factor() + ", " + pattern.condition();
        }
        return ENTRIES.stream()
                .filter(entry -> entry.factor().equals(pattern.factor()))
                .findFirst()
                .map(entry -> entry.which().apply(pattern.condition()))
                .orElse("Attempts with " + pattern.factor() + " " + pattern.condition() + " fail more often");
    }

    /** How often they failed, and how often the others did. */
    public String numbers() {
        return pattern.inside() + " failed; of the others " + pattern.outside();
    }

    /** How likely it is that there is nothing behind it. */
    public String chance() {
        double of = 1 / Math.max(pattern.chance(), Double.MIN_NORMAL);
        String odds = of > MANY ? "less than once in " + grouped(MANY) : "at most once in " + grouped((long) of);
        return "pure accident would show this, or anything as clear, " + odds + " such series";
    }

    /** Where the cause of such a pattern is usually found. */
    public String advice() {
        if (pattern.factor().startsWith("every ")) {
            return "Look for what runs that often: polling, scheduled jobs, timers of routing protocols, renewed leases.";
        }
        return ENTRIES.stream()
                .filter(entry -> entry.factor().equals(pattern.factor()))
                .findFirst()
                .map(Entry::advice)
                .orElse("See what else differs between these attempts and the others.");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
