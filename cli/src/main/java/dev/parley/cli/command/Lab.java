package dev.parley.cli.command;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.simulator.DeviceSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with all that it takes to talk to a simulated device: certificates or keys, and a file of devices in which it is
 * called {@value #NAME}. Unless somebody named the folder, it is gone when it is closed.
 */
final class Lab implements AutoCloseable {
    static final String NAME = "sim";

    private static final String DEVICES = "devices.yaml";

    private final Path folder;
    private final boolean temporary;
    private final LabKeys keys;

    private Lab(Path folder, boolean temporary, LabKeys keys) {
        this.folder = folder;
        this.temporary = temporary;
        this.keys = keys;
    }

    /** A lab with these keys, in that folder or in one of its own. */
    static Lab create(@Nullable Path given, LabKeys keys) {
        Lab lab = new Lab(folder(given), given == null, keys);
        try {
            lab.refuseWhatIsThere();
            keys.writeTo(lab.folder);
        } catch (IOException e) {
            throw unwritable(lab.folder, e);
        }
        return lab;
    }

    /** A lab that is there already may be in use: none of its files is touched, not even when another would do. */
    private void refuseWhatIsThere() {
        List<String> there = Stream.concat(keys.files().stream(), Stream.of(DEVICES))
                .filter(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (!there.isEmpty()) {
            throw new InputException(
                    Reason.BAD_SETTING,
                    folder + " holds " + String.join(", ", there) + " already, and a lab is not overwritten",
                    "name another folder with --pki",
                    null);
        }
    }

    private static Path folder(@Nullable Path given) {
        try {
            return given == null ? Files.createTempDirectory("parley-sim") : Files.createDirectories(given);
        } catch (IOException e) {
            throw unwritable(given == null ? Path.of(System.getProperty("java.io.tmpdir")) : given, e);
        }
    }

    private static InputException unwritable(Path folder, IOException why) {
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot write to " + folder + ": " + FileTrouble.words(why),
                "name a folder with --pki that can be made and written to",
                why);
    }

    /** Gives a device its keys, or leaves it in cleartext. */
    void secure(DeviceSimulator.Builder device) {
        keys.secure(device);
    }

    /** Writes down how a device that runs is reached. */
    void describe(DeviceSimulator device) {
        StringBuilder text = new StringBuilder(keys.defaults().isEmpty() ? "" : "defaults:\n");
        keys.defaults().forEach((name, value) -> text.append("  " + name + ": " + value + "\n"));
        text.append("devices:\n  " + NAME + ":\n    url: " + url(device) + "\n");
        if (!keys.callHome().isEmpty()) {
            text.append("    call-home: " + keys.callHome() + "\n");
        }
        try {
            keys.introduce(folder, device);
            Files.writeString(
                    devices(), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Where a device is. */
    String url(DeviceSimulator device) {
        return keys.url(device);
    }

    /** What somebody who comes without the file of devices should know. */
    String hint() {
        return keys.hint(folder);
    }

    /** The file of devices. */
    Path devices() {
        return folder.resolve(DEVICES);
    }

    /** The folder. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        List<Path> everything;
        try (Stream<Path> found = Files.walk(folder)) {
            everything = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : everything) {
            Files.delete(path);
        }
    }
}
