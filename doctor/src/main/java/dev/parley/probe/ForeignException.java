package dev.parley.probe;

/** Another protocol is spoken than the one that was expected. */
public final class ForeignException extends MalformedException {
    private static final long serialVersionUID = 1;

    private final transient Octets beginning;

    ForeignException(Octets beginning) {
        super(Speech.words(beginning));
        this.beginning = beginning;
    }

    /** How it begins. */
    public Octets beginning() {
        return beginning;
    }
}
