package dev.parley.cli.command;

import dev.parley.cli.doctor.SeriesProgress;
import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Console;
import dev.parley.doctor.series.AttemptLine;
import dev.parley.doctor.series.Gathering;
import dev.parley.doctor.series.SeriesReport;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "analyze",
        header = "Look again for what failing attempts share, in files.",
        description = {
            "Reads attempts that parley doctor --record kept, and the logs of programs that use parley, and tells what they"
                    + " come to: how many failed and how, when and at which address, and what those that failed share."
                    + " Several files count as one; what stands in two of them counts once.",
            "Of a log, the lines count that begin with \"attempt began=\" behind whatever the layout puts in front; parley"
                    + " writes one for each attempt at a session to the logger dev.parley.attempt, at INFO or WARN. JSON with"
                    + " such a line in one of its fields is read too."
        },
        footer = {
            "@|bold Exit status|@",
            "  0 if no attempt failed, 11 if one did, 2 if a file cannot be read or holds",
            "  no attempts.",
            "",
            "@|bold Examples|@",
            "  parley doctor analyze pe1.jsonl --report pe1.html",
            "  parley doctor analyze monday.jsonl tuesday.jsonl --json | jq .patterns",
            "  zcat app.log.*.gz | parley doctor analyze -"
        })
final class AnalyzeCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files of attempts, or logs; - for standard input.")
    private List<String> files = List.of();

    @Mixin
    private final ReportOption report = new ReportOption();

    @Mixin
    private final CommonOptions common;

    AnalyzeCommand(Console console) {
        common = new CommonOptions(console);
    }

    @Override
    public Integer call() {
        Output output = common.output();
        report.check();
        Gathering gathering = new Gathering();
        Map<String, Integer> found = new LinkedHashMap<>();
        for (String file : files) {
            int before = gathering.attempts().size() + gathering.duplicates();
            read(file, gathering, output);
            found.put(file, gathering.attempts().size() + gathering.duplicates() - before);
        }
        found.forEach((file, attempts) -> {
            if (attempts == 0) {
                throw none(file);
            }
        });
        output.fact("files", files);
        output.fact("otherLines", gathering.otherLines());
        output.fact("duplicates", gathering.duplicates());
        told(gathering, output);
        List<AttemptLine> attempts = gathering.attempts();
        return SeriesResult.tell(SeriesReport.of(attempts, ZoneId.systemDefault()), report, output)
                .status();
    }

    private static void told(Gathering gathering, Output output) {
        if (gathering.otherLines() > 0) {
            output.note(SeriesProgress.count(gathering.otherLines(), "other line")
                    + (gathering.otherLines() == 1 ? " holds" : " hold") + " no attempt.");
        }
        if (gathering.duplicates() > 0) {
            output.note(SeriesProgress.count(gathering.duplicates(), "attempt") + " stood there more than once and "
                    + (gathering.duplicates() == 1 ? "counts" : "count") + " once.");
        }
    }

    private static void read(String file, Gathering gathering, Output output) {
        if (file.equals(STANDARD_INPUT)) {
            gathering.add(name(file), output.console().in());
        } else {
            gathering.add(Path.of(file));
        }
    }

    private static InputException none(String file) {
        return new InputException(
                Reason.BAD_VALUE,
                name(file) + " holds no attempts",
                "name a file that parley doctor --record wrote, or a log with the lines of dev.parley.attempt",
                null);
    }

    private static String name(String file) {
        return file.equals(STANDARD_INPUT) ? "standard input" : file;
    }
}
