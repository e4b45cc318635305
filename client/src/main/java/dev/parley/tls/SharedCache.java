package dev.parley.tls;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of things that are expensive to make and that several share, by what they were made for. Each is made by one
 * thread, while others that want the same wait for it and those that want something else do not. Beyond the bound, what was wanted
 * longest ago goes; whoever holds on to it goes on with it. Safe for all threads.
 */
final class SharedCache<K, V extends SharedCache.Shared> implements AutoCloseable {
    private final int most;
    private final Function<K, V> maker;
    private final Predicate<V> fresh;
    private final Map<K, Place<V>> places = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /** Something that lives as long as one of those who hold on to it. */
    interface Shared {
        /** Holds on to it. */
        void retain();

        /** Lets go of it. */
        void release();
    }

    /** Where something is, or is being made. */
    private static final class Place<V> {
        /** Is completed when it has been made, or cannot be. */
        private final CompletableFuture<Void> tried = new CompletableFuture<>();
        /** Null while it is being made; under the cache's lock. */
        private @Nullable V value;
    }

    /**
     * @param most how many are kept
     * @param maker makes one, on which somebody holds already
     * @param fresh whether one that is there is still good; asked under a lock
     */
    SharedCache(int most, Function<K, V> maker, Predicate<V> fresh) {
        this.most = most;
        this.maker = maker;
        this.fresh = fresh;
    }

    /**
     * The one for that key, made now if there is none, which may block. The caller holds on to it and lets go of it. Where making
     * it fails, that is thrown, and whoever has waited for it tries again.
     *
     * @throws IllegalStateException if this is closed
     */
    V acquire(K key) {
        while (true) {
            Place<V> place;
            boolean ours;
            synchronized (places) {
                if (closed) {
                    throw new IllegalStateException("closed");
                }
                place = freshPlace(key);
                if (place != null && place.value != null) {
                    place.value.retain();
                    return place.value;
                }
                ours = place == null;
                if (place == null) {
                    place = new Place<>();
                    places.put(key, place);
                    dropEldest();
                }
            }
            if (ours) {
                return make(key, place);
            }
            place.tried.join();
        }
    }

    private @Nullable Place<V> freshPlace(K key) {
        Place<V> place = places.get(key);
        if (place != null && place.value != null && !fresh.test(place.value)) {
            places.remove(key);
            place.value.release();
            return null;
        }
        return place;
    }

    private void dropEldest() {
        if (places.size() > most) {
            Iterator<Place<V>> eldestFirst = places.values().iterator();
            Place<V> eldest = eldestFirst.next();
            eldestFirst.remove();
            if (eldest.value != null) {
                eldest.value.release();
            }
        }
    }

    private V make(K key, Place<V> place) {
        try {
            V made = maker.apply(key);
            synchronized (places) {
                // it may have been dropped before it was there: then it is the caller's alone
                if (places.get(key) == place) {
                    made.retain();
                    place.value = made;
                }
            }
            return made;
        } finally {
            synchronized (places) {
                if (place.value == null) {
                    places.remove(key, place);
                }
            }
            place.tried.complete(null);
        }
    }

    /** Lets go of all. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (places) {
            closed = true;
            for (Place<V> place : places.values()) {
                if (place.value != null) {
                    place.value.release();
                }
            }
            places.clear();
        }
    }
}
