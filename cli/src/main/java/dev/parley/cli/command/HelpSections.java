package dev.parley.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How the help of a command is laid out: options under the headings of their groups, commands under theirs. */
final class HelpSections {
    private static final List<String> ORDER = List.of(
            "Options",
            "A fault that comes and goes",
            "Which devices",
            "How fast",
            "Going on",
            "Selection",
            "Output",
            "Confirmed commit",
            "Request",
            "Device",
            "SSH",
            "TLS",
            "Diagnosis",
            "Evidence",
            "Common");

    private HelpSections() {}

    /** Lays out the help of a command and of all below it. */
    static void install(CommandLine root, Map<String, List<String>> commandGroups) {
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commands(help, commandGroups));
        settle(root);
        root.getSubcommands().values().forEach(command -> {
            settle(command);
            command.getSubcommands().values().forEach(HelpSections::settle);
        });
    }

    private static void settle(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .synopsisHeading("%n@|bold Usage|@  ")
                .descriptionHeading("%n")
                .parameterListHeading("%n@|bold Arguments|@%n")
                .optionListHeading("")
                .commandListHeading("")
                .footerHeading("%n");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpSections::options);
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpSections::synopsis);
    }

    private static String synopsis(Help help) {
        StringBuilder parts = new StringBuilder(help.commandSpec().qualifiedName());
        if (help.commandSpec().parent() == null) {
            parts.append(" COMMAND");
        }
        StringBuilder behind = new StringBuilder();
        help.commandSpec().positionalParameters().forEach(parameter -> {
            boolean optional = parameter.arity().min() == 0;
            // what stands behind -- stands behind the options, too
            (parameter.paramLabel().startsWith("--") ? behind : parts)
                    .append(optional ? " [" : " ")
                    .append(parameter.paramLabel())
                    .append(optional ? "]" : "");
        });
        parts.append(help.commandSpec().parent() == null ? "" : " [OPTIONS]").append(behind);
        return help.colorScheme().ansi().string(parts + "%n").replace("%n", System.lineSeparator());
    }

    private static String options(Help help) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        ORDER.forEach(heading -> groups.put(heading, new ArrayList<>()));
        for (OptionSpec option : help.commandSpec().options()) {
            String heading = owner(option) instanceof OptionGroup group ? group.heading() : ORDER.get(0);
            groups.computeIfAbsent(heading, unknown -> new ArrayList<>()).add(option);
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, options) -> {
            if (!options.isEmpty()) {
                Help.Layout layout = help.createDefaultLayout(
                        help.commandSpec().options(), help.commandSpec().positionalParameters(), help.colorScheme());
                layout.addAllOptions(options, help.parameterLabelRenderer());
                text.append(help.colorScheme().ansi().string("%n@|bold " + heading + "|@%n"))
                        .append(layout);
            }
        });
        return text.toString().replace("%n", System.lineSeparator());
    }

    /** The object that holds the option's value: the command, or options that it shares with others. */
    private static @Nullable Object owner(OptionSpec option) {
        try {
            return option.scope().get();
        } catch (Exception e) {
            throw new IllegalStateException("the option " + option.longestName() + " has no owner", e);
        }
    }

    private static String commands(Help help, Map<String, List<String>> groups) {
        int widest = groups.values().stream()
                .flatMap(List::stream)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, names) -> {
            text.append(help.colorScheme().ansi().string("%n@|bold " + heading + "|@%n"));
            for (String name : names) {
                CommandLine command = help.commandSpec().subcommands().get(name);
                String header = command == null
                        ? ""
                        : String.join(
                                " ", command.getCommandSpec().usageMessage().header());
                text.append("  ")
                        .append(help.colorScheme().commandText(name))
                        .append(" ".repeat(widest - name.length() + 3))
                        .append(header)
                        .append("%n");
            }
        });
        return text.toString().replace("%n", System.lineSeparator());
    }
}
