package dev.parley.cli.openssh;

import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** One pass through a file and those that it includes, which notes what holds for a host. */
final class ConfigFile {
    private static final int DEEPEST = 16;

    private final OpenSshHost host;
    private final Path folder;
    private final Path home;
    private final MatchLine match;

    /**
     * @param host what is noted
     * @param folder where the paths of {@code Include} start
     * @param home what {@code ~} is
     * @param last whether this is the final pass, for which some {@code Match} lines wait
     */
    ConfigFile(OpenSshHost host, Path folder, Path home, boolean last) {
        this.host = host;
        this.folder = folder;
        this.home = home;
        this.match = new MatchLine(host, last);
    }

    boolean asksForFinalPass() {
        return match.asksForFinalPass();
    }

    /** Whoever can write to the file decides where passwords go; OpenSSH refuses it too. */
    static void refuseWritable(Path file) {
        try {
            if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
                return;
            }
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            if (allowed.contains(PosixFilePermission.GROUP_WRITE)
                    || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new InputException(
                        Reason.BAD_SETTING,
                        file + " can be written by others than its owner",
                        "chmod 600 keeps it to you; --ssh-config none does without it",
                        null);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputException unreadable(Path file, IOException why) {
        return new InputException(
                Reason.FILE_UNREADABLE,
                "cannot read " + file + ": " + FileTrouble.words(why),
                "--ssh-config FILE names another, none does without",
                why);
    }

    /**
     * Notes what holds.
     *
     * @param file the file
     * @param active whether it holds at all, until its first {@code Host} or {@code Match}
     * @param depth how many files included each other to get here
     */
    void read(Path file, boolean active, int depth) {
        List<String> lines;
        try {
            // Latin-1 takes whatever stands in comments
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        boolean holds = active;
        for (int i = 0; i < lines.size(); i++) {
            ConfigLine line = ConfigLine.parse(file + ":" + (i + 1), lines.get(i));
            if (line == null) {
                continue;
            }
            switch (line.keyword()) {
                case "host" -> holds = isHost(line);
                case "match" -> holds = match.holds(line);
                case "include" -> {
                    if (holds) {
                        include(line, depth);
                    }
                }
                default -> {
                    if (holds) {
                        host.note(line);
                    }
                }
            }
        }
    }

    private boolean isHost(ConfigLine line) {
        if (line.words().isEmpty()) {
            throw line.wrong("names no host");
        }
        return Patterns.match(host.original(), line.words());
    }

    private void include(ConfigLine line, int depth) {
        if (depth == DEEPEST) {
            throw line.wrong("includes files more than " + DEEPEST + " deep");
        }
        for (String word : line.words()) {
            Path path = word.startsWith("~/") ? home.resolve(word.substring(2)) : folder.resolve(word);
            try {
                for (Path found : Patterns.files(path)) {
                    read(found, true, depth + 1);
                }
            } catch (IOException e) {
                throw line.wrong("cannot include " + word + ": " + FileTrouble.words(e));
            }
        }
    }
}
