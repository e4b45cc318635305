package dev.parley.inventory;

import dev.parley.error.Secrets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which entries of an inventory are secrets, which have no place there: whoever may see a list of devices may read it. What
 * {@link Secrets} knows by its name or its look, except where the name or the value shows that it is none.
 */
final class SecretWords {
    /** What only says where a secret is, and what everybody may know. */
    private static final Pattern HARMLESS =
            Pattern.compile("(file|files|path|dir|folder)$|(public|host)[-_]?key|fingerprint");
    /** Routes have communities, too: numbers, where SNMP has words. */
    private static final Pattern OF_ROUTES = Pattern.compile("\\d{1,10}(:\\d{1,10}){1,2}");

    private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no");
    private static final String VAULT = "$ANSIBLE_VAULT";

    private SecretWords() {}

    /** Whether what stands under that name is a secret. */
    static boolean isSecret(String name, String value) {
        return Secrets.isIn(value) || value.startsWith(VAULT) || (isSecretName(name) && !isHarmless(value));
    }

    /** Whether what stands under that name is a secret, unless its value shows that it is none. */
    static boolean isSecretName(String name) {
        return Secrets.isNamed(name)
                && !HARMLESS.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    private static boolean isHarmless(String value) {
        return value.isBlank()
                || FLAGS.contains(value.toLowerCase(Locale.ROOT))
                || OF_ROUTES.matcher(value).matches();
    }
}
