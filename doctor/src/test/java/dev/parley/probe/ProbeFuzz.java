package dev.parley.probe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Any bytes at all from a TLS server: messages, or an error in words; never more memory than was sent. */
class ProbeFuzz {

    @FuzzTest
    void anyRecords(byte[] sent) {
        Prober.HandshakeLog log = new Prober.HandshakeLog();
        InputStream in = new ByteArrayInputStream(sent);
        try {
            for (Optional<TlsRecord> record = TlsRecord.read(in); record.isPresent(); record = TlsRecord.read(in)) {
                log.add(record.get().payload());
            }
            Optional<Answer> answer = log.agreed();
            if (answer.isPresent() && answer.get() instanceof Answer.Agreed agreed) {
                agreed.keyParameters();
                Words.version(agreed.hello());
            }
        } catch (MalformedException | EOFException e) {
            inWords(e);
        } catch (IOException e) {
            throw new AssertionError("an error of another kind", e);
        }
    }

    static void inWords(IOException e) {
        if (e.getMessage() == null || e.getMessage().isBlank()) {
            throw new AssertionError("an error without words", e);
        }
    }
}
