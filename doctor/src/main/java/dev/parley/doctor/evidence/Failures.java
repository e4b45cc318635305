package dev.parley.doctor.evidence;

import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.error.Circumstance;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RpcErrorException;
import dev.parley.tls.TlsAlert;
import dev.parley.tls.TlsFailure;
import java.security.cert.CertPathValidatorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts what an exception knows into plain values. */
final class Failures {
    private Failures() {}

    /**
     * What that exception says.
     *
     * @param inPhase the phase in which it happened, if it does not say so itself
     * @param seen the alert that was seen on the wire, or null
     */
    static Failure of(NetconfException failure, @Nullable Phase inPhase, Duration after, @Nullable Integer seen) {
        List<Throwable> all = causes(failure);
        Integer alert = TlsFailure.alertIn(failure)
                .map(TlsAlert::code)
                .map(Integer::valueOf)
                .orElse(seen);
        return new Failure(
                failure.code(),
                failure instanceof OpenException open ? open.phase() : inPhase,
                after,
                failure.getMessage(),
                failure.advice().orElse(null),
                alert,
                failure.circumstance().map(Failures::code).orElse(null),
                first(all, ProtocolException.class).map(ProtocolException::code).orElse(null),
                first(all, CertPathValidatorException.class)
                        .map(broken -> String.valueOf(broken.getReason()))
                        .orElse(null),
                first(all, RpcErrorException.class)
                        .map(refused -> refused.first().tag())
                        .orElse(null));
    }

    private static String code(Circumstance circumstance) {
        return circumstance.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> Optional<T> first(List<Throwable> all, Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> all = new ArrayList<>();
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            all.add(each);
        }
        return all;
    }
}
