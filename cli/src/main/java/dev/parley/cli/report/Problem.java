package dev.parley.cli.report;

import dev.parley.error.Durations;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong, in the words of the command line.
 *
 * @param exit what the command's exit status says about it
 * @param code a short identifier that never changes
 * @param message what is wrong
 * @param advice what to do about it, or null
 * @param cause the exception behind it
 */
public record Problem(
        ExitCode exit,
        String code,
        String message,
        @Nullable String advice,
        Throwable cause) {

    /** The problem that an exception of the library stands for. */
    public static Problem of(NetconfException failure) {
        return new Problem(ExitCode.of(failure), failure.code(), said(failure), Advice.about(failure), failure);
    }

    /** Nobody at a terminal knows of threads: whoever presses Ctrl-C interrupts. */
    private static String said(NetconfException failure) {
        return failure instanceof OpenException open && open.reason() == OpenException.Reason.CANCELLED
                ? "interrupted: the attempt to connect to " + open.target() + " ended in " + open.phase() + " after "
                        + Durations.text(open.elapsed())
                : failure.getMessage();
    }

    /** Something in the command line, found before anything was done. */
    public static Problem usage(String message, @Nullable String advice, Throwable cause) {
        return new Problem(ExitCode.INPUT, "usage", message, advice, cause);
    }

    /** A fault of parley itself. What another thread wrapped it in is taken off. */
    public static Problem internal(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof OutOfMemoryError) {
            return new Problem(
                    ExitCode.INTERNAL,
                    "out-of-memory",
                    "there was not enough memory: " + cause.getMessage(),
                    "ask for less at once, or give Java more with the environment variable PARLEY_OPTS=-Xmx2g",
                    cause);
        }
        return new Problem(
                ExitCode.INTERNAL,
                "internal",
                "internal error: " + cause,
                "this is a fault of parley; please report it with what -vv prints",
                cause);
    }

    /** The same, with something else to do about it. */
    public Problem advising(String other) {
        return new Problem(exit, code, message, other, cause);
    }

    /** Further errors that the device reported beside the one in the message. */
    List<String> more() {
        if (!(cause instanceof RpcErrorException refused)) {
            return List.of();
        }
        List<RpcError> others = new ArrayList<>(refused.errors());
        others.remove(refused.first());
        return others.stream()
                .map(error -> (error.isWarning() ? "warning: " : "") + error)
                .toList();
    }

    /** The problem as JSON. */
    public Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("code", code);
        facts.put("message", message);
        facts.put("advice", advice);
        facts.put("exit", exit.status());
        if (cause instanceof NetconfException failure) {
            facts.put("fate", word(failure.fate()));
        }
        if (cause instanceof OpenException open) {
            facts.put("phase", word(open.phase()));
            facts.put("elapsedMs", open.elapsed());
            facts.put("retryable", open.reason().isRetryable());
        }
        if (cause instanceof RpcErrorException refused) {
            facts.put("rpcErrors", refused.errors().stream().map(Problem::facts).toList());
        }
        return facts;
    }

    /** An {@code rpc-error} as JSON. */
    static Map<String, @Nullable Object> facts(RpcError error) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put(
                "type",
                Optional.ofNullable(error.type()).map(type -> type.wireName()).orElse(null));
        facts.put("tag", error.tag());
        facts.put("severity", word(error.severity()));
        facts.put("appTag", error.appTag());
        facts.put("path", error.path());
        facts.put("pathNamespaces", error.pathNamespaces());
        facts.put("message", error.message());
        facts.put(
                "info",
                error.info().stream()
                        .map(info -> Map.of("namespace", info.namespace(), "name", info.name(), "text", info.text()))
                        .toList());
        return facts;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
