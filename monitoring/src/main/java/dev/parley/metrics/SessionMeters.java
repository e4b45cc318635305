package dev.parley.metrics;

import dev.parley.device.CallAccess;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Traffic;
import dev.parley.event.RequestListener;
import dev.parley.event.SessionEvent;
import dev.parley.event.SessionKey;
import dev.parley.event.SessionListener;
import java.time.Duration;

/**
 * What is kept of one session: where it counts, and how much of it has been counted. Its numbers and what they count are on
 * the session's loop; requests come from any thread.
 */
final class SessionMeters implements SessionListener {
    private final NetconfMetrics metrics;
    private volatile ClientMeters meters;
    private String transport = "";
    private boolean called;
    private long began;
    private long received;
    private long sent;
    private long notifications;

    SessionMeters(NetconfMetrics metrics) {
        this.metrics = metrics;
        meters = metrics.ofNobody();
    }

    @Override
    public Interest interest() {
        return metrics.interest();
    }

    @Override
    public RequestListener request(SessionKey session, long id, String operation) {
        return meters.request(operation);
    }

    @Override
    public void on(SessionKey session, SessionEvent event) {
        if (event instanceof SessionEvent.TrafficPassed passed) {
            passed(passed.soFar());
        } else if (event instanceof SessionEvent.Opening opening) {
            began = System.nanoTime();
            transport = opening.device().access().scheme();
            called = opening.device().access() instanceof CallAccess;
            if (!called) {
                meters = metrics.of(opening.device().name());
            }
            meters.openingBegan();
        } else if (event instanceof SessionEvent.Identified identified) {
            meters.openingMoved();
            meters = metrics.of(identified.device().name());
            meters.openingBegan();
        } else if (event instanceof SessionEvent.PhaseEnded ended) {
            meters.phaseEnded(transport, ended.phase(), ended.took());
        } else if (event instanceof SessionEvent.Secured secured) {
            meters.secured(transport, secured.details());
        } else if (event instanceof SessionEvent.Established up) {
            meters.opened(transport, initiator(), up.took(), null);
        } else if (event instanceof SessionEvent.OpenFailed failed) {
            openFailed(failed.failure());
        } else if (event instanceof SessionEvent.DeviationMet met) {
            meters.deviationMet(met.deviation());
        } else if (event instanceof SessionEvent.LateReply late) {
            meters.lateReply(late.operation());
        } else if (event instanceof SessionEvent.Closed closed) {
            passed(closed.traffic());
            meters.closed(closed.lasted(), closed.failure());
        } else {
            notified(event);
        }
    }

    private void notified(SessionEvent event) {
        if (event instanceof SessionEvent.NotificationsPassed passed) {
            notified(passed.soFar());
        } else if (event instanceof SessionEvent.NotificationsLost lost) {
            meters.lost(lost.count());
        } else if (event instanceof SessionEvent.NotificationUnheard) {
            meters.unheard();
        } else if (event instanceof SessionEvent.SubscriptionBegun) {
            notifications = 0;
            meters.subscribed();
        } else if (event instanceof SessionEvent.SubscriptionEnded ended) {
            notified(ended.received());
            meters.subscriptionEnded(ended.how());
        }
    }

    private void openFailed(NetconfException failure) {
        Duration took;
        if (failure instanceof OpenException why) {
            passed(why.traffic());
            took = why.elapsed();
        } else {
            took = Duration.ofNanos(System.nanoTime() - began);
        }
        meters.opened(transport, initiator(), took, failure);
    }

    private String initiator() {
        return called ? "device" : "client";
    }

    private void passed(Traffic soFar) {
        meters.passed(soFar.wireIn() - received, soFar.wireOut() - sent);
        received = soFar.wireIn();
        sent = soFar.wireOut();
    }

    private void notified(long soFar) {
        meters.notified(soFar - notifications);
        notifications = soFar;
    }
}
