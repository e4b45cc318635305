package dev.parley.observation;

import dev.parley.error.OpenException;
import dev.parley.observation.NetconfObservation.OpenDetails;
import dev.parley.observation.NetconfObservation.OpenKeys;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Locale;

/** How attempts at sessions are named, unless the registry has a global convention for {@link OpenContext}. */
public interface OpenConvention extends ObservationConvention<OpenContext> {
    /** As documented. */
    OpenConvention DEFAULT = new OpenConvention() {};

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof OpenContext;
    }

    @Override
    default String getName() {
        return "netconf.client.open";
    }

    @Override
    default String getContextualName(OpenContext context) {
        return "netconf open";
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(OpenContext context) {
        String phase = context.failure() instanceof OpenException why
                ? why.phase().name().toLowerCase(Locale.ROOT)
                : "none";
        return KeyValues.of(
                OpenKeys.TRANSPORT.withValue(
                        context.device() == null
                                ? "none"
                                : context.device().access().scheme()),
                OpenKeys.INITIATOR.withValue(context.isCall() ? "device" : "client"),
                OpenKeys.OUTCOME.withValue(
                        context.failure() == null ? "ok" : context.failure().code()),
                OpenKeys.PHASE.withValue(phase));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(OpenContext context) {
        return KeyValues.of(
                OpenDetails.DEVICE.withValue(context.session().device()),
                OpenDetails.ATTEMPT.withValue(Long.toString(context.session().number())),
                OpenDetails.SECURITY.withValue(
                        context.security() == null ? "none" : context.security().summary()));
    }
}
