package dev.parley.cli.command;

import dev.parley.cli.device.DevicesFile;
import dev.parley.cli.device.Surroundings;
import dev.parley.cli.report.Output;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where devices are described, and where the passphrase of our key stands. */
final class KnownDevices implements OptionGroup {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Where our key's passphrase stands. Otherwise PARLEY_KEY_PASSPHRASE, or it is asked for.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {"The file of devices. Default:", "~/.config/parley/devices.yaml"})
    private @Nullable Path file;

    @Override
    public String heading() {
        return "Device";
    }

    @Nullable
    Path passphraseFile() {
        return passphraseFile;
    }

    /** Whether a file of devices was named. */
    boolean isNamed() {
        return file != null;
    }

    /** Where devices are described. */
    Path file(Output output) {
        return file == null ? DevicesFile.standardPath(output.console().environment()) : file;
    }

    /**
     * The devices that are described.
     *
     * @throws dev.parley.error.InputException if the file cannot be used
     */
    DevicesFile read(Output output) {
        return file == null
                ? DevicesFile.readIfPresent(
                        DevicesFile.standardPath(output.console().environment()))
                : DevicesFile.read(file);
    }

    /** What else decides how a device is reached. */
    static Surroundings surroundings(Output output) {
        Map<String, String> environment = output.console().environment();
        return new Surroundings(Surroundings.home(environment), environment, new AskedSecrets(output), output::warning);
    }
}
