package dev.parley.cli.command;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.ConfigContent;
import dev.parley.operation.ConfigSource;
import dev.parley.operation.ConfigTarget;
import dev.parley.operation.ConfigUrl;
import dev.parley.operation.Datastore;
import dev.parley.xml.Xml;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads arguments that say where a configuration is: a datastore's name, a URL that the device fetches by itself, or a
 * local file, which travels in the request. A file that is called like a datastore is written {@code ./running}.
 */
final class Places {
    private Places() {}

    /** Where a configuration is taken from. */
    static ConfigSource source(String argument, Input input) {
        Optional<Datastore> datastore = datastore(argument);
        if (datastore.isPresent()) {
            return datastore.get();
        }
        return isUrl(argument) ? new ConfigUrl(argument) : content(input.xml(argument));
    }

    /** Where a configuration is written to. */
    static ConfigTarget target(String argument) {
        Optional<Datastore> datastore = datastore(argument);
        if (datastore.isPresent()) {
            return datastore.get();
        }
        if (isUrl(argument)) {
            return new ConfigUrl(argument);
        }
        throw new InputException(
                Reason.BAD_VALUE,
                "\"" + argument + "\" is neither a datastore (running, candidate, startup) nor a URL",
                "a local file is written by parley get-config --output",
                null);
    }

    /** A configuration in the request, with or without {@code <config>} or {@code <data>} around it. */
    static ConfigContent content(Xml xml) {
        return Input.unwrapped(xml, "config")
                .flatMap(inside -> Input.unwrapped(inside, "data"))
                .map(ConfigContent::of)
                .orElseGet(() -> new ConfigContent(null));
    }

    private static Optional<Datastore> datastore(String argument) {
        return Arrays.stream(Datastore.values())
                .filter(datastore -> datastore.wireName().equals(argument))
                .findFirst();
    }

    private static boolean isUrl(String argument) {
        return argument.matches("[A-Za-z][A-Za-z0-9+.-]*:(//.*|/.*)");
    }
}
