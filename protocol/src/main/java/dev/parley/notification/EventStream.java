package dev.parley.notification;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An event stream that a device offers (RFC 5277 section 3.2.5).
 *
 * @param name what a subscription calls it
 * @param description what the device says about it; empty where it says nothing
 * @param replaySupport whether the device keeps what happened for a replay
 * @param replayLogCreationTime when it began to, or null where it keeps nothing or does not say so
 * @param replayLogAgedTime when that happened which it forgot last, so that a replay is whole only from behind it; null
 *     where nothing was forgotten yet, or the device does not say so
 */
public record EventStream(
        String name,
        String description,
        boolean replaySupport,
        @Nullable OffsetDateTime replayLogCreationTime,
        @Nullable OffsetDateTime replayLogAgedTime) {}
