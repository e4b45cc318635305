package dev.parley.cli.command;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.monitoring.SchemaCatalog;
import dev.parley.monitoring.YangHeader;
import dev.parley.operation.WholeFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A folder with the modules of one device, each in a file {@code name@revision.yang} (RFC 7950 section 5.2). A module that
 * has a revision never changes under it, so its file is good for ever; of one without, a note in the folder keeps which
 * set of modules it belonged to.
 *
 * @param path where
 */
record SchemaFolder(Path path) {
    private static final String NOTE = ".parley-schemas";

    /** What a device calls its modules is not trusted to be a name (RFC 7950 section 6.2). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,199}");

    private static final Pattern REVISION = Pattern.compile("|[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Refuses what cannot be a folder to write to, before anything is asked of the device. */
    static SchemaFolder of(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot write modules to " + path + ": it is no folder",
                    "--output names the folder that the modules go to, a file each",
                    null);
        }
        Path there = path.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw InputException.of(
                    Reason.FILE_UNREADABLE, "cannot write modules to " + path + ": " + there + " is no folder");
        }
        if (!Files.isWritable(there)) {
            throw InputException.of(
                    Reason.FILE_UNREADABLE,
                    "cannot write modules to " + path + ": no permission to create files in " + there);
        }
        return new SchemaFolder(path);
    }

    /** Makes the folder if it is not there. */
    void create() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new InputException(Reason.FILE_UNREADABLE, "cannot make the folder " + path + ": " + why(e), null, e);
        }
    }

    private static String why(IOException failure) {
        return failure instanceof NoSuchFileException ? "no folder can be made there" : FileTrouble.words(failure);
    }

    /** The file of a module; empty if the device gives it a name that a file must not have. */
    Optional<Path> file(SchemaCatalog.Entry module) {
        boolean named = NAME.matcher(module.name()).matches()
                && REVISION.matcher(module.revision()).matches();
        return named ? Optional.of(path.resolve(module.label() + ".yang")) : Optional.empty();
    }

    /** Whether the module is there and whole, and the device has no other. */
    boolean has(SchemaCatalog.Entry module, String contentId, Map<String, String> notes) {
        Path file = file(module).orElseThrow();
        String noted = notes.getOrDefault(module.name(), "");
        boolean current = !module.revision().isEmpty() || (!contentId.isEmpty() && noted.equals(contentId));
        return current
                && header(file)
                        .filter(header -> header.name().equals(module.name()))
                        .isPresent();
    }

    /** What the module in a file says of itself; empty if there is none in it. */
    static Optional<YangHeader> header(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Reader text = Files.newBufferedReader(file)) {
            return YangHeader.read(text);
        } catch (MalformedInputException notText) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read " + file + ": " + FileTrouble.words(e), null, e);
        }
    }

    /** Of modules without a revision: to which set of modules each belonged when it was fetched. */
    Map<String, String> notes() {
        Map<String, String> notes = new HashMap<>();
        Path note = path.resolve(NOTE);
        try {
            if (Files.isRegularFile(note)) {
                for (String line : Files.readAllLines(note)) {
                    int space = line.indexOf(' ');
                    if (space > 0) {
                        notes.put(line.substring(0, space), line.substring(space + 1));
                    }
                }
            }
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read " + note + ": " + FileTrouble.words(e), "remove it", e);
        }
        return notes;
    }

    /** Keeps the notes. */
    void note(Map<String, String> notes) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(notes)
                .forEach((name, contentId) ->
                        text.append(name).append(' ').append(contentId).append('\n'));
        try {
            new WholeFile(path.resolve(NOTE)).write(partial -> Files.writeString(partial, text));
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot write " + path.resolve(NOTE) + ": " + FileTrouble.words(e),
                    null,
                    e);
        }
    }

    /** The size of a file in it. */
    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new InputException(Reason.FILE_UNREADABLE, file + " was written and is gone", null, e);
        }
    }
}
