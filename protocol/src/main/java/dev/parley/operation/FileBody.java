package dev.parley.operation;

import dev.parley.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * Writes the content of a reply to a file as it arrives. The bytes are not parsed on the way, only searched: for the end
 * of the envelope, and for the name {@code rpc-error}. Where that name occurs, or the reply is not in the usual form, the
 * file is parsed before it is accepted.
 */
record FileBody(Path target, LongConsumer progress) implements ReplyBody.Streamed<Path> {
    FileBody {
        if (target.getFileName() == null || target.getFileName().toString().isEmpty()) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "not the name of a file: \"" + target + "\"");
        }
    }

    @Override
    public Path read(ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(directory, "." + target.getFileName(), ".part");
        try {
            write(partial, parts, context);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void write(Path partial, ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        ContentSplitter splitter = new ContentSplitter(context);
        boolean certain;
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            ContentSplitter.Out out = bytes -> {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            };
            for (ByteBuffer part = parts.next(); part != null; part = parts.next()) {
                splitter.split(part, out);
                progress.accept(file.position());
            }
            certain = splitter.finish(out);
        }
        if (!certain) {
            new WrittenReply(partial, splitter.removedStart()).accept(context);
        }
    }
}
