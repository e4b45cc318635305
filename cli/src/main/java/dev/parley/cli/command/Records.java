package dev.parley.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * How a device cuts a message into TLS records, and how far a client would come that waits for the socket to become
 * readable, and then reads once.
 *
 * @param sizes the bytes of plaintext in each record
 */
record Records(List<Integer> sizes) {
    Records {
        sizes = List.copyOf(sizes);
    }

    /** A message of that length cut into records of these sizes; the last size holds for all that follow. */
    static Records of(int message, List<Integer> cut) {
        List<Integer> sizes = new ArrayList<>();
        int left = message;
        for (int i = 0; left > 0; i++) {
            int size = Math.min(left, cut.get(Math.min(i, cut.size() - 1)));
            sizes.add(size);
            left -= size;
        }
        return new Records(sizes);
    }

    /** The bytes of the message. */
    int total() {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The bytes that are left in the TLS layer when the last record has come, by a loop that each record wakes once, and
     * that then reads once into a buffer of that size. Nothing wakes it again: the socket has nothing more to say.
     */
    int leftBehind(int buffer) {
        int waiting = 0;
        for (int size : sizes) {
            waiting += size;
            waiting -= Math.min(waiting, buffer);
        }
        return waiting;
    }
}
