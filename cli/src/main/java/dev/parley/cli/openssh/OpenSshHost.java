package dev.parley.cli.openssh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OpenSSH's configuration says about one host. */
public final class OpenSshHost {
    private static final Pattern TOKEN = Pattern.compile("%(.?)|\\$\\{([^}]*)}");
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})([KMG]?)");
    private static final String IDENTITY = "identityfile";
    private static final String NONE = "none";

    private final String original;
    private final @Nullable String user;
    private final Path home;
    private final Map<String, String> environment;
    private final Map<String, ConfigLine> first = new LinkedHashMap<>();
    private final List<ConfigLine> identities = new ArrayList<>();

    /** What becomes of unknown and changed host keys. */
    public enum Strictness {
        /** Unknown and changed keys are refused, or nothing was said. */
        REFUSE,
        /** Unknown keys are believed and written down, changed ones refused. */
        ACCEPT_NEW,
        /** Any key is believed, which is not honoured. */
        OFF
    }

    OpenSshHost(String original, @Nullable String user, Path home, Map<String, String> environment) {
        this.original = original;
        this.user = user;
        this.home = home;
        this.environment = environment;
    }

    /** The first line about something counts; identities add up. */
    void note(ConfigLine line) {
        if (!line.keyword().equals(IDENTITY)) {
            first.putIfAbsent(line.keyword(), line);
        } else if (identities.stream().noneMatch(known -> known.words().equals(line.words()))) {
            identities.add(line);
        }
    }

    /** The name by which it was asked for. */
    String original() {
        return original;
    }

    /** The host to connect to. */
    public String hostName() {
        ConfigLine line = first.get("hostname");
        return line == null
                ? original
                : expand(line, line.word(), token -> token == 'h' ? original : token == '%' ? "%" : null);
    }

    /** The port, if one is given. */
    public Optional<Integer> port() {
        return Optional.ofNullable(first.get("port")).map(line -> {
            String digits = line.word();
            int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > 65_535) {
                throw line.wrong(digits + " is not from 1 to 65535");
            }
            return port;
        });
    }

    /** The user that was settled, else the one that is given here, else the one who runs this. */
    public String user() {
        if (user != null) {
            return user;
        }
        ConfigLine line = first.get("user");
        return line == null ? localUser() : line.word();
    }

    String localUser() {
        return System.getProperty("user.name", "");
    }

    /** The files with keys to log in with; empty if none are named. */
    public List<Path> identityFiles(int port) {
        return identities.stream()
                .filter(line -> !line.word().equals(NONE))
                .map(line -> path(line, line.word(), port))
                .toList();
    }

    /** Whether identities are named at all, be it {@code none}. */
    public boolean isIdentityNamed() {
        return !identities.isEmpty();
    }

    /** Whether no other keys of an agent may be offered than those that are named. */
    public boolean isIdentitiesOnly() {
        ConfigLine line = first.get("identitiesonly");
        return line != null && line.isYes();
    }

    /** The agent's socket: as said here, or in {@code SSH_AUTH_SOCK}; empty for none. */
    public Optional<Path> agent(int port) {
        ConfigLine line = first.get("identityagent");
        String said = line == null ? "SSH_AUTH_SOCK" : line.word();
        if (line != null && said.equals(NONE)) {
            return Optional.empty();
        }
        if (line == null || said.equals("SSH_AUTH_SOCK") || said.startsWith("$") && !said.startsWith("${")) {
            String variable = said.startsWith("$") ? said.substring(1) : said;
            String socket = environment.getOrDefault(variable, "");
            return socket.isEmpty() ? Optional.empty() : Optional.of(Path.of(socket));
        }
        return Optional.of(path(line, said, port));
    }

    /** The jump hosts on the way, the first to connect to first; empty if none are said. */
    public List<String> jumps(int port) {
        ConfigLine line = first.get("proxyjump");
        if (line == null || !isJumpFirst() || line.word().equalsIgnoreCase(NONE)) {
            return List.of();
        }
        return List.of(expand(line, line.word(), token -> token(token, port)).split(","));
    }

    /**
     * Refuses what would be passed over: a command that makes the connection, and revoked keys. Of a jump host and a command,
     * the one that stands first counts.
     *
     * @param jumpSettled whether the way is settled elsewhere
     * @throws dev.parley.error.InputException if there is such a line
     */
    public void refuseUnsupported(boolean jumpSettled) {
        ConfigLine command = first.get("proxycommand");
        if (command != null && !jumpSettled && !isJumpFirst() && !command.word().equalsIgnoreCase(NONE)) {
            throw command.wrong("is not supported, and " + original
                    + " is not reached without it; --jump HOST goes through a jump host, --jump none directly");
        }
        ConfigLine revoked = first.get("revokedhostkeys");
        if (revoked != null && !revoked.word().equalsIgnoreCase(NONE)) {
            throw revoked.wrong("is not supported: write @revoked lines into a known_hosts file");
        }
    }

    /** After how many bytes new keys are asked for; empty if nothing is said, or that the usual number will do. */
    public OptionalLong newKeysAfter() {
        ConfigLine line = first.get("rekeylimit");
        if (line == null || line.words().isEmpty()) {
            return OptionalLong.empty();
        }
        // behind it there may be a time, which has no effect here: new keys are asked for every hour
        String amount = line.words().get(0).toUpperCase(Locale.ROOT);
        if (amount.equals("DEFAULT") || amount.equals("0")) {
            return OptionalLong.empty();
        }
        Matcher form = AMOUNT.matcher(amount);
        if (!form.matches()) {
            throw line.wrong(line.words().get(0) + " is no number of bytes like 500M");
        }
        return OptionalLong.of(Long.parseLong(form.group(1)) << 10 * " KMG".indexOf((form.group(2) + " ").charAt(0)));
    }

    private boolean isJumpFirst() {
        List<String> order = List.copyOf(first.keySet());
        int command = order.indexOf("proxycommand");
        int jump = order.indexOf("proxyjump");
        return jump >= 0 && (command < 0 || jump < command);
    }

    /** The name by which the host's key is known, if it is another. */
    public Optional<String> hostKeyAlias() {
        return Optional.ofNullable(first.get("hostkeyalias")).map(ConfigLine::word);
    }

    /** What becomes of unknown host keys. */
    public Strictness strictness() {
        ConfigLine line = first.get("stricthostkeychecking");
        if (line == null) {
            return Strictness.REFUSE;
        }
        return switch (line.word().toLowerCase(Locale.ROOT)) {
            case "accept-new" -> Strictness.ACCEPT_NEW;
            case "no", "off", "false" -> Strictness.OFF;
            default -> Strictness.REFUSE;
        };
    }

    /** Where a setting stands. */
    public String where(String keyword) {
        ConfigLine line = first.get(keyword.toLowerCase(Locale.ROOT));
        return line == null ? "OpenSSH's configuration" : line.where();
    }

    /** The user's files of known hosts. */
    public List<Path> knownHosts(int port) {
        Path folder = home.resolve(".ssh");
        return files(
                "userknownhostsfile", List.of(folder.resolve("known_hosts"), folder.resolve("known_hosts2")), port);
    }

    /** The machine's files of known hosts. */
    public List<Path> globalKnownHosts(int port) {
        Path folder = Path.of("/etc/ssh");
        return files(
                "globalknownhostsfile",
                List.of(folder.resolve("ssh_known_hosts"), folder.resolve("ssh_known_hosts2")),
                port);
    }

    private List<Path> files(String keyword, List<Path> otherwise, int port) {
        ConfigLine line = first.get(keyword);
        if (line == null) {
            return otherwise;
        }
        return line.words().stream()
                .filter(word -> !word.equals(NONE))
                .map(word -> path(line, word, port))
                .toList();
    }

    private Path path(ConfigLine line, String word, int port) {
        String expanded = expand(line, word, token -> token(token, port));
        return expanded.equals("~") || expanded.startsWith("~/")
                ? home.resolve(expanded.substring(Math.min(2, expanded.length())))
                : Path.of(expanded);
    }

    /** What a token stands for in a file's name; null for none. */
    private @Nullable String token(char token, int port) {
        return switch (token) {
            case '%' -> "%";
            case 'd' -> home.toString();
            case 'h' -> hostName();
            case 'k' -> hostKeyAlias().orElse(original);
            case 'n' -> original;
            case 'p' -> Integer.toString(port);
            case 'r' -> user();
            case 'u' -> localUser();
            case 'l' -> localHost();
            case 'L' -> localHost().replaceFirst("\\..*", "");
            default -> null;
        };
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private String expand(ConfigLine line, String text, TokenReader tokens) {
        Matcher found = TOKEN.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (found.find()) {
            String variable = found.group(2);
            String value = null;
            if (variable != null) {
                value = environment.get(variable);
            } else if (!found.group(1).isEmpty()) {
                value = tokens.read(found.group(1).charAt(0));
            }
            if (value == null) {
                throw line.wrong("has " + found.group() + ", which stands for nothing here");
            }
            found.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return found.appendTail(expanded).toString();
    }

    @FunctionalInterface
    private interface TokenReader {
        @Nullable
        String read(char token);
    }
}
