package dev.parley.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream that results go to. Unlike an ordinary {@code PrintStream} it remembers why it failed, so that a full disk
 * behind a redirection is told apart from a reader that has seen enough.
 */
public final class StandardOutput extends PrintStream {
    private final Remembering target;

    private StandardOutput(Remembering target) {
        super(new BufferedOutputStream(target, 1 << 16), false, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** An output that ends up in that stream. */
    public static StandardOutput to(OutputStream stream) {
        return new StandardOutput(new Remembering(stream));
    }

    /** Why not everything could be written; known after a flush. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(target.failure);
    }

    private static final class Remembering extends FilterOutputStream {
        private @Nullable IOException failure;

        Remembering(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
