package dev.parley.probe;

import java.io.IOException;

/** What the peer sent cannot be what it claims to be: a length beyond the end, a value that makes no sense. */
public sealed class MalformedException extends IOException permits ForeignException {
    private static final long serialVersionUID = 1;

    /** With what is wrong. */
    public MalformedException(String message) {
        super(message);
    }
}
