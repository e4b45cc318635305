package dev.parley.session;

import dev.parley.engine.Call;
import dev.parley.error.Durations;
import dev.parley.error.Fate;
import dev.parley.error.FileTrouble;
import dev.parley.error.NetconfException;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.message.Deviation;
import dev.parley.operation.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply, between the thread that asks and the loop that answers. It is used in one of two ways: a
 * thread {@linkplain #await waits}, and reads the reply itself; or an executor reads it and {@linkplain #complete
 * completes} a future. Neither way holds a lock, so a virtual thread waits without pinning its carrier.
 */
abstract class Exchange<R> {
    private final SessionDriver driver;
    private final Request<R> request;
    private @Nullable Call call;
    private @Nullable Executor callbacks;
    private @Nullable CompletableFuture<R> future;
    private volatile @Nullable Thread waiter;
    private volatile boolean ready;
    private @Nullable NetconfException failure;
    private @Nullable Followers followers;
    /** When the reply was whole, or it was clear that none would be; 0 before that. */
    private long endedAt;

    Exchange(SessionDriver driver, Request<R> request) {
        this.driver = driver;
        this.request = request;
    }

    final SessionDriver driver() {
        return driver;
    }

    final Request<R> request() {
        return request;
    }

    /** {@code get-config on pe1:6513}. */
    final String what() {
        return request.operation().name() + " on " + driver.device().label();
    }

    final void submit(Call written) {
        call = written;
        followers = driver.events().followersOf(written);
        driver.submit(this);
    }

    /** There will be no reply, or no more of it. On the loop, once. */
    abstract void fail(NetconfException failure);

    final Call call() {
        Call written = call;
        if (written == null) {
            throw new IllegalStateException("the request was not submitted");
        }
        return written;
    }

    /** There is something to read, or will be nothing more. On the loop, once for whole and at least once for streams. */
    final void wake() {
        boolean first = !ready;
        ready = true;
        Executor reader = callbacks;
        CompletableFuture<R> promise = future;
        if (reader != null && promise != null && first) {
            try {
                reader.execute(() -> complete(promise));
            } catch (RejectedExecutionException e) {
                // with nobody to read the reply, the future must end all the same
                NetconfException why = failure;
                driver.cancel(call());
                NetconfException told = why != null ? why : bodyFailed(e);
                over(told);
                promise.completeExceptionally(told);
            }
        }
        LockSupport.unpark(waiter);
    }

    /** The request has ended on the session. On the loop, once. */
    final void ended(@Nullable NetconfException why) {
        failure = why;
        driver.requestEnded(call(), why);
        if (followers != null) {
            endedAt = System.nanoTime();
            if (why != null) {
                over(why);
            }
        }
        wake();
    }

    /** What came of the request is known: where there was a reply, once it was read. */
    private void over(@Nullable NetconfException why) {
        Followers told = followers;
        if (told != null) {
            long end = endedAt != 0 ? endedAt : System.nanoTime();
            told.tell(Duration.ofNanos(end - call().startedAt()), why);
        }
    }

    /** Why there is no reply, or null; valid once ended. */
    final @Nullable NetconfException failure() {
        return failure;
    }

    /** Reads the reply. Called once; on the loop only if the executor runs its tasks there. */
    abstract R read() throws IOException;

    private R readOrThrow() {
        NetconfException why = failure;
        if (why != null) {
            throw why;
        }
        try {
            R result = read();
            over(null);
            return result;
        } catch (NetconfException e) {
            over(e);
            throw e;
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw givenUp(interrupted(e));
        } catch (IOException | RuntimeException e) {
            throw givenUp(bodyFailed(e));
        } catch (Error e) {
            over(bodyFailed(e));
            throw e;
        }
    }

    /** The reply cannot be taken in, so the rest of it is not waited for. */
    private NetconfException givenUp(NetconfException why) {
        over(why);
        driver.cancel(call());
        return why;
    }

    /** Completes the future with the reply, read by an executor's thread. Set before the request is submitted. */
    final CompletableFuture<R> future(Executor executor) {
        CompletableFuture<R> promise = new CancellableFuture();
        callbacks = executor;
        future = promise;
        return promise;
    }

    private final class CancellableFuture extends CompletableFuture<R> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                driver.cancel(call());
            }
            return cancelled;
        }
    }

    private void complete(CompletableFuture<R> promise) {
        try {
            promise.complete(readOrThrow());
        } catch (RuntimeException | Error e) {
            promise.completeExceptionally(e);
        }
    }

    /** Waits for the reply and reads it, on the calling thread. */
    final R await() {
        parkUntil(() -> ready);
        try {
            return readOrThrow();
        } catch (NetconfException e) {
            // it was made on the loop, or for several requests at once: the caller's own stack is what helps
            e.setStackTrace(new Throwable().getStackTrace());
            throw e;
        }
    }

    /**
     * Parks until {@link #wake} makes the condition true. An interrupt gives the request up, which makes it true soon, and
     * leaves the thread interrupted.
     *
     * @throws IllegalStateException on the loop, which alone can make it true; the request is given up
     */
    final void parkUntil(BooleanSupplier condition) {
        if (driver.link().loop().isCurrent() && !condition.getAsBoolean()) {
            driver.cancel(call());
            throw new IllegalStateException(
                    "reading a streamed reply would block the event loop that it comes from; the"
                            + " executor given to callbacks(..) must not run tasks on the calling thread");
        }
        waiter = Thread.currentThread();
        boolean interrupted = false;
        while (!condition.getAsBoolean()) {
            park(condition);
            if (Thread.interrupted() && !interrupted) {
                interrupted = true;
                driver.cancel(call());
            }
        }
        waiter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Parks once. A worker of a pool is made up for meanwhile, so that a slow device does not hold up the others. */
    private void park(BooleanSupplier condition) {
        ForkJoinPool.ManagedBlocker parking = new ForkJoinPool.ManagedBlocker() {
            private boolean parked;

            @Override
            public boolean block() {
                LockSupport.park(Exchange.this);
                parked = true;
                return true;
            }

            @Override
            public boolean isReleasable() {
                return parked || condition.getAsBoolean();
            }
        };
        try {
            ForkJoinPool.managedBlock(parking);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            // a pool of the user's own that has no further thread to give
            LockSupport.park(this);
        }
    }

    final void deviation(Deviation deviation, String detail) {
        driver.deviationRead(deviation, detail);
        if (driver.device().protocol().strict()) {
            throw ProtocolException.of(
                    ProtocolException.Reason.DEVIATION,
                    deviation.description() + " (" + detail + "), which strict mode does not tolerate");
        }
    }

    final RequestException badReply(ProtocolException why) {
        return new RequestException(
                RequestException.Reason.BAD_REPLY,
                Fate.UNKNOWN,
                "the reply to " + what() + " cannot be used: " + why.getMessage(),
                why.advice().orElse("the device may have applied the request: look before repeating it"),
                why);
    }

    private RequestException interrupted(IOException why) {
        return new RequestException(
                RequestException.Reason.CANCELLED,
                Fate.UNKNOWN,
                what() + " was interrupted after " + Durations.text(elapsed()) + ", while its reply was taken in",
                "the device may still apply it: look before repeating it",
                why);
    }

    private RequestException bodyFailed(Throwable why) {
        return new RequestException(
                RequestException.Reason.BODY_FAILED,
                Fate.UNKNOWN,
                "the reply to " + what() + " could not be taken in: " + words(why),
                why instanceof IOException ? "check the path, its permissions and the space left" : null,
                why);
    }

    private static String words(Throwable why) {
        if (!(why instanceof IOException failure)) {
            return why.toString();
        }
        String file = failure instanceof FileSystemException system ? system.getFile() : null;
        return (file == null ? "" : file + ": ") + FileTrouble.words(failure);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - call().startedAt());
    }
}
