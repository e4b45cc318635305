package dev.parley.ssh;

import dev.parley.error.OpenException.Reason;

/** A host's key is not one that it may have. */
final class HostKeyRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient SshFailure failure;

    HostKeyRefused(Reason reason, String detail, String advice) {
        super(detail);
        failure = new SshFailure(reason, detail, advice, null);
    }

    SshFailure failure() {
        return failure;
    }
}
