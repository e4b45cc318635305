package dev.parley.observation;

import dev.parley.error.Phase;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import java.util.Locale;

/** The observations, and the keys of what they say. Those of low cardinality may become tags of metrics, too. */
public enum NetconfObservation implements ObservationDocumentation {
    /** An attempt at a session; the {@linkplain OpenEvents phases that succeeded} are its events. */
    OPEN(OpenConvention.class, OpenKeys.values(), OpenDetails.values()) {
        @Override
        public Observation.Event[] getEvents() {
            return OpenEvents.values();
        }
    },
    /** A request, until its reply was read. */
    REQUEST(RequestConvention.class, RequestKeys.values(), RequestDetails.values());

    private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;
    private final KeyName[] low;
    private final KeyName[] high;

    NetconfObservation(
            Class<? extends ObservationConvention<? extends Observation.Context>> convention,
            KeyName[] low,
            KeyName[] high) {
        this.convention = convention;
        this.low = low;
        this.high = high;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return convention;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return low.clone();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return high.clone();
    }

    @Override
    public String getPrefix() {
        return "netconf";
    }

    /** What an attempt says that takes few values. */
    public enum OpenKeys implements KeyName {
        /** {@code tls}, {@code ssh}, {@code tcp} or {@code unix}. */
        TRANSPORT("netconf.transport"),
        /** {@code client}, or {@code device} for a device that calls (RFC 8071). */
        INITIATOR("netconf.initiator"),
        /** {@code ok}, or the code of the failure. */
        OUTCOME("netconf.outcome"),
        /** The phase that failed, or {@code none}. */
        PHASE("netconf.phase");

        private final String key;

        OpenKeys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** What an attempt says that takes many values. */
    public enum OpenDetails implements KeyName {
        /** The device's name. */
        DEVICE("netconf.device"),
        /** The number of the attempt at its client. */
        ATTEMPT("netconf.attempt"),
        /** The version and suite, and whether a TLS session was resumed, or {@code none}. */
        SECURITY("netconf.security");

        private final String key;

        OpenDetails(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** What a request says that takes few values. */
    public enum RequestKeys implements KeyName {
        /** The operation, or {@code other} for one that this library does not know. */
        OPERATION("netconf.operation"),
        /** {@code ok}, or the code of the failure. */
        OUTCOME("netconf.outcome");

        private final String key;

        RequestKeys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** What a request says that takes many values. */
    public enum RequestDetails implements KeyName {
        /** The device's name. */
        DEVICE("netconf.device"),
        /** The number of the attempt that opened its session. */
        ATTEMPT("netconf.attempt"),
        /** Its message-id. */
        MESSAGE_ID("netconf.message_id"),
        /** The operation's name, whoever gave it. */
        OPERATION_NAME("netconf.operation_name");

        private final String key;

        RequestDetails(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The phases of an attempt that succeeded, told when they end. */
    public enum OpenEvents implements Observation.Event {
        /** The name has addresses. */
        RESOLVE,
        /** There is a connection. */
        CONNECT,
        /** The security handshake is done. */
        SECURE,
        /** The device let us in (SSH). */
        AUTHENTICATE,
        /** The capability exchange is done. */
        HELLO;

        static OpenEvents of(Phase phase) {
            return valueOf(phase.name());
        }

        @Override
        public String getName() {
            return "netconf.open." + name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String getContextualName() {
            return name().toLowerCase(Locale.ROOT) + " done";
        }
    }
}
