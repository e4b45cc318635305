package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the candidate the running configuration (RFC 6241 section 8.3.4.1), for good or until it is confirmed (section
 * 8.4). A confirmed commit without {@code persist} is undone when its session ends.
 *
 * @param confirmed whether it is undone unless another commit confirms it
 * @param confirmTimeout how long the device waits for that, in whole seconds; null for its default of 600 s
 * @param persist a token by which any session may confirm it, or null
 * @param persistId the token of the earlier commit that this one confirms or extends, or null
 */
public record Commit(
        boolean confirmed,
        @Nullable Duration confirmTimeout,
        @Nullable String persist,
        @Nullable String persistId) implements Operation<Ok> {
    public Commit {
        if (!confirmed && (confirmTimeout != null || persist != null)) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE, "a timeout and persist belong to a confirmed commit only");
        }
        if (confirmTimeout != null && (confirmTimeout.toSeconds() < 1 || confirmTimeout.toSeconds() > 4_294_967_295L)) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE,
                    "a confirm-timeout is from 1 to 4294967295 seconds, not " + confirmTimeout.toSeconds());
        }
        checkToken(persist);
        checkToken(persistId);
    }

    /** A blank token would be none to one device and a token to another. */
    static void checkToken(@Nullable String token) {
        if (token != null && token.isBlank()) {
            throw new InputException(
                    InputException.Reason.BAD_VALUE,
                    "the token of a persistent commit is blank",
                    "give it a word that no other session uses",
                    null);
        }
    }

    /** A commit for good; it also confirms one of this session that is pending. */
    public static Commit now() {
        return new Commit(false, null, null, null);
    }

    /** A commit that is undone unless this session confirms it in time. */
    public static Commit withConfirmation(Duration timeout) {
        return new Commit(true, timeout, null, null);
    }

    /** A commit that is undone unless the device's default time of 600 s sees it confirmed by this session. */
    public static Commit withConfirmation() {
        return new Commit(true, null, null, null);
    }

    /** The commit that confirms an earlier one, from whichever session, by its token. */
    public static Commit confirming(String persistId) {
        return new Commit(false, null, null, persistId);
    }

    /** The same, to outlive its session: whoever knows the token may confirm it. */
    public Commit persist(String token) {
        return new Commit(confirmed, confirmTimeout, token, persistId);
    }

    /** The same, as the extension of an earlier one with that token. */
    public Commit persistId(String token) {
        return new Commit(confirmed, confirmTimeout, persist, token);
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "commit");
        if (confirmed) {
            out.empty("confirmed");
        }
        if (confirmTimeout != null) {
            out.leaf("confirm-timeout", Long.toString(confirmTimeout.toSeconds()));
        }
        if (persist != null) {
            out.leaf("persist", persist);
        }
        if (persistId != null) {
            out.leaf("persist-id", persistId);
        }
        out.end();
    }

    @Override
    public String name() {
        return "commit";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        List<Requirement> needs = new ArrayList<>();
        needs.add(Requirement.capability(Capability.CANDIDATE, "commit"));
        if (persist != null || persistId != null) {
            needs.add(Requirement.capability(Capability.CONFIRMED_COMMIT_1_1, "a persistent confirmed commit"));
        } else if (confirmed) {
            needs.add(Requirement.anyOf(
                    List.of(Capability.CONFIRMED_COMMIT_1_1, Capability.CONFIRMED_COMMIT_1_0), "a confirmed commit"));
        }
        return needs;
    }
}
