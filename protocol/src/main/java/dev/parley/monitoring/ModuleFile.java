package dev.parley.monitoring;

import dev.parley.message.Deviation;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.WholeFile;
import dev.parley.xml.XmlReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import javax.xml.stream.XMLStreamConstants;

/** Writes the text in a reply to get-schema to a file while it arrives, piece by piece as the parser gives it. */
record ModuleFile(GetSchema asked, WholeFile file, LongConsumer progress) implements ReplyBody.Streamed<Path> {

    static ModuleFile of(GetSchema asked, Path target, LongConsumer progress) {
        return new ModuleFile(asked, new WholeFile(target), progress);
    }

    @Override
    public Path read(ReplyBody.Parts parts, ReplyBody.Context context) throws IOException {
        return file.write(partial -> {
            boolean found = ReplyBody.reading(in -> write(in, partial, context)).read(parts, context);
            if (!found) {
                throw asked.unusable("no <data>");
            }
            try (Reader written = Files.newBufferedReader(partial)) {
                boolean yang = asked.format() == SchemaFormat.YANG;
                asked.check(
                        Files.size(partial) == 0,
                        yang ? YangHeader.read(written).orElse(null) : null);
            }
        });
    }

    /** Looks for the data in the reply; false if there is none. */
    private boolean write(XmlReader in, Path partial, ReplyBody.Context context) {
        while (in.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (in.getLocalName().equals("data")) {
                if (!in.namespace().equals(asked.dataNamespace())) {
                    context.observer()
                            .met(
                                    Deviation.DATA_NAMESPACE,
                                    "in \"" + in.namespace() + "\" instead of \"" + asked.dataNamespace() + "\"");
                }
                try (Writer out = Files.newBufferedWriter(partial)) {
                    copy(in, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            }
            in.skipElement();
        }
        return false;
    }

    private void copy(XmlReader in, Writer out) throws IOException {
        long written = 0;
        for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            if (asked.isText(event, in)) {
                char[] piece = in.getTextCharacters();
                int length = in.getTextLength();
                out.write(piece, in.getTextStart(), length);
                written += length;
                progress.accept(written);
            }
        }
    }
}
