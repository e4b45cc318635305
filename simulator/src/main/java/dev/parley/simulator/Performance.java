package dev.parley.simulator;

import dev.parley.simulator.Script.Step;
import dev.parley.simulator.fault.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A script as it was played on one connection. It is complete when the last line is played, and fails as soon as the client
 * does something else than the script expects; then the connection is closed. Safe for any thread.
 */
public final class Performance {
    private final List<Step> steps;
    private final LongFunction<String> hello;
    private final List<String> transcript = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Performance(Script script, LongFunction<String> hello) {
        this.steps = script.steps();
        this.hello = hello;
    }

    /** Completes when the last line is played; fails with an {@link AssertionError} that tells what was said. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /**
     * Waits until the last line is played.
     *
     * @throws AssertionError if the client did not keep to the script, or the time is up; it tells what was said
     */
    public void await(Duration time) {
        try {
            done.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new AssertionError("the script is not over after " + time + told(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the script was played" + told(), e);
        }
    }

    /** What was said so far, a line each: {@code C:} for the client, {@code S:} for the device. */
    public List<String> transcript() {
        return List.copyOf(transcript);
    }

    private String told() {
        return "; said so far:\n" + String.join("\n", transcript);
    }

    /** The device's side of the connection that plays the script. */
    Dialogue dialogue() {
        return new Player();
    }

    /** Something that the client did; the end of the connection is one without an envelope. */
    private record Heard(
            @Nullable Envelope envelope, @Nullable Request request) {}

    /** Plays line after line. On the event loop only. */
    private final class Player implements Dialogue {
        private final Deque<Heard> heard = new ArrayDeque<>();
        private int next;
        private @Nullable Heard asked;
        private Pace pace = Pace.PLAYING;

        /** Whether the next line may be played. */
        private enum Pace {
            PLAYING,
            PAUSING,
            OVER
        }

        @Override
        public void begin(Conversation conversation) {
            play(conversation);
        }

        @Override
        public void helloReceived(Conversation conversation, Envelope envelope) {
            hear(conversation, new Heard(envelope, null), text(envelope));
        }

        @Override
        public void requestReceived(Conversation conversation, Envelope envelope, Request request) {
            hear(conversation, new Heard(envelope, request), text(envelope));
        }

        private static String text(Envelope envelope) {
            return new String(envelope.message(), StandardCharsets.UTF_8);
        }

        @Override
        public void ended(Conversation conversation, String reason) {
            hear(conversation, new Heard(null, null), "(" + reason + ")");
            if (!done.isDone()) {
                fail(conversation, "the connection ended: " + reason);
            }
        }

        private void hear(Conversation conversation, Heard something, String text) {
            transcript.add("C: " + text);
            heard.add(something);
            play(conversation);
        }

        private void play(Conversation conversation) {
            while (pace == Pace.PLAYING && next < steps.size() && step(steps.get(next), conversation)) {
                next++;
            }
            if (pace == Pace.PLAYING && next == steps.size()) {
                pace = Pace.OVER;
                done.complete(null);
            }
        }

        /** Plays a line; false if it has to wait for the client or for the time. */
        private boolean step(Step step, Conversation conversation) {
            if (step instanceof Step.SayHello line) {
                String text = line.text() == null ? hello.apply(conversation.number()) : line.text();
                transcript.add("S: " + text);
                conversation.sendHello(text, conversation.number());
                return true;
            }
            if (step instanceof Step.ExpectHello) {
                return expect(conversation, "hello", what -> what.envelope() != null && what.request() == null);
            }
            if (step instanceof Step.Expect line) {
                return expect(
                        conversation,
                        line.description(),
                        what -> what.request() != null && line.test().test(what.request()));
            }
            if (step instanceof Step.ExpectEnd) {
                return expect(conversation, "the end of the connection", what -> what.envelope() == null);
            }
            if (step instanceof Step.Reply line) {
                reply(conversation, line.answer());
                return true;
            }
            if (step instanceof Step.Send line) {
                transcript.add("S: " + line.message());
                conversation.sendMessage(ReplyWriter.utf8(line.message()));
                return true;
            }
            if (step instanceof Step.SendBytes line) {
                transcript.add("S: " + line.latin1());
                conversation.sendRaw(line.latin1().getBytes(StandardCharsets.ISO_8859_1));
                return true;
            }
            if (step instanceof Step.Pause line) {
                pause(conversation, line.time());
                return true;
            }
            Ending ending = ((Step.End) step).ending();
            transcript.add("S: (" + ending + ")");
            conversation.end(ending, "the script ends it");
            return true;
        }

        private boolean expect(Conversation conversation, String description, Predicate<Heard> test) {
            Heard what = heard.poll();
            if (what == null) {
                return false;
            }
            if (!test.test(what)) {
                fail(conversation, "line " + (next + 1) + " of the script expects " + description);
                return false;
            }
            asked = what;
            return true;
        }

        private void reply(Conversation conversation, Answer answer) {
            Heard question = asked;
            Envelope request = question == null || question.request() == null ? null : question.envelope();
            if (request == null) {
                fail(conversation, "line " + (next + 1) + " of the script answers before anything was asked");
                return;
            }
            transcript.add("S: " + answer);
            conversation.reply(request, answer, false);
        }

        private void pause(Conversation conversation, Duration time) {
            pace = Pace.PAUSING;
            conversation
                    .scheduler()
                    .schedule(
                            time,
                            () -> conversation.context().executor().execute(() -> {
                                if (pace == Pace.PAUSING) {
                                    pace = Pace.PLAYING;
                                    play(conversation);
                                }
                            }));
        }

        private void fail(Conversation conversation, String problem) {
            pace = Pace.OVER;
            done.completeExceptionally(new AssertionError(problem + told()));
            conversation.end(Ending.CLOSE, problem);
        }
    }
}
