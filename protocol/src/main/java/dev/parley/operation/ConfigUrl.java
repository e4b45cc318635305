package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.xml.XmlWriter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A configuration in a file that the device fetches or stores by itself (RFC 6241 section 8.8).
 *
 * @param url the URL, in a scheme that the device offers
 */
public record ConfigUrl(String url) implements ConfigSource, ConfigTarget {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    public ConfigUrl {
        if (!SCHEME.matcher(url).matches()) {
            throw InputException.of(InputException.Reason.BAD_VALUE, "not a URL with a scheme: " + redacted(url));
        }
    }

    /** The scheme, in lower case. */
    public String scheme() {
        return url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.leaf("url", url);
    }

    /** The URL without user and password, which must not reach a log. */
    @Override
    public String toString() {
        return redacted(url);
    }

    private static String redacted(String url) {
        int scheme = url.startsWith("//") ? 0 : url.indexOf(':') + 1;
        int from = url.startsWith("//", scheme) ? scheme + 2 : scheme;
        int authorityEnd = from;
        while (authorityEnd < url.length() && "/?#".indexOf(url.charAt(authorityEnd)) < 0) {
            authorityEnd++;
        }
        int secretEnd = url.lastIndexOf('@', authorityEnd - 1);
        int later = url.lastIndexOf('@');
        // what looks like a port may be the beginning of a password that should have been escaped
        if (later > authorityEnd
                && url.substring(Math.max(from, secretEnd), authorityEnd).contains(":")) {
            secretEnd = later;
        }
        return secretEnd < from ? url : url.substring(0, from) + "***" + url.substring(secretEnd);
    }
}
