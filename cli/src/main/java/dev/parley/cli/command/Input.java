package dev.parley.cli.command;

import dev.parley.cli.terminal.Console;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/** Reads XML that is given as itself, in a file, or on standard input. */
final class Input {
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    private static final String WHERE_FROM = "give a file, - for standard input, or the XML itself";

    private final Console console;

    Input(Console console) {
        this.console = console;
    }

    /**
     * The XML that an argument stands for.
     *
     * @param argument XML, a file's name, or {@code -} for standard input
     * @throws InputException if there is none, or it is not well-formed; the message names line and column
     */
    Xml xml(String argument) {
        if (argument.isBlank()) {
            throw new InputException(Reason.BAD_XML, "there is no XML: the argument is empty", WHERE_FROM, null);
        }
        if (argument.strip().startsWith("<")) {
            return Xml.parse(argument);
        }
        if (argument.equals("-")) {
            return named("standard input", standardInput());
        }
        Path file = Path.of(argument);
        try {
            return named(argument, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read " + argument + ": " + FileTrouble.words(e), WHERE_FROM, e);
        }
    }

    private byte[] standardInput() {
        if (console.terminal().in()) {
            console.err().println("reading XML from the terminal; Ctrl-D ends it");
        }
        try {
            return console.in().readAllBytes();
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot read standard input: " + FileTrouble.words(e), null, e);
        }
    }

    private static Xml named(String origin, byte[] content) {
        if (content.length == 0) {
            throw InputException.of(Reason.BAD_XML, origin + " is empty");
        }
        try {
            return Xml.parse(content);
        } catch (InputException e) {
            throw new InputException(
                    e.reason(), origin + ": " + e.getMessage(), e.advice().orElse(null), e);
        }
    }

    /**
     * What is inside an element that people put around XML because NETCONF does, in its namespace or in none; the XML as
     * it is if there is no such element; empty if there is nothing in it.
     */
    static Optional<Xml> unwrapped(Xml xml, String wrapper) {
        List<QName> roots = xml.roots();
        boolean wrapped = roots.size() == 1
                && roots.get(0).getLocalPart().equals(wrapper)
                && (roots.get(0).getNamespaceURI().isEmpty()
                        || roots.get(0).getNamespaceURI().equals(BASE));
        return wrapped ? xml.content() : Optional.of(xml);
    }
}
