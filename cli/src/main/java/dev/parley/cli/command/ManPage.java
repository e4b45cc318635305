package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's page of the manual, in the macros of man(7), made from the same descriptions as its help.
 *
 * @param spec the command
 */
record ManPage(CommandSpec spec) {

    /** The page. */
    String text() {
        StringBuilder page = new StringBuilder();
        String name = spec.qualifiedName("-");
        page.append(".TH \"")
                .append(name.toUpperCase(Locale.ROOT))
                .append("\" 1 \"\" \"parley ")
                .append(escaped(Version.text()))
                .append("\" \"Parley\"\n");
        section(page, "NAME");
        page.append(escaped(name))
                .append(" \\- ")
                .append(paragraph(spec.usageMessage().header()))
                .append('\n');
        section(page, "SYNOPSIS");
        synopsis(page);
        if (spec.usageMessage().description().length > 0) {
            section(page, "DESCRIPTION");
            page.append(paragraph(spec.usageMessage().description())).append('\n');
        }
        commands(page);
        arguments(page);
        options(page);
        examples(page);
        exitStatus(page);
        files(page);
        return page.toString().stripTrailing();
    }

    private static void section(StringBuilder page, String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void synopsis(StringBuilder page) {
        page.append("\\fB").append(escaped(spec.qualifiedName())).append("\\fR");
        if (spec.parent() == null) {
            page.append(" \\fICOMMAND\\fR");
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            boolean optional = parameter.arity().min() == 0;
            page.append(optional ? " [" : " ")
                    .append("\\fI")
                    .append(escaped(parameter.paramLabel()))
                    .append("\\fR")
                    .append(optional ? "]" : "");
        }
        page.append(" [\\fIOPTIONS\\fR]\n");
    }

    private void commands(StringBuilder page) {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        section(page, "COMMANDS");
        spec.subcommands().forEach((name, command) -> {
            if (name.equals(command.getCommandName())) {
                tagged(
                        page,
                        "\\fB" + escaped(command.getCommandSpec().qualifiedName("-")) + "\\fR(1)",
                        paragraph(command.getCommandSpec().usageMessage().header()));
            }
        });
    }

    private void arguments(StringBuilder page) {
        if (spec.positionalParameters().isEmpty()) {
            return;
        }
        section(page, "ARGUMENTS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            tagged(page, "\\fI" + escaped(parameter.paramLabel()) + "\\fR", paragraph(parameter.description()));
        }
    }

    private void options(StringBuilder page) {
        section(page, "OPTIONS");
        for (OptionSpec option : spec.options()) {
            StringBuilder names = new StringBuilder("\\fB")
                    .append(escaped(String.join(", ", option.names())))
                    .append("\\fR");
            if (option.arity().max() > 0) {
                names.append("=\\fI").append(escaped(option.paramLabel())).append("\\fR");
            }
            tagged(page, names.toString(), paragraph(option.description()));
        }
    }

    private static void tagged(StringBuilder page, String tag, String text) {
        page.append(".TP\n").append(tag).append('\n').append(text).append('\n');
    }

    private void examples(StringBuilder page) {
        section(page, "EXAMPLES");
        page.append(".nf\n");
        for (String line : spec.usageMessage().footer()) {
            if (line.startsWith("  ")) {
                page.append(escaped(line.strip())).append('\n');
            }
        }
        page.append(".fi\n");
    }

    private static void exitStatus(StringBuilder page) {
        section(page, "EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            tagged(page, "\\fB" + code.status() + "\\fR", escaped(code.meaning()));
        }
    }

    private static void files(StringBuilder page) {
        section(page, "FILES");
        tagged(
                page,
                "\\fI" + escaped("~/.config/parley/devices.yaml") + "\\fR",
                "The devices that have names, and the defaults for all; below \\fBXDG_CONFIG_HOME\\fR if that is set.");
        tagged(
                page,
                "\\fI" + escaped("~/.ssh/config, ~/.ssh/known_hosts") + "\\fR",
                "OpenSSH's configuration and host keys, which hold for devices over SSH too.");
        section(page, "ENVIRONMENT");
        tagged(page, "\\fBPARLEY_KEY_PASSPHRASE\\fR", "The passphrase of the private key.");
        tagged(page, "\\fBPARLEY_PASSWORD\\fR", "The password of the user on a device over SSH.");
        tagged(page, "\\fBSSH_AUTH_SOCK\\fR", "The socket of the agent whose keys are offered over SSH.");
        tagged(page, "\\fBNO_COLOR\\fR", "Set to anything, it switches colours off.");
    }

    /** The lines of a description as one paragraph. */
    private static String paragraph(String[] lines) {
        return escaped(Ansi.OFF.string(String.join(" ", lines)));
    }

    private static String escaped(String text) {
        String escaped = Objects.requireNonNull(text)
                .replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
