package dev.parley.transport;

/** What the operating system says of a failure, without the system call and the address that Netty adds to it. */
final class SystemWords {
    private SystemWords() {}

    /** {@code Connection reset by peer}; the exception's kind if it says nothing. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        int call = message.indexOf("): ");
        String words = call < 0 ? message : message.substring(call + 3);
        int address = words.indexOf(": ");
        return address < 0 ? words : words.substring(0, address);
    }
}
