package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.Commit;
import dev.parley.simulator.datastore.DataNode;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.datastore.Datastore;
import dev.parley.simulator.datastore.Datastores;
import dev.parley.simulator.datastore.Edit;
import dev.parley.simulator.datastore.Feature;
import dev.parley.simulator.datastore.Filter;
import dev.parley.simulator.datastore.Location;
import dev.parley.simulator.datastore.Refusal;
import dev.parley.simulator.datastore.SubtreeFilter;
import dev.parley.simulator.datastore.WithDefaults;
import dev.parley.simulator.datastore.XPathFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.namespace.QName;

/** The operations of RFC 6241 sections 7 and 8, on the datastores of one device. */
final class StandardOperations implements RpcHandler {
    private static final QName WITH_DEFAULTS = new QName(Namespaces.WITH_DEFAULTS, "with-defaults");
    private static final QName FILTER = Parameters.base("filter");
    private static final QName SOURCE = Parameters.base("source");
    private static final QName TARGET = Parameters.base("target");
    private static final long LARGEST_TIMEOUT = 4_294_967_295L;

    private final Datastores datastores;
    private final Supplier<DataTree> state;

    /** The operations, with what the device tells beside its configuration. */
    StandardOperations(Datastores datastores, Supplier<DataTree> state) {
        this.datastores = datastores;
        this.state = state;
    }

    @Override
    public Answer answer(Request request) {
        DataNode operation = request.operation();
        long session = request.sessionId();
        if (!operation.namespace().equals(Namespaces.BASE)) {
            throw unknown(operation);
        }
        return switch (operation.localName()) {
            case "get" -> get(Parameters.of(operation, FILTER, WITH_DEFAULTS));
            case "get-config" -> getConfig(Parameters.of(operation, SOURCE, FILTER, WITH_DEFAULTS));
            case "edit-config" -> edit(request);
            case "copy-config" -> {
                Parameters given = Parameters.of(operation, SOURCE, TARGET, WITH_DEFAULTS);
                datastores.copy(session, given.location("source"), given.location("target"));
                yield Answer.ok();
            }
            case "delete-config" -> {
                datastores.delete(session, Parameters.of(operation, TARGET).location("target"));
                yield Answer.ok();
            }
            case "lock" -> {
                datastores.lock(session, Parameters.of(operation, TARGET).datastore("target"));
                yield Answer.ok();
            }
            case "unlock" -> {
                datastores.unlock(session, Parameters.of(operation, TARGET).datastore("target"));
                yield Answer.ok();
            }
            case "validate" -> {
                datastores.validate(Parameters.of(operation, SOURCE).location("source"));
                yield Answer.ok();
            }
            case "commit" -> {
                datastores.commit(session, commit(operation));
                yield Answer.ok();
            }
            case "cancel-commit" -> {
                Parameters given = Parameters.of(operation, Parameters.base("persist-id"));
                datastores.cancelCommit(session, given.text("persist-id").orElse(null));
                yield Answer.ok();
            }
            case "discard-changes" -> {
                Parameters.of(operation);
                datastores.discard(session);
                yield Answer.ok();
            }
            default -> throw unknown(operation);
        };
    }

    private static Refusal unknown(DataNode operation) {
        return Refusal.of(
                ErrorType.PROTOCOL,
                ErrorTag.OPERATION_NOT_SUPPORTED,
                "this device has no operation " + operation.localName() + " in namespace " + operation.namespace());
    }

    private Answer get(Parameters given) {
        return read(given, datastores.read(Datastore.RUNNING), state.get());
    }

    private Answer getConfig(Parameters given) {
        Location source = given.location("source");
        if (source instanceof Location.Stored stored) {
            return read(given, datastores.read(stored.datastore()), DataTree.empty());
        }
        throw given.invalid("source");
    }

    private Answer read(Parameters given, DataTree config, DataTree more) {
        DataTree tree = config;
        Optional<DataNode> mode = given.find(WITH_DEFAULTS);
        if (mode.isPresent()) {
            require(Feature.WITH_DEFAULTS);
            tree = WithDefaults.ofWireName(mode.get().value())
                    .orElseThrow(() ->
                            Refusal.of(ErrorType.PROTOCOL, ErrorTag.INVALID_VALUE, "with-defaults has no such value"))
                    .report(tree, datastores.schema());
        }
        DataTree all = tree.plus(more);
        Optional<DataNode> filter = given.find(FILTER);
        return Answer.data(filter.isEmpty() ? all : filter(filter.get()).select(all, datastores.schema()));
    }

    /** The filter that an element such as {@code filter} describes. */
    Filter filter(DataNode filter) {
        String type = filter.attribute("type").orElse("subtree");
        return switch (type) {
            case "subtree" -> new SubtreeFilter(filter.children());
            case "xpath" -> {
                require(Feature.XPATH);
                String select = filter.attribute("select")
                        .orElseThrow(() -> new Refusal(RpcError.of(
                                        ErrorType.PROTOCOL, ErrorTag.MISSING_ATTRIBUTE, "an XPath filter has select")
                                .withInfo(Namespaces.BASE, "bad-attribute", "select")
                                .withInfo(Namespaces.BASE, "bad-element", "filter")));
                yield new XPathFilter(select, filter.prefixes());
            }
            default ->
                throw new Refusal(
                        RpcError.of(ErrorType.PROTOCOL, ErrorTag.BAD_ATTRIBUTE, "there is no filter type " + type)
                                .withInfo(Namespaces.BASE, "bad-attribute", "type")
                                .withInfo(Namespaces.BASE, "bad-element", "filter"));
        };
    }

    private Answer edit(Request request) {
        Parameters given = Parameters.of(
                request.operation(),
                TARGET,
                Parameters.base("default-operation"),
                Parameters.base("test-option"),
                Parameters.base("error-option"),
                Parameters.base("config"),
                Parameters.base("url"));
        Datastore target = given.datastore("target");
        boolean validates = datastores.features().contains(Feature.VALIDATE)
                || datastores.features().contains(Feature.VALIDATE_1_0);
        if (given.has("test-option") && !validates) {
            require(Feature.VALIDATE);
        }
        Edit edit = new Edit(
                config(given),
                given.text("default-operation")
                        .map(name -> Edit.DefaultOperation.ofWireName(name)
                                .orElseThrow(() -> given.invalid("default-operation")))
                        .orElse(Edit.DefaultOperation.MERGE),
                given.text("test-option")
                        .map(name -> Edit.Test.ofWireName(name).orElseThrow(() -> given.invalid("test-option")))
                        .orElse(validates ? Edit.Test.TEST_THEN_SET : Edit.Test.SET),
                given.text("error-option")
                        .map(name -> Edit.OnError.ofWireName(name).orElseThrow(() -> given.invalid("error-option")))
                        .orElse(Edit.OnError.STOP),
                request.isBase11() ? Edit.Removal.KNOWN : Edit.Removal.UNKNOWN);
        datastores.edit(request.sessionId(), target, edit);
        return Answer.ok();
    }

    private List<DataNode> config(Parameters given) {
        Optional<String> url = given.text("url");
        if (url.isEmpty()) {
            return given.required("config").children();
        }
        return datastores.content(new Location.Url(url.get())).nodes();
    }

    private static Commit commit(DataNode operation) {
        Parameters given = Parameters.of(
                operation,
                Parameters.base("confirmed"),
                Parameters.base("confirm-timeout"),
                Parameters.base("persist"),
                Parameters.base("persist-id"));
        String persistId = given.text("persist-id").orElse(null);
        if (!given.has("confirmed")) {
            return new Commit.Lasting(persistId);
        }
        Duration timeout = given.text("confirm-timeout")
                .map(text -> timeout(text).orElseThrow(() -> given.invalid("confirm-timeout")))
                .orElse(Commit.DEFAULT_TIMEOUT);
        return new Commit.Confirmed(timeout, given.text("persist").orElse(null), persistId);
    }

    private static Optional<Duration> timeout(String text) {
        if (!text.matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(text);
        return seconds < 1 || seconds > LARGEST_TIMEOUT ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private void require(Feature feature) {
        if (!datastores.features().contains(feature)) {
            throw Refusal.of(
                    ErrorType.PROTOCOL,
                    ErrorTag.OPERATION_NOT_SUPPORTED,
                    "this device has no capability " + feature.urn());
        }
    }
}
