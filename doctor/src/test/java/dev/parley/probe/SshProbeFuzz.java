package dev.parley.probe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Any bytes at all from an SSH server: a greeting and a host key, or an error in words; never more memory than was sent. */
class SshProbeFuzz {

    @FuzzTest
    void anySshGreeting(byte[] sent) {
        InputStream in = new ByteArrayInputStream(sent);
        try {
            String identification = SshProber.identification(in);
            SshGreeting.read(identification, SshProber.packet(in));
            SshProber.HostKey.read(SshProber.packet(in));
        } catch (MalformedException | EOFException e) {
            ProbeFuzz.inWords(e);
        } catch (IOException e) {
            throw new AssertionError("an error of another kind", e);
        }
    }
}
