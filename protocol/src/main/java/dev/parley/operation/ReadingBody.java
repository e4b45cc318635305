package dev.parley.operation;

import dev.parley.error.NetconfException;
import dev.parley.error.RpcErrorException;
import dev.parley.message.ErrorCollector;
import dev.parley.xml.XmlReader;
import java.util.function.Function;

/** Lets a function read the reply while it arrives; errors in it are taken out on the way. */
record ReadingBody<T>(Function<XmlReader, T> function) implements ReplyBody.Streamed<T> {
    @Override
    public T read(ReplyBody.Parts parts, ReplyBody.Context context) {
        XmlReader in = XmlReader.of(new PartsInputStream(parts), context.limits());
        in.nextTag();
        ErrorCollector errors = ErrorCollector.attach(in, context.observer());
        T result;
        try {
            result = function.apply(in);
        } catch (RuntimeException e) {
            // a reader that looked for data and found none: the device's own words are the better answer
            finish(in, errors, context, e);
            throw e;
        }
        in.finish();
        refuse(errors, context);
        return result;
    }

    private static void refuse(ErrorCollector errors, ReplyBody.Context context) {
        if (errors.isFailure()) {
            throw new RpcErrorException(context.request(), errors.found());
        }
    }

    /** Reads to the end of the reply, or as far as that is possible, for errors in it. */
    private static void finish(XmlReader in, ErrorCollector errors, ReplyBody.Context context, RuntimeException first) {
        try {
            in.finish();
        } catch (NetconfException e) {
            if (e != first) {
                first.addSuppressed(e);
            }
        }
        try {
            refuse(errors, context);
        } catch (RpcErrorException refused) {
            refused.addSuppressed(first);
            throw refused;
        }
    }
}
