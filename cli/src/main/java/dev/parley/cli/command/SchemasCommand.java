package dev.parley.cli.command;

import dev.parley.cli.report.ExitCode;
import dev.parley.cli.report.Output;
import dev.parley.cli.report.Problem;
import dev.parley.cli.report.Recorder;
import dev.parley.cli.terminal.Console;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.session.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "schemas",
        header = "List a device's YANG modules, or download all of them.",
        description = {
            "Lists every module and submodule that the device tells of, in its YANG library, its list of schemas and its"
                    + " hello. With --output it downloads them, each to a file name@revision.yang.",
            "What is there already is not fetched again, so the same command goes on after an interruption, and fetches"
                    + " what is new after an upgrade. What the device does not give is listed at the end."
        },
        footer = {
            "@|bold Examples|@",
            "  parley schemas pe1",
            "  parley schemas pe1 --output models/pe1",
            "  parley schemas pe1 --json | jq -r '.modules[].name'"
        })
final class SchemasCommand extends DeviceCommand {
    private static final int MOST_PARALLEL = 64;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Download the modules to that folder, which is made if it is not there.")
    private @Nullable Path folder;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Ask for so many modules at once, from 1 to 64. Default: 4.")
    private int parallel = 4;

    @Option(names = "--again", description = "Fetch also what is there already.")
    private boolean again;

    @Mixin
    private final RequestOptions request = new RequestOptions();

    private @Nullable Problem shortfall;

    SchemasCommand(Console console) {
        super(console);
    }

    @Override
    boolean changes() {
        return false;
    }

    @Override
    Talk.Work prepare(Output output) {
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw InputException.of(Reason.BAD_VALUE, "--parallel " + parallel + " is not from 1 to " + MOST_PARALLEL);
        }
        Path path = folder;
        if (path == null) {
            if (again) {
                throw InputException.of(Reason.BAD_SETTING, "--again needs --output: nothing is fetched without");
            }
            return (session, recorder) ->
                    SchemaListing.read(session, request.isForced(), output).tell(output);
        }
        SchemaFolder target = SchemaFolder.of(path);
        return (session, recorder) -> download(session, recorder, target, output);
    }

    private void download(Session session, Recorder recorder, SchemaFolder target, Output output) {
        SchemaListing listing = SchemaListing.read(session, request.isForced(), output);
        target.create();
        SchemaDownload.Existing existing = again ? SchemaDownload.Existing.REPLACED : SchemaDownload.Existing.KEPT;
        SchemaDownload download = new SchemaDownload(session, listing, target, existing, request, output);
        recorder.progress(download::progress);
        try {
            shortfall = download.run(parallel);
        } finally {
            recorder.progress(null);
        }
    }

    @Override
    ExitCode end(Output output) {
        return shortfall == null ? super.end(output) : output.fail(shortfall);
    }
}
