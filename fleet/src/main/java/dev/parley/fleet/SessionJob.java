package dev.parley.fleet;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.inventory.Member;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A job whose steps are requests over one session with each device. No thread waits while a device works.
 */
public final class SessionJob implements Job<SessionVisit> {
    private final String title;
    private final String digest;
    private final NetconfClient client;
    private final Function<Member, Device> devices;
    private final List<Step<SessionVisit>> steps;

    private SessionJob(
            String title,
            String digest,
            NetconfClient client,
            Function<Member, Device> devices,
            List<Step<SessionVisit>> steps) {
        this.title = title;
        this.digest = digest;
        this.client = client;
        this.devices = devices;
        this.steps = List.copyOf(steps);
    }

    /**
     * A job without steps as yet.
     *
     * @param title what it is called
     * @param client what opens sessions
     * @param devices how a device is reached
     */
    public static SessionJob of(String title, NetconfClient client, Function<Member, Device> devices) {
        return new SessionJob(title, "", client, devices, List.of());
    }

    /**
     * The same, told from other jobs of that title by a digest of all that decides what its steps do: a journal of the one is not
     * gone on with by the other.
     */
    public SessionJob withDigest(String some) {
        return new SessionJob(title, some, client, devices, steps);
    }

    /** The same with a further step that changes nothing. */
    public SessionJob reading(String name, Function<Session, CompletableFuture<?>> work) {
        return with(new SessionStep(name, false, session -> work.apply(session).thenApply(any -> Answer.done())));
    }

    /** The same with a further step that may change something. */
    public SessionJob changing(String name, Function<Session, CompletableFuture<?>> work) {
        return with(new SessionStep(name, true, session -> work.apply(session).thenApply(any -> Answer.done())));
    }

    /**
     * The same with a further step whose answer says what came of it.
     *
     * @param changes whether it may change something
     */
    public SessionJob step(String name, boolean changes, Function<Session, CompletableFuture<Answer>> work) {
        return with(new SessionStep(name, changes, work));
    }

    private SessionJob with(Step<SessionVisit> step) {
        List<Step<SessionVisit>> more = new ArrayList<>(steps);
        more.add(step);
        return new SessionJob(title, digest, client, devices, more);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public List<Step<SessionVisit>> steps() {
        return steps;
    }

    @Override
    public String subject(Member member) {
        Device device = devices.apply(member);
        return device.access().scheme() + "://" + device.access().address();
    }

    @Override
    public SessionVisit visit(Member member) {
        return new SessionVisit(client, devices.apply(member));
    }

    @Override
    public CompletableFuture<?> leave(SessionVisit visit) {
        return visit.close();
    }

    @Override
    public void giveUp(SessionVisit visit) {
        visit.giveUp();
    }
}
