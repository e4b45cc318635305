package dev.parley.simulator;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import dev.parley.message.Namespaces;
import dev.parley.simulator.datastore.Refusal;
import dev.parley.simulator.yang.YangModule;
import dev.parley.simulator.yang.YangModules;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * {@code get-schema} (RFC 6022 section 3.1).
 *
 * @param modules what there is to give
 */
record SchemaRetrieval(YangModules modules) implements RpcHandler {
    static final QName GET_SCHEMA = name("get-schema");

    @Override
    public Answer answer(Request request) {
        Parameters given = Parameters.of(request.operation(), name("identifier"), name("version"), name("format"));
        String identifier = given.required(name("identifier")).value();
        Optional<String> version = given.find(name("version")).map(node -> node.value());
        String format = given.find(name("format")).map(node -> node.value()).orElse("yang");
        if (!format.substring(format.indexOf(':') + 1).equals("yang")) {
            throw invalid("there is no schema in the format " + format);
        }
        List<YangModule> found = modules.named(identifier).stream()
                .filter(module -> module.text().isPresent())
                .filter(module -> version.isEmpty() || version.get().equals(module.revision()))
                .toList();
        if (found.size() > 1) {
            throw new Refusal(RpcError.of(
                            ErrorType.APPLICATION,
                            ErrorTag.OPERATION_FAILED,
                            "there are " + found.size() + " revisions of " + identifier)
                    .withAppTag("data-not-unique"));
        }
        return found.stream()
                .flatMap(module -> module.text().stream())
                .findFirst()
                .map(Answer::schema)
                .orElseThrow(() -> invalid("there is no schema " + identifier
                        + version.map(revision -> " of version " + revision).orElse("")));
    }

    private static Refusal invalid(String message) {
        return Refusal.of(ErrorType.APPLICATION, ErrorTag.INVALID_VALUE, message);
    }

    private static QName name(String local) {
        return new QName(Namespaces.MONITORING, local);
    }
}
