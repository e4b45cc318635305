package dev.parley.monitoring;

import java.io.IOException;
import java.io.Reader;

/**
 * The tokens of a YANG text, without comments (RFC 7950 section 6.1). Of a long string only the beginning is kept, since
 * nothing here needs the rest.
 */
final class YangTokens {
    private static final int END = -1;
    private static final int MOST = 4096;

    private final Reader in;
    private final StringBuilder text = new StringBuilder();
    private int ahead;
    private Kind current = Kind.END;

    /** What a token is. */
    enum Kind {
        WORD,
        STRING,
        SEMICOLON,
        OPEN,
        CLOSE,
        END;

        /** Whether it can be an argument. */
        boolean isText() {
            return this == WORD || this == STRING;
        }
    }

    YangTokens(Reader in) throws IOException {
        this.in = in;
        this.ahead = in.read();
        if (ahead == '\uFEFF') {
            advance();
        }
    }

    /** The token that was read last. */
    Kind current() {
        return current;
    }

    /** Its text; that of a string without quotes. */
    String text() {
        return text.toString();
    }

    /** Moves to the next token. */
    Kind next() throws IOException {
        current = read();
        return current;
    }

    /** The whole argument that begins with the current token: strings may be joined with {@code +}. Moves behind it. */
    String argument() throws IOException {
        StringBuilder whole = new StringBuilder(text);
        boolean quoted = current == Kind.STRING;
        while (next() == Kind.WORD && quoted && text.toString().equals("+") && next() == Kind.STRING) {
            whole.append(text);
        }
        return whole.toString();
    }

    private Kind read() throws IOException {
        while (true) {
            while (ahead != END && Character.isWhitespace(ahead)) {
                advance();
            }
            switch (ahead) {
                case END -> {
                    return Kind.END;
                }
                case ';' -> {
                    return punctuation(Kind.SEMICOLON);
                }
                case '{' -> {
                    return punctuation(Kind.OPEN);
                }
                case '}' -> {
                    return punctuation(Kind.CLOSE);
                }
                case '"', '\'' -> {
                    return string(ahead);
                }
                default -> {
                    if (ahead != '/') {
                        text.setLength(0);
                        return word();
                    }
                    advance();
                    if (!comment()) {
                        text.setLength(0);
                        text.append('/');
                        return word();
                    }
                }
            }
        }
    }

    private Kind punctuation(Kind kind) throws IOException {
        advance();
        return kind;
    }

    private Kind string(int quote) throws IOException {
        text.setLength(0);
        advance();
        while (ahead != END && ahead != quote) {
            if (ahead == '\\' && quote == '"') {
                advance();
            }
            keep();
        }
        advance();
        return Kind.STRING;
    }

    /** A word; what could begin a comment in its middle does not, as in {@code http://example.net}. */
    private Kind word() throws IOException {
        while (ahead != END && !Character.isWhitespace(ahead) && ahead != ';' && ahead != '{' && ahead != '}') {
            keep();
        }
        return Kind.WORD;
    }

    /** Reads over a comment whose first slash was read; false if it is none. */
    private boolean comment() throws IOException {
        if (ahead == '/') {
            while (ahead != END && ahead != '\n') {
                advance();
            }
            return true;
        }
        if (ahead != '*') {
            return false;
        }
        advance();
        for (int before = 0; ahead != END && !(before == '*' && ahead == '/'); ) {
            before = ahead;
            advance();
        }
        advance();
        return true;
    }

    private void keep() throws IOException {
        if (ahead != END) {
            if (text.length() < MOST) {
                text.append((char) ahead);
            }
            advance();
        }
    }

    private void advance() throws IOException {
        if (ahead != END) {
            ahead = in.read();
        }
    }
}
