package dev.parley.operation;

import dev.parley.error.ProtocolException;
import dev.parley.error.ProtocolException.Reason;
import dev.parley.error.RpcErrorException;
import dev.parley.message.ErrorCollector;
import dev.parley.xml.XmlLimits;
import dev.parley.xml.XmlReader;
import java.util.function.Function;

/** Lets a function read the reply while it arrives; errors in it are taken out on the way. */
record ReadingBody<T>(Function<XmlReader, T> function) implements ReplyBody.Streamed<T> {
    @Override
    public T read(ReplyBody.Parts parts, ReplyBody.Context context) {
        XmlReader in = XmlReader.of(new PartsInputStream(parts), XmlLimits.DEFAULT);
        in.nextTag();
        if (!in.getLocalName().equals("rpc-reply")) {
            throw ProtocolException.of(Reason.UNEXPECTED_MESSAGE, "<" + in.getLocalName() + "> in place of a reply");
        }
        ErrorCollector errors = ErrorCollector.attach(in);
        T result;
        try {
            result = function.apply(in);
        } catch (RuntimeException e) {
            // a reader that looked for data and found none: the device's own words are the better answer
            in.finish();
            if (errors.isFailure()) {
                RpcErrorException refused = new RpcErrorException(context.request(), errors.found());
                refused.addSuppressed(e);
                throw refused;
            }
            throw e;
        }
        in.finish();
        if (errors.isFailure()) {
            throw new RpcErrorException(context.request(), errors.found());
        }
        return result;
    }
}
