package dev.parley.bench.client;

import io.netty.handler.ssl.SslContext;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the clients that are compared. */
public enum Contender {
    /** TLS by the JDK with no NETCONF above it. */
    FLOOR_JDK,
    /** TLS by BoringSSL with no NETCONF above it. */
    FLOOR_BORINGSSL,
    /** Parley with TLS by the JDK. */
    PARLEY_JDK,
    /** Parley with TLS by BoringSSL. */
    PARLEY_BORINGSSL,
    /** OpenDaylight's netconf-client with TLS by the JDK, as it comes. */
    OPENDAYLIGHT_JDK,
    /** OpenDaylight's netconf-client, handed a TLS context of BoringSSL's. */
    OPENDAYLIGHT_BORINGSSL,
    /** Parley with TLS by BoringSSL, and metrics. */
    PARLEY_METRICS_BORINGSSL,
    /** Parley with TLS by BoringSSL, and observations that nobody makes anything of. */
    PARLEY_OBSERVED_BORINGSSL,
    /** Parley with TLS by BoringSSL, ready for a recording by Flight Recorder. */
    PARLEY_FLIGHT_BORINGSSL,
    /** The same while one runs. */
    PARLEY_RECORDED_BORINGSSL,
    /** Parley over SSH. */
    PARLEY_SSH,
    /** OpenDaylight's netconf-client over SSH. */
    OPENDAYLIGHT_SSH;

    private static final String OPENDAYLIGHT = "dev.parley.bench.client.OpenDaylightClient";
    private static final int OPENDAYLIGHT_JAVA = 21;

    /** Whether it goes over SSH, and not over TLS. */
    public boolean ssh() {
        return name().endsWith("SSH");
    }

    /** Whether TLS is carried out by BoringSSL. */
    public boolean boringSsl() {
        return name().endsWith("BORINGSSL");
    }

    /** Whether it is Parley. */
    public boolean parley() {
        return name().startsWith("PARLEY");
    }

    /** Whether it is OpenDaylight's. */
    public boolean openDaylight() {
        return name().startsWith("OPENDAYLIGHT");
    }

    /** The one that does nothing but TLS, by the same provider; over SSH there is none. */
    public Optional<Contender> floor() {
        return ssh() ? Optional.empty() : Optional.of(boringSsl() ? FLOOR_BORINGSSL : FLOOR_JDK);
    }

    /** Whether it is Parley with something that watches it: measured beside Parley alone, and only if it is named. */
    public boolean watched() {
        return parley() && !this.equals(PARLEY_JDK) && !this.equals(PARLEY_BORINGSSL) && !ssh();
    }

    /** What it is compared with: OpenDaylight's client as it comes, over the same; or Parley alone, if it is watched. */
    public Contender rival() {
        if (watched()) {
            return PARLEY_BORINGSSL;
        }
        return ssh() ? OPENDAYLIGHT_SSH : OPENDAYLIGHT_JDK;
    }

    /** As it is called in reports and on the command line: {@code parley-boringssl}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it runs on a Java of this version, and was there when the benchmarks were built. */
    public boolean isAvailable(int javaFeature) {
        return !openDaylight()
                || (javaFeature >= OPENDAYLIGHT_JAVA
                        && Contender.class.getClassLoader().getResource(OPENDAYLIGHT.replace('.', '/') + ".class")
                                != null);
    }

    /** The client itself. */
    public BenchClient create(Path keys, Wire wire) {
        return switch (this) {
            case FLOOR_JDK, FLOOR_BORINGSSL -> new FloorClient(ClientTls.context(keys, boringSsl(), wire), wire);
            case PARLEY_JDK, PARLEY_BORINGSSL -> ParleyClient.overTls(keys, boringSsl(), wire);
            case PARLEY_METRICS_BORINGSSL -> ParleyClient.overTls(keys, boringSsl(), wire, Watching.metrics());
            case PARLEY_OBSERVED_BORINGSSL -> ParleyClient.overTls(keys, boringSsl(), wire, Watching.observations());
            case PARLEY_FLIGHT_BORINGSSL -> ParleyClient.overTls(keys, boringSsl(), wire, Watching.flightLog());
            case PARLEY_RECORDED_BORINGSSL ->
                ParleyClient.overTls(keys, boringSsl(), wire, Watching.recordedFlightLog());
            case PARLEY_SSH -> ParleyClient.overSsh(keys);
            case OPENDAYLIGHT_JDK, OPENDAYLIGHT_BORINGSSL -> openDaylight(ClientTls.context(keys, boringSsl(), wire));
            case OPENDAYLIGHT_SSH -> openDaylight(null);
        };
    }

    /** Found by name, because it is compiled for a newer Java than the rest, or not at all. */
    private static BenchClient openDaylight(@Nullable SslContext tls) {
        try {
            return Class.forName(OPENDAYLIGHT)
                    .asSubclass(BenchClient.class)
                    .getDeclaredConstructor(SslContext.class)
                    .newInstance(tls);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("OpenDaylight's client does not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("OpenDaylight's client is not on the class path", e);
        }
    }
}
