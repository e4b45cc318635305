package dev.parley.pool;

import dev.parley.message.Namespaces;
import dev.parley.monitoring.GetMonitoring;
import dev.parley.monitoring.GetSchema;
import dev.parley.monitoring.GetYangLibrary;
import dev.parley.operation.ConfigTarget;
import dev.parley.operation.CopyConfig;
import dev.parley.operation.Datastore;
import dev.parley.operation.EditConfig;
import dev.parley.operation.Get;
import dev.parley.operation.GetConfig;
import dev.parley.operation.Operation;
import dev.parley.operation.Rpc;
import dev.parley.operation.TestOption;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;

/**
 * What an operation that succeeds leaves behind on its session, or takes away. It is read from the XML that is sent, so it is
 * the same for an operation of the library's, of the user's, and for {@link Rpc}.
 *
 * <p>What the standards say of RFC 6241, RFC 5277, RFC 5717, RFC 6022, RFC 8526 and RFC 8639 is known. In any namespace, {@code
 * get} and what begins with {@code get-} only reads, by convention. Everything else is taken to leave something behind, because
 * vendors have operations that lock, open and load.
 */
sealed interface Footprint {
    /** Nothing. */
    record Nothing() implements Footprint {}

    /** A lock (RFC 6241 section 7.5). */
    record Locks(Datastore datastore) implements Footprint {}

    /** The end of a lock; that of the candidate takes its changes along (section 8.3.5.2). */
    record Unlocks(Datastore datastore) implements Footprint {}

    /** A lock on a part of the running datastore (RFC 5717). Which, the reply says. */
    record LocksPart() implements Footprint {}

    /** The end of such a lock. */
    record UnlocksPart(String lockId) implements Footprint {}

    /** Changes in the candidate, which it may leave even if it fails. */
    record EditsCandidate() implements Footprint {}

    /** The end of changes in the candidate (section 8.3.4.2). */
    record Discards() implements Footprint {}

    /**
     * The end of changes in the candidate (section 8.3.4.1).
     *
     * @param waits whether it is undone when the session ends before another commit confirms it
     */
    record Commits(boolean waits) implements Footprint {}

    /** The end of a commit that waits for its confirmation. */
    record CancelsCommit() implements Footprint {}

    /**
     * Something that cannot be taken away, so the session has to go.
     *
     * @param why the reason
     */
    record Stays(Retirement why) implements Footprint {}

    /** Nothing. */
    Footprint NOTHING = new Nothing();

    /** Of the partial-lock module (RFC 5717). */
    String PARTIAL_LOCK = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0";

    /** Of datastores by their identities (RFC 8526). */
    String NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda";

    /**
     * The footprint of an operation.
     *
     * @param harmless operations besides that leave nothing behind
     */
    static Footprint of(Operation<?> operation, Set<QName> harmless) {
        // these are large, or frequent, and need not be written to know it
        if (operation instanceof Get
                || operation instanceof GetConfig
                || operation instanceof GetSchema
                || operation instanceof GetMonitoring
                || operation instanceof GetYangLibrary) {
            return NOTHING;
        }
        if (operation instanceof EditConfig edit) {
            return edits(edit.target(), edit.testOption() == TestOption.TEST_ONLY);
        }
        if (operation instanceof CopyConfig copy) {
            return edits(copy.target(), false);
        }
        return of(written(operation), harmless);
    }

    private static Xml written(Operation<?> operation) {
        if (operation instanceof Rpc rpc) {
            return rpc.xml();
        }
        XmlWriter out = new XmlWriter();
        operation.writeTo(out);
        return Xml.ofWritten(out);
    }

    private static Footprint edits(ConfigTarget target, boolean testOnly) {
        return target == Datastore.CANDIDATE && !testOnly ? new EditsCandidate() : NOTHING;
    }

    private static Footprint of(Xml xml, Set<QName> harmless) {
        XmlReader in = xml.reader();
        in.nextTag();
        QName name = in.getName();
        String operation = name.getLocalPart();
        if (operation.equals("get") || operation.startsWith("get-") || harmless.contains(name)) {
            return NOTHING;
        }
        return switch (name.getNamespaceURI()) {
            case Namespaces.BASE -> ofBase(operation, Parameters.in(in));
            case Namespaces.NOTIFICATION -> new Stays(Retirement.SUBSCRIBED);
            case PARTIAL_LOCK -> ofPartialLock(operation, Parameters.in(in));
            default -> ofOthers(name, Parameters.in(in));
        };
    }

    private static Footprint ofBase(String operation, Parameters given) {
        return switch (operation) {
            case "lock" -> given.onTarget(Locks::new);
            case "unlock" -> given.onTarget(Unlocks::new);
            case "edit-config" ->
                given.onTarget(target -> edits(target, given.text("test-option").equals("test-only")));
            case "copy-config" -> given.isToUrl() ? NOTHING : given.onTarget(target -> edits(target, false));
            case "discard-changes" -> new Discards();
            case "commit" -> new Commits(given.has("confirmed") && !given.has("persist"));
            case "cancel-commit" -> new CancelsCommit();
            case "delete-config", "kill-session", "validate" -> NOTHING;
            case "close-session" -> new Stays(Retirement.CLOSED_BY_HOLDER);
            default -> new Stays(Retirement.UNKNOWN_OPERATION);
        };
    }

    private static Footprint ofPartialLock(String operation, Parameters given) {
        return switch (operation) {
            case "partial-lock" -> new LocksPart();
            case "partial-unlock" -> new UnlocksPart(given.text("lock-id"));
            default -> new Stays(Retirement.UNKNOWN_OPERATION);
        };
    }

    private static Footprint ofOthers(QName name, Parameters given) {
        String operation = name.getLocalPart();
        if (name.getNamespaceURI().equals(NMDA) && operation.equals("edit-data")) {
            // the datastore is an identity, with a prefix or without (RFC 8526 section 3.1.2)
            String datastore = given.text("datastore");
            return switch (datastore.substring(datastore.indexOf(':') + 1)) {
                case "candidate" -> new EditsCandidate();
                case "running" -> NOTHING;
                default -> new Stays(Retirement.UNKNOWN_OPERATION);
            };
        }
        boolean subscribes = operation.equals("establish-subscription") || operation.equals("modify-subscription");
        return new Stays(subscribes ? Retirement.SUBSCRIBED : Retirement.UNKNOWN_OPERATION);
    }

    /**
     * The parameters of an operation, as far as they matter.
     *
     * @param texts what is in each, by its local name
     * @param target the local name of the element in {@code target}, or empty
     */
    record Parameters(Map<String, String> texts, String target) {
        private static final int MOST = 200;

        /** Reads them; the reader stands at the operation. */
        static Parameters in(XmlReader in) {
            Map<String, String> texts = new HashMap<>();
            String target = "";
            // text may stand anywhere in what is not of the standards
            for (int outside = in.depth() - 1; in.depth() > outside; ) {
                if (in.next() == XMLStreamConstants.START_ELEMENT) {
                    String name = in.getLocalName();
                    switch (name) {
                        case "config", "source" -> in.skipElement();
                        case "target" -> target = lastIn(in);
                        default -> texts.put(name, in.text(MOST));
                    }
                }
            }
            return new Parameters(texts, target);
        }

        private static String lastIn(XmlReader in) {
            String last = "";
            for (int outside = in.depth() - 1; in.depth() > outside; ) {
                if (in.next() == XMLStreamConstants.START_ELEMENT) {
                    last = in.getLocalName();
                    in.skipElement();
                }
            }
            return last;
        }

        boolean has(String name) {
            return texts.containsKey(name);
        }

        String text(String name) {
            return texts.getOrDefault(name, "");
        }

        boolean isToUrl() {
            return target.equals("url");
        }

        /** The footprint on the datastore that is the target, if it is one that is known. */
        Footprint onTarget(Function<Datastore, Footprint> footprint) {
            for (Datastore datastore : Datastore.values()) {
                if (datastore.wireName().equals(target)) {
                    return footprint.apply(datastore);
                }
            }
            return new Stays(Retirement.UNKNOWN_OPERATION);
        }
    }
}
