package dev.parley.monitoring;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the beginning of a YANG module says of it: its name, its revision, and what it needs (RFC 7950 section 7.1). The
 * data model behind that is not looked at.
 *
 * @param kind whether it is a module or a submodule
 * @param name its name
 * @param yangVersion the version of YANG that it is written in: {@code 1} unless it says otherwise
 * @param namespace the module's namespace; empty for a submodule
 * @param belongsTo the submodule's module; empty for a module
 * @param revision its newest revision; empty where it tells none
 * @param imports the modules that it imports
 * @param includes the submodules that it includes
 */
public record YangHeader(
        Kind kind,
        String name,
        String yangVersion,
        String namespace,
        String belongsTo,
        String revision,
        List<Reference> imports,
        List<Reference> includes) {

    /** A whole module, or a part of one. */
    public enum Kind {
        /** A module. */
        MODULE,
        /** A part of a module. */
        SUBMODULE
    }

    /**
     * Another module that a module names.
     *
     * @param name its name
     * @param revision the revision that it must have; empty for any
     */
    public record Reference(String name, String revision) {}

    public YangHeader {
        imports = List.copyOf(imports);
        includes = List.copyOf(includes);
    }

    /** Reads a module's beginning; empty if this is no YANG. */
    public static Optional<YangHeader> of(String text) {
        try {
            return read(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("a string is always readable", e);
        }
    }

    /**
     * Reads a module's beginning, as far as the first statement of its data model; empty if this is no YANG.
     *
     * @throws IOException if the text cannot be read
     */
    public static Optional<YangHeader> read(Reader text) throws IOException {
        YangTokens in = new YangTokens(text);
        String keyword = in.next() == YangTokens.Kind.WORD ? in.text() : "";
        boolean module = keyword.equals("module");
        if ((!module && !keyword.equals("submodule")) || !in.next().isText()) {
            return Optional.empty();
        }
        String name = in.text();
        return in.next() == YangTokens.Kind.OPEN
                ? Optional.of(new Collected(module ? Kind.MODULE : Kind.SUBMODULE, name).read(in))
                : Optional.empty();
    }

    /** The statements of the header as far as they were read. */
    private static final class Collected {
        private final Kind kind;
        private final String name;
        private final List<Reference> imports = new ArrayList<>();
        private final List<Reference> includes = new ArrayList<>();
        private String yangVersion = "1";
        private String namespace = "";
        private String belongsTo = "";
        private String revision = "";

        Collected(Kind kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        YangHeader read(YangTokens in) throws IOException {
            while (in.next() == YangTokens.Kind.WORD && take(in, in.text())) {
                // the statement is taken
            }
            return new YangHeader(kind, name, yangVersion, namespace, belongsTo, revision, imports, includes);
        }

        /** Takes a statement; false if the header is over. */
        private boolean take(YangTokens in, String keyword) throws IOException {
            boolean extension = keyword.indexOf(':') > 0;
            switch (keyword) {
                case "yang-version", "namespace", "belongs-to", "revision", "import", "include" -> {}
                case "prefix", "organization", "contact", "description", "reference" -> {}
                default -> {
                    if (!extension) {
                        return false;
                    }
                }
            }
            YangTokens.Kind next = in.next();
            String argument = next.isText() ? in.argument() : "";
            String date = revisionDate(in);
            switch (keyword) {
                case "yang-version" -> yangVersion = argument;
                case "namespace" -> namespace = argument;
                case "belongs-to" -> belongsTo = argument;
                case "revision" -> revision = argument.compareTo(revision) > 0 ? argument : revision;
                case "import" -> imports.add(new Reference(argument, date));
                case "include" -> includes.add(new Reference(argument, date));
                default -> {
                    // of no interest here
                }
            }
            return true;
        }

        /** Reads to the end of the statement whose argument was read; the revision-date directly in it, if there is one. */
        private static String revisionDate(YangTokens in) throws IOException {
            String date = "";
            int depth = 0;
            for (YangTokens.Kind at = in.current(); at != YangTokens.Kind.END; at = in.next()) {
                if (at == YangTokens.Kind.OPEN) {
                    depth++;
                } else if (at == YangTokens.Kind.CLOSE) {
                    depth--;
                } else if (at == YangTokens.Kind.WORD && depth == 1 && in.text().equals("revision-date")) {
                    date = in.next().isText() ? in.text() : "";
                }
                boolean over = at == YangTokens.Kind.CLOSE || at == YangTokens.Kind.SEMICOLON;
                if (depth <= 0 && over) {
                    break;
                }
            }
            return date;
        }
    }
}
