package dev.parley.inventory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of files for devices: plain names as they are, everything else as {@code %2F}. No name leads out of its folder, and no
 * two devices have the same one, not even where a file system takes capital letters for small ones.
 */
public final class FileNames {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+";
    /** A file that is hidden, or taken for an option. */
    private static final String NOT_FIRST = ".-";

    private static final int LONGEST = 150;
    /** Windows has devices of these names in every folder. */
    private static final Set<String> TAKEN = Set.of("con", "prn", "aux", "nul");

    private FileNames() {}

    /** The names for all of these. */
    public static Map<String, String> of(Collection<String> names) {
        Map<String, Integer> alike = new HashMap<>();
        names.forEach(name -> alike.merge(plain(name).toLowerCase(Locale.ROOT), 1, Integer::sum));
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : names) {
            String file = plain(name);
            files.put(name, alike.getOrDefault(file.toLowerCase(Locale.ROOT), 0) > 1 ? marked(file, name) : file);
        }
        return files;
    }

    /** The name for one, if there is no other that differs only in capital letters. */
    public static String of(String name) {
        return plain(name);
    }

    private static String plain(String name) {
        StringBuilder file = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean kept = PLAIN.indexOf(b) >= 0 && !(file.isEmpty() && NOT_FIRST.indexOf(b) >= 0);
            file.append(kept ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        String stem = file.toString().toLowerCase(Locale.ROOT);
        int dot = stem.indexOf('.');
        if (file.isEmpty() || TAKEN.contains(dot < 0 ? stem : stem.substring(0, dot))) {
            file.insert(0, '%');
        }
        return file.length() > LONGEST ? marked(file.substring(0, LONGEST - 10), name) : file.toString();
    }

    private static String marked(String file, String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return file + "~" + HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
