package dev.parley.operation;

import dev.parley.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
    private static final String NO_REGULAR_FILE = "it is no regular file";

    FileBody {
        if (target.getFileName() == null || target.getFileName().toString().isEmpty()) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "not the name of a file: \"" + target + "\"");
        }
        if (isNoRegularFile(target)) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "cannot write " + target + ": " + NO_REGULAR_FILE);
        }
    }

    /** Such as a FIFO or a device, which a rename would put a file in place of, or a link that leads to one or nowhere. */
    private static boolean isNoRegularFile(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(target);
    }

    @Override
    public Path read(ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        if (isNoRegularFile(target)) {
            throw new FileSystemException(target.toString(), null, NO_REGULAR_FILE);
        }
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path partial = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
        try {
            write(partial, parts, context);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
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
