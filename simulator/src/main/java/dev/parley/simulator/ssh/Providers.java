package dev.parley.simulator.ssh;

import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.bouncycastle.BouncyCastleSecurityProviderRegistrar;

/**
 * Where MINA SSHD takes its cryptography from. By itself it would add Bouncy Castle to the providers of the whole JVM, in
 * which others' keys would then be of other kinds than before; it works as well with one that nobody else sees.
 */
final class Providers {
    static {
        SecurityUtils.registerSecurityProvider(new BouncyCastleSecurityProviderRegistrar() {
            @Override
            public boolean isNamedProviderUsed() {
                return false;
            }
        });
    }

    private Providers() {}

    /** Must be called before MINA is used for anything. */
    static void keepToOurselves() {
        // the class is loaded now, and that was it
    }
}
