package dev.parley.net;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Pools whose threads come as they are needed and go when they are not; what finds all of them taken waits for one. */
final class ElasticThreads {
    private static final int SECONDS_IDLE = 10;

    private ElasticThreads() {}

    /**
     * A pool of daemon threads.
     *
     * @param name what the threads are called
     * @param most how many of them there are at the most
     */
    static ThreadPoolExecutor of(String name, int most) {
        LinkedTransferQueue<Runnable> waiting = new LinkedTransferQueue<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean offer(Runnable task) {
                return tryTransfer(task);
            }
        };
        return new ThreadPoolExecutor(
                0,
                most,
                SECONDS_IDLE,
                TimeUnit.SECONDS,
                waiting,
                new DefaultThreadFactory(name, true),
                (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("closed");
                    }
                    waiting.put(task);
                });
    }
}
