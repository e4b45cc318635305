package dev.parley.doctor.verdict;

import java.util.List;

/**
 * What ncclient's loop over TLS would do with records of these sizes: it waits until the socket is readable, and then reads
 * once, at most 4096 bytes, which OpenSSL takes from one record (ncclient issue 651).
 *
 * @param records the bytes of plain text in each record
 * @param unread how many decrypted bytes lie unread when the socket has nothing more
 */
public record NcclientLoop(List<Integer> records, int unread) {
    /** What one read of ncclient takes at most. */
    public static final int READ = 4_096;

    /** Copies the list. */
    public NcclientLoop {
        records = List.copyOf(records);
    }

    /** Runs the loop over these records, all of which have arrived, and after which nothing comes. */
    public static NcclientLoop of(List<Integer> records) {
        int pending = 0;
        int next = 0;
        // the socket is readable for as long as a record lies in it; each time there is one read
        while (next < records.size()) {
            if (pending == 0) {
                pending = records.get(next++);
            }
            pending -= Math.min(READ, pending);
        }
        return new NcclientLoop(records, pending);
    }

    /** Whether the loop waits for the socket while the end of the hello lies in the TLS layer. */
    public boolean stalls() {
        return unread > 0;
    }

    /** How that comes about, in a sentence. */
    public String arithmetic() {
        if (records.isEmpty()) {
            return "the records of the hello are not known";
        }
        int last = records.get(records.size() - 1);
        String sizes = records.size() <= 6
                ? "records of "
                        + String.join(
                                ", ", records.stream().map(String::valueOf).toList())
                : records.size() + " records, the last of " + last;
        return stalls()
                ? "the hello came in " + sizes + " bytes; once the last record is off the socket, one read has taken "
                        + READ + " of its bytes at most, and " + unread
                        + " decrypted bytes, the delimiter among them, lie unread while the loop waits for the socket"
                : "the hello came in " + sizes + " bytes; one read of " + READ + " takes all of the last";
    }
}
