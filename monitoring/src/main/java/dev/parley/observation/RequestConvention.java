package dev.parley.observation;

import dev.parley.metrics.OperationNames;
import dev.parley.observation.NetconfObservation.RequestDetails;
import dev.parley.observation.NetconfObservation.RequestKeys;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How requests are named, unless the registry has a global convention for {@link RequestContext}. */
public interface RequestConvention extends ObservationConvention<RequestContext> {
    /** As documented. */
    RequestConvention DEFAULT = new RequestConvention() {};

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof RequestContext;
    }

    @Override
    default String getName() {
        return "netconf.client.request";
    }

    @Override
    default String getContextualName(RequestContext context) {
        return "netconf " + OperationNames.STANDARD.of(context.operation());
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(RequestContext context) {
        return KeyValues.of(
                RequestKeys.OPERATION.withValue(OperationNames.STANDARD.of(context.operation())),
                RequestKeys.OUTCOME.withValue(
                        context.failure() == null ? "ok" : context.failure().code()));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(RequestContext context) {
        return KeyValues.of(
                RequestDetails.DEVICE.withValue(context.session().device()),
                RequestDetails.ATTEMPT.withValue(Long.toString(context.session().number())),
                RequestDetails.MESSAGE_ID.withValue(Long.toString(context.messageId())),
                RequestDetails.OPERATION_NAME.withValue(context.operation()));
    }
}
