package dev.parley.operation;

import dev.parley.error.RpcErrorException;
import dev.parley.message.Deviation;
import dev.parley.message.ErrorCollector;
import dev.parley.message.Namespaces;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlNames;
import dev.parley.xml.XmlReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * A reply in a file that may report an error, or is not in the usual form: it is parsed before it is accepted, and cut
 * down to what the operation returns.
 */
final class WrittenReply {
    private static final int LONGEST_TAG = 64 * 1024;

    private final Path file;
    private final byte[] removed;

    /**
     * @param file holds the reply
     * @param removed the root's start tag if it is not in the file, else empty
     */
    WrittenReply(Path file, byte[] removed) {
        this.file = file;
        this.removed = removed;
    }

    /** Where the data stands, and what it needs to stand on its own feet. */
    private record Found(long from, long to, Map<String, String> inherited) {}

    void accept(ReplyBody.Context context) throws IOException {
        Operation<?> operation = context.operation();
        Found data = find(context);
        if (!operation.returnsData()) {
            return;
        }
        if (data == null) {
            throw Data.missing(operation);
        }
        cut(data);
    }

    /** Parses the reply. */
    private @Nullable Found find(ReplyBody.Context context) throws IOException {
        String wanted = context.operation().dataNamespace();
        try (InputStream rest = new BufferedInputStream(Files.newInputStream(file), LONGEST_TAG);
                InputStream whole = new SequenceInputStream(new ByteArrayInputStream(removed), rest)) {
            XmlReader in = XmlReader.of(whole, context.limits());
            in.nextTag();
            Map<String, String> scope = XmlNames.declared(in);
            ErrorCollector errors = ErrorCollector.attach(in, context.observer());
            Found data = null;
            boolean certain = false;
            boolean ok = false;
            while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
                ok |= in.getLocalName().equals("ok") && in.namespace().equals(Namespaces.BASE);
                boolean isData = in.getLocalName().equals("data");
                boolean isWanted = isData && in.namespace().equals(wanted);
                long from = in.startOffset() - removed.length;
                Map<String, String> inherited = XmlNames.without(scope, in);
                in.skipElement();
                if (isData && !certain && (isWanted || data == null)) {
                    data = new Found(from, in.endOffset() - removed.length, inherited);
                    certain = isWanted;
                }
            }
            in.finish();
            if (errors.isFailure()) {
                throw new RpcErrorException(context.request(), errors.found());
            }
            if (ok && !errors.found().isEmpty()) {
                context.observer()
                        .met(Deviation.OK_WITH_WARNING, errors.found().get(0).toString());
            }
            if (data != null && !certain && context.operation().returnsData()) {
                context.observer().met(Deviation.DATA_NAMESPACE, "instead of \"" + wanted + "\"");
            }
            return data;
        }
    }

    /** Leaves nothing but the data in the file. */
    private void cut(Found data) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (data.from() == 0) {
                channel.truncate(data.to());
                return;
            }
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(LONGEST_TAG, data.to() - data.from()));
            while (start.hasRemaining() && channel.read(start, data.from() + start.position()) >= 0) {
                // a file may give less than it is asked for
            }
            Xml begun = Xml.slice(start.array(), 0, start.position(), data.inherited());
            Path moved = Files.createTempFile(file.getParent(), ".", ".part");
            try {
                copy(channel, data, begun, start.position(), moved);
                Files.move(moved, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(moved);
            }
        }
    }

    private static void copy(FileChannel from, Found data, Xml begun, int alreadyRead, Path to) throws IOException {
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            begun.writeTo(Channels.newOutputStream(out));
            long at = data.from() + alreadyRead;
            while (at < data.to()) {
                at += from.transferTo(at, data.to() - at, out);
            }
        }
    }
}
