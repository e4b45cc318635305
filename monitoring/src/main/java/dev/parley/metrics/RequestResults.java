package dev.parley.metrics;

import dev.parley.error.NetconfException;
import dev.parley.error.RpcErrorException;
import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * How many requests the device has answered, with what was asked for or with an error of its own, and how many not.
 *
 * @param answered those that it has
 * @param failed the others
 */
record RequestResults(Counter answered, Counter failed) {
    void count(@Nullable NetconfException failure) {
        (failure == null || failure instanceof RpcErrorException ? answered : failed).increment();
    }
}
