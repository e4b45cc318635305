package dev.parley.cli.command;

import dev.parley.cli.doctor.SeriesPage;
import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.doctor.page.HtmlSeries;
import dev.parley.doctor.series.SeriesReport;
import java.time.ZoneId;

/** How it is told what a number of attempts came to, whether they were made now or read from files. */
final class SeriesResult {
    private SeriesResult() {}

    /** Tells it, also on a page if one is asked for; how it ended is whether one failed. */
    static ExitCode tell(SeriesReport report, ReportOption page, Output output) {
        report.facts().forEach(output::fact);
        if (report.attempts().isEmpty()) {
            output.line("No attempt was made.");
        } else {
            new SeriesPage(
                            report,
                            ZoneId.systemDefault(),
                            output.paint(),
                            output.console().terminal().columns())
                    .lines()
                    .forEach(output::line);
        }
        page.write(() -> HtmlSeries.of(report, ZoneId.systemDefault()), output);
        ExitCode end = output.succeed();
        return end == ExitCode.OK && report.all().failed() > 0 ? ExitCode.FINDINGS : end;
    }
}
