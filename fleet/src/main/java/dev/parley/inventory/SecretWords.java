package dev.parley.inventory;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which entries of an inventory are secrets, which have no place there: whoever may see a list of devices may read it. */
final class SecretWords {
    private static final Pattern NAME =
            Pattern.compile("passw|passphrase|passcode|secret|token|credential|pwd|psk|privatekey|pass$");
    /** What only says where a secret is. */
    private static final Pattern WHERE = Pattern.compile("(file|files|path|dir|folder)$");

    private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no");

    private SecretWords() {}

    /** Whether what stands under that name is a secret. */
    static boolean isSecret(String name, String value) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        boolean named = NAME.matcher(letters).find() && !WHERE.matcher(letters).find();
        boolean flag = value.isBlank() || FLAGS.contains(value.toLowerCase(Locale.ROOT));
        return (named && !flag) || value.contains("PRIVATE KEY-----") || value.startsWith("$ANSIBLE_VAULT");
    }
}
