package dev.parley.operation;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcErrorException;
import dev.parley.message.ErrorCollector;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the content of a reply to a file as it arrives. The bytes are not parsed on the way, only searched: for the end
 * of the envelope, and for the name {@code rpc-error}. Where that name occurs, the file is parsed before it is accepted.
 */
record FileBody(Path target, LongConsumer progress) implements ReplyBody.Streamed<Path> {
    @Override
    public Path read(ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(directory, "." + target.getFileName(), ".part");
        try {
            write(partial, parts, context);
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void write(Path partial, ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        ContentSplitter splitter = new ContentSplitter(context.operation());
        WordSearch errorName = new WordSearch("rpc-error");
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            for (ByteBuffer part = parts.next(); part != null; part = parts.next()) {
                errorName.search(part.duplicate());
                splitter.split(part, bytes -> {
                    while (bytes.hasRemaining()) {
                        file.write(bytes);
                    }
                });
                progress.accept(file.position());
            }
            splitter.finish(bytes -> {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            });
            if (errorName.isFound()) {
                long end = checkErrors(partial, splitter, context);
                file.truncate(end);
            }
        }
        if (!errorName.isFound()
                && splitter.isEnvelopeKept()
                && context.operation().returnsData()) {
            throw Data.missing(context.operation());
        }
    }

    /** Parses what was written; the offset behind its first element, after which only warnings stand. */
    private static long checkErrors(Path partial, ContentSplitter splitter, ReplyBody.Context context)
            throws IOException {
        byte[] open = splitter.removedStart();
        List<InputStream> pieces = List.of(
                new ByteArrayInputStream(open),
                new BufferedInputStream(Files.newInputStream(partial), 65_536),
                new ByteArrayInputStream(splitter.removedEnd()));
        try (InputStream whole = new SequenceInputStream(Collections.enumeration(pieces))) {
            XmlReader in = XmlReader.of(whole, XmlLimits.DEFAULT);
            in.nextTag();
            ErrorCollector errors = ErrorCollector.attach(in);
            long end = -1;
            while (in.nextTag() == javax.xml.stream.XMLStreamConstants.START_ELEMENT) {
                in.skipElement();
                end = end < 0 ? in.endOffset() - open.length : end;
            }
            in.finish();
            if (errors.isFailure()) {
                throw new RpcErrorException(context.request(), errors.found());
            }
            if (splitter.isEnvelopeKept()) {
                return Long.MAX_VALUE;
            }
            if (end < 0) {
                throw Data.missing(context.operation());
            }
            return end;
        }
    }

    /** Looks for a word in a stream of bytes, however it is cut, mostly looking at one byte in as many as the word has. */
    static final class WordSearch {
        private final byte[] word;
        private final int[] skip = new int[256];
        private final byte[] carried;
        private int carriedLength;
        private boolean found;

        WordSearch(String text) {
            word = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            carried = new byte[2 * word.length];
            java.util.Arrays.fill(skip, word.length);
            for (int i = 0; i < word.length - 1; i++) {
                skip[word[i] & 0xff] = word.length - 1 - i;
            }
        }

        boolean isFound() {
            return found;
        }

        void search(ByteBuffer in) {
            if (found) {
                return;
            }
            // across the seam: the last bytes of what came before, with the first of this
            int more = Math.min(word.length - 1, in.remaining());
            in.get(in.position(), carried, carriedLength, more);
            found = contains(ByteBuffer.wrap(carried, 0, carriedLength + more)) || contains(in);
            int keep = Math.min(word.length - 1, carriedLength + in.remaining());
            if (in.remaining() >= keep) {
                in.get(in.limit() - keep, carried, 0, keep);
            } else {
                System.arraycopy(carried, carriedLength + more - keep, carried, 0, keep);
            }
            carriedLength = keep;
        }

        private boolean contains(ByteBuffer in) {
            int last = word.length - 1;
            int limit = in.limit();
            for (int at = in.position() + last; at < limit; at += skip[in.get(at) & 0xff]) {
                int i = 0;
                while (i <= last && in.get(at - i) == word[last - i]) {
                    i++;
                }
                if (i > last) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Receives bytes that may fail to be written. */
    @FunctionalInterface
    interface Out {
        void write(ByteBuffer bytes) throws IOException;
    }

    static ProtocolException truncated(@Nullable String found) {
        return ProtocolException.of(
                Reason.MALFORMED_XML,
                "the reply does not end with the end tag of its envelope"
                        + (found == null ? "" : ", but with " + found));
    }
}
