package dev.parley.cli.command;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.fleet.Plan;
import dev.parley.fleet.Share;
import dev.parley.fleet.StopAt;
import dev.parley.fleet.Waves;
import dev.parley.inventory.FleetInventory;
import dev.parley.inventory.Suggestion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a fleet is gone about: how many at once, in which portions, and when it is too much that fails. */
final class FleetPace implements OptionGroup {
    @Option(
            names = {"-p", "--parallel"},
            paramLabel = "N",
            description = "Work on so many devices at once, from 1 to 1000. Default: 50.")
    private int parallel = 50;

    @Option(
            names = "--per-group",
            paramLabel = "NAME=N",
            description = {
                "On so many devices of this group at once; of a variable, of those with the same value.",
                "May be repeated."
            })
    private List<String> shares = List.of();

    @Option(names = "--canary", paramLabel = "N", description = "Begin with so many devices, as a wave of their own.")
    private int canaries;

    @Option(
            names = "--waves",
            paramLabel = "SIZES",
            description =
                    "In portions, one after the other: how much of all is through after each, 10%%,50%%,100%%; or how"
                            + " many devices, 5,20,100.")
    private @Nullable String waves;

    @Option(
            names = "--stop-at",
            paramLabel = "RATE",
            description =
                    "Begin nothing further when so much of a wave has failed: 5%%, or a number of devices. What failed in it"
                            + " before --resume counts; never leaves it behind.")
    private @Nullable String stopAt;

    private static final int MOST = 1_000;

    @Override
    public String heading() {
        return "How fast";
    }

    int parallel() {
        return parallel;
    }

    /**
     * What is asked for.
     *
     * @throws InputException if it makes no sense, or names what is not in the inventory
     */
    Plan plan(FleetInventory inventory) {
        if (parallel < 1 || parallel > MOST) {
            throw InputException.of(Reason.BAD_VALUE, "--parallel " + parallel + " is not from 1 to " + MOST);
        }
        Plan plan = Plan.DEFAULT
                .withParallel(parallel)
                .inWaves(waves == null ? new Waves(canaries, List.of()) : Waves.parse(canaries, waves))
                .stoppingAt(stopAt == null ? StopAt.NEVER : StopAt.parse(stopAt));
        for (String text : shares) {
            plan = plan.with(share(text, inventory));
        }
        return plan;
    }

    private static Share share(String text, FleetInventory inventory) {
        int equals = text.lastIndexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        int most;
        try {
            most = Integer.parseInt(text.substring(equals + 1).strip());
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
        if (equals < 1 || most < 1) {
            throw wrong(text, null);
        }
        Set<String> variables = new TreeSet<>();
        inventory
                .members()
                .forEach(member -> variables.addAll(member.variables().keySet()));
        boolean group = inventory.groups().contains(name);
        if (group && variables.contains(name)) {
            throw new InputException(
                    Reason.BAD_VALUE,
                    "--per-group " + text + ": " + name + " is a group and a variable",
                    "rename one of them",
                    null);
        }
        if (!group && !variables.contains(name)) {
            Set<String> known = new TreeSet<>(inventory.groups());
            known.addAll(variables);
            throw new InputException(
                    Reason.BAD_VALUE,
                    "--per-group " + text + ": there is no group and no variable \"" + name + "\" in "
                            + inventory.file(),
                    Suggestion.closest(name, known)
                            .map(close -> "did you mean " + close + "?")
                            .orElse("name a group, or a variable such as site"),
                    null);
        }
        return group ? Share.ofGroup(name, most) : Share.ofVariable(name, most);
    }

    private static InputException wrong(String text, @Nullable Exception cause) {
        return new InputException(
                Reason.BAD_VALUE, "--per-group " + text + " is no limit", "write it like site=5", cause);
    }
}
