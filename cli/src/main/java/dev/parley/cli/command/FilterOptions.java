package dev.parley.cli.command;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.operation.Filter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the data, or which notifications, are wanted. */
final class FilterOptions implements OptionGroup {
    private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"|'[^']*'");
    /** But not an axis, which has two colons. */
    private static final Pattern PREFIX = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}._-]*+):(?!:)");

    @Option(
            names = "--filter",
            paramLabel = "FILE|-|XML",
            description = "A subtree filter: the elements that are wanted.")
    private @Nullable String subtree;

    @Option(names = "--xpath", paramLabel = "EXPR", description = "An XPath filter, where the device takes one.")
    private @Nullable String xpath;

    @Option(names = "--ns", paramLabel = "PREFIX=URI", description = "What a prefix in --xpath means. May be repeated.")
    private Map<String, String> namespaces = Map.of();

    @Override
    public String heading() {
        return "Selection";
    }

    /** Every prefix must mean something where the request stands (RFC 6241 section 8.9.4.1). */
    private void checkPrefixes(String expression) {
        Matcher prefix = PREFIX.matcher(LITERAL.matcher(expression).replaceAll("''"));
        while (prefix.find()) {
            if (!namespaces.containsKey(prefix.group(1))) {
                throw new InputException(
                        Reason.BAD_SETTING,
                        "the prefix " + prefix.group(1) + " in --xpath stands for no namespace",
                        "say for which with --ns " + prefix.group(1) + "=URI",
                        null);
            }
        }
    }

    /** The filter, or null for everything. */
    @Nullable
    Filter filter(Input input) {
        if (subtree != null && xpath != null) {
            throw InputException.of(Reason.BAD_SETTING, "--filter and --xpath are two ways to say it; give one");
        }
        if (xpath != null) {
            checkPrefixes(xpath);
            return Filter.xpath(xpath, namespaces);
        }
        if (!namespaces.isEmpty()) {
            throw InputException.of(Reason.BAD_SETTING, "--ns belongs to --xpath; a subtree filter declares its own");
        }
        if (subtree == null) {
            return null;
        }
        return Input.unwrapped(input.xml(subtree), "filter")
                .map(Filter::subtree)
                .orElseGet(Filter::nothing);
    }
}
