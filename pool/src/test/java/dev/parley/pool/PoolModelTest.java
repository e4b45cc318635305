package dev.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.device.Device;
import dev.parley.error.NetconfException;
import dev.parley.event.SessionKey;
import dev.parley.notification.CreateSubscription;
import dev.parley.operation.Commit;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Lock;
import dev.parley.operation.Rpc;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceFarm;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.SessionInfo;
import dev.parley.simulator.fault.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjIntConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * A pool beside a model of it, through any sequence of what holders, those who wait, and devices can do. After each step the
 * pool has lent to exactly those to whom the model lends: so nobody waits who could be served, nobody is passed by unfairly, no
 * limit is exceeded, and nothing that was spoiled comes back.
 */
class PoolModelTest {
    private static final int PER_DEVICE = 2;
    private static final int TOTAL = 3;
    private static final DeviceFarm FARM = DeviceFarm.open(1);

    private final List<Model> models = new ArrayList<>();

    @AfterTry
    void closeTheModels() {
        models.forEach(Model::close);
        models.clear();
    }

    @AfterContainer
    static void closeTheFarm() {
        FARM.close();
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
    void doesWhatTheModelDoes(@ForAll("lives") ActionChain<Model> life) {
        life.run();
    }

    @Provide
    Arbitrary<ActionChain<Model>> lives() {
        return ActionChain.<Model>startWith(() -> {
                    Model model = new Model();
                    models.add(model);
                    return model;
                })
                .withAction(6, numbered("borrow", Model::borrow))
                .withAction(5, numbered("return", Model::giveBack))
                .withAction(4, numbered("spoil", Model::spoil))
                .withAction(1, numbered("give up", Model::giveUp))
                .withAction(1, numbered("end a session at the device", Model::endAtDevice))
                .withMaxTransformations(40);
    }

    private static Action.Independent<Model> numbered(String what, ObjIntConsumer<Model> step) {
        return () -> Arbitraries.integers()
                .between(0, 59)
                .map(number -> Transformer.mutate(what + " " + number, model -> {
                    step.accept(model, number);
                    model.check();
                }));
    }

    /** What should be. */
    private static final class Model {
        private final Lab lab =
                Lab.with(PoolSettings.DEFAULT.withSessions(PER_DEVICE, TOTAL).withDrain(Duration.ofMillis(1)));
        private final List<DeviceSimulator> places = new ArrayList<>();
        private final List<Device> devices = new ArrayList<>();
        private final List<Want> waiting = new ArrayList<>();
        private final List<Hold> held = new ArrayList<>();
        private final Set<SessionKey> spoiled = new HashSet<>();
        private final Set<SessionKey> unconfirmed = new HashSet<>();
        /** Where a session was cut off that had changes in the candidate, without a lock that would have taken them along. */
        private final Set<DeviceSimulator> orphaned = new HashSet<>();

        /** Somebody who waits for a session with the device of that number. */
        private record Want(int device, CompletableFuture<PooledSession> session) {}

        /** Somebody who has one. */
        private static final class Hold {
            private final int device;
            private final PooledSession session;
            private boolean over;
            private boolean edited;

            Hold(int device, PooledSession session) {
                this.device = device;
                this.session = session;
            }
        }

        Model() {
            for (int i = 0; i < 3; i++) {
                DeviceSimulator simulator = FARM.start(DeviceSimulator.builder()
                        .clearText()
                        .on("urn:example:vendor", "get-nothing", request -> Answer.nothing())
                        .on("urn:example:vendor", "open", request -> Answer.ok()));
                places.add(simulator);
                devices.add(Lab.at(simulator));
            }
            // the last one is the first by another name: other sessions, the same place
            devices.add(devices.get(0).withName("alias"));
        }

        private int placeOf(int device) {
            return device % 3;
        }

        void borrow(int number) {
            int device = number % devices.size();
            waiting.add(new Want(device, lab.pool().borrowAsync(devices.get(device))));
        }

        void giveBack(int number) {
            if (!held.isEmpty()) {
                held.remove(number % held.size()).session.close();
            }
        }

        void giveUp(int number) {
            if (!waiting.isEmpty()) {
                waiting.remove(number % waiting.size()).session().cancel(true);
            }
        }

        void endAtDevice(int number) {
            lab.heard()
                    .await(
                            "the same on both sides",
                            () -> lab.client().openSessions()
                                    == places.stream()
                                            .mapToInt(each -> each.sessions().size())
                                            .sum());
            DeviceSimulator place = places.get(number % places.size());
            List<SessionInfo> open = place.sessions();
            if (open.isEmpty()) {
                return;
            }
            long id = open.get(number / 3 % open.size()).id();
            Hold holding = held.stream()
                    .filter(hold -> placeOf(hold.device) == places.indexOf(place) && hold.session.id() == id)
                    .findFirst()
                    .orElse(null);
            int before = ended();
            place.end(id, number % 2 == 0 ? Ending.CLOSE : Ending.RESET);
            if (holding == null) {
                lab.heard().await("the end of an idle session", () -> ended() > before);
            } else {
                holding.over = true;
                if (holding.edited) {
                    orphaned.add(place);
                }
                lab.heard().await("the end of a session in use", () -> !holding.session.isOpen());
            }
        }

        private int ended() {
            return Collections.frequency(lab.heard().retirements(), Retirement.ENDED);
        }

        void spoil(int number) {
            if (held.isEmpty()) {
                return;
            }
            Hold hold = held.get(number % held.size());
            PooledSession session = hold.session;
            try {
                switch (number / 6 % 9) {
                    case 0 -> session.send(new Lock(Datastore.RUNNING));
                    case 1 -> session.send(new Lock(Datastore.CANDIDATE));
                    case 2 -> {
                        hold.edited = true;
                        session.send(EditConfig.of(Datastore.CANDIDATE, "<a xmlns='urn:a'/>"));
                    }
                    case 3 -> {
                        hold.edited = true;
                        session.send(EditConfig.of(Datastore.CANDIDATE, "<b xmlns='urn:b'/>"));
                        session.send(Commit.withConfirmation(Duration.ofMinutes(1)));
                        unconfirmed.add(session.key());
                    }
                    case 4 -> {
                        session.sendAsync(Rpc.of("<get-nothing xmlns='urn:example:vendor'/>"));
                        spoiled.add(session.key());
                    }
                    case 5 -> {
                        session.subscribe(CreateSubscription.now());
                        spoiled.add(session.key());
                    }
                    case 6 -> {
                        session.send(Rpc.of("<open xmlns='urn:example:vendor'/>"));
                        spoiled.add(session.key());
                    }
                    case 7 -> {
                        hold.edited = true;
                        session.sendAsync(EditConfig.of(Datastore.CANDIDATE, "<c xmlns='urn:c'/>"));
                    }
                    default -> {
                        session.send(Commit.now());
                        unconfirmed.remove(session.key());
                    }
                }
            } catch (NetconfException refused) {
                // another session has the lock, this one is over, or it is subscribed: then nothing happened
                assertThat(session.device()).isEqualTo(devices.get(hold.device));
            }
        }

        private boolean fits(int device) {
            long here = held.stream()
                    .filter(hold -> !hold.over && placeOf(hold.device) == placeOf(device))
                    .count();
            long all = held.stream().filter(hold -> !hold.over).count();
            // one that is over takes no room at the device, but its holder has one of those that the pool has for it
            long lent = held.stream().filter(hold -> hold.device == device).count();
            return here < PER_DEVICE && all < TOTAL && lent < PER_DEVICE;
        }

        /** Lets those have sessions whose turn it is, and compares. */
        void check() {
            for (Want want : List.copyOf(waiting)) {
                if (fits(want.device())) {
                    PooledSession session = await(want);
                    waiting.remove(want);
                    List<SessionKey> others =
                            held.stream().map(hold -> hold.session.key()).toList();
                    held.add(new Hold(want.device(), session));
                    assertThat(spoiled).doesNotContain(session.key());
                    assertThat(unconfirmed).doesNotContain(session.key());
                    assertThat(session.device()).isEqualTo(devices.get(want.device()));
                    assertThat(others).doesNotContain(session.key());
                }
            }
            lab.heard().await("rest", () -> {
                PoolState.Tally now = lab.total();
                return now.waiting() == waiting.size()
                        && now.inUse() == held.size()
                        && now.settling() + now.closing() == 0;
            });
            assertThat(waiting).noneMatch(want -> want.session().isDone());
            assertThat(lab.total().sessions())
                    .isLessThanOrEqualTo(TOTAL
                            + (int) held.stream().filter(hold -> hold.over).count());
            for (DeviceSimulator place : places) {
                checkNothingIsLeftAt(place);
                for (var datastore : dev.parley.simulator.datastore.Datastore.values()) {
                    place.datastores()
                            .lockHolder(datastore)
                            .ifPresent(holder -> assertThat(held)
                                    .as("who has the lock at " + place.port())
                                    .anyMatch(hold -> hold.session.id() == holder));
                }
            }
        }

        /** What is there belongs to somebody who has a session there. */
        private void checkNothingIsLeftAt(DeviceSimulator place) {
            List<Hold> here = held.stream()
                    .filter(hold -> places.get(placeOf(hold.device)) == place)
                    .toList();
            lab.heard()
                    .await(
                            "at most " + PER_DEVICE + " sessions",
                            () -> place.sessions().size() <= PER_DEVICE);
            boolean modified = place.datastores().isCandidateModified();
            if (!modified) {
                orphaned.remove(place);
            }
            assertThat(modified && !orphaned.contains(place) && here.stream().noneMatch(hold -> hold.edited))
                    .as("changes of nobody in the candidate at " + place.port())
                    .isFalse();
            lab.heard()
                    .await(
                            "no commit that waits for nobody",
                            () -> !place.datastores().isCommitPending()
                                    || here.stream().anyMatch(hold -> unconfirmed.contains(hold.session.key())));
        }

        private PooledSession await(Want want) {
            try {
                return want.session().get(20, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError(
                        "the model lends a session with " + devices.get(want.device()) + ", and the pool does not: "
                                + lab.pool().state() + "; waiting: " + waiting,
                        e);
            }
        }

        void close() {
            for (Want want : waiting) {
                if (!want.session().cancel(true) && !want.session().isCompletedExceptionally()) {
                    want.session().join().close();
                }
            }
            held.forEach(hold -> hold.session.close());
            lab.close();
            places.forEach(DeviceSimulator::close);
        }
    }
}
