package dev.parley.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.stream.XMLInputFactory;

/**
 * Where parsers come from. A parser's names outlive it in its factory, which makes the next one fast, and which a hostile
 * device could use to pile names up to the harm of all. So a factory is shared by small documents, and by so many that
 * their names together do no harm; a large one has its own.
 */
final class Parsers {
    private static final int SMALL = 16 * 1024;
    private static final int SHARED = 256 * 1024;

    private static volatile Parsers current = new Parsers();

    private final InputFactoryImpl factory = hardened();
    private final AtomicInteger bytesLeft = new AtomicInteger(SHARED);

    private Parsers() {}

    /** A factory for a document of that many bytes. Safe for all threads. */
    static InputFactoryImpl forDocument(int length) {
        if (length > SMALL) {
            return hardened();
        }
        Parsers shared = current;
        if (shared.bytesLeft.addAndGet(-length) < 0) {
            // several threads may do so at once; the last one's stays
            shared = new Parsers();
            current = shared;
        }
        return shared.factory;
    }

    /** A factory for a document of unknown length. */
    static InputFactoryImpl forStream() {
        return hardened();
    }

    private static InputFactoryImpl hardened() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }
}
