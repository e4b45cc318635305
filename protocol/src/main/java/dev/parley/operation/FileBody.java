package dev.parley.operation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * Writes the content of a reply to a file as it arrives. The bytes are not parsed on the way, only searched: for the end
 * of the envelope, and for the name {@code rpc-error}. Where that name occurs, or the reply is not in the usual form, the
 * file is parsed before it is accepted.
 */
record FileBody(WholeFile file, LongConsumer progress) implements ReplyBody.Streamed<Path> {

    @Override
    public Path read(ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        return file.write(partial -> write(partial, parts, context));
    }

    private void write(Path partial, ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        ContentSplitter splitter = new ContentSplitter(context);
        boolean certain;
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            ContentSplitter.Out out = bytes -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            };
            for (ByteBuffer part = parts.next(); part != null; part = parts.next()) {
                splitter.split(part, out);
                progress.accept(channel.position());
            }
            certain = splitter.finish(out);
        }
        if (!certain) {
            new WrittenReply(partial, splitter.removedStart()).accept(context);
        }
    }
}
