package dev.parley.audit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Somebody else's stream, which is flushed and not closed. */
final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
