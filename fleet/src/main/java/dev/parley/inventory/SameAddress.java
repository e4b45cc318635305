package dev.parley.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds names that stand for one device, which would get a change as often as it has names. There may be reasons for that, so it
 * is a remark. Behind different jump hosts the same address is somewhere else.
 */
final class SameAddress {
    private static final Pattern URL =
            Pattern.compile("([a-z]+)://(?:[^@/]*@)?(\\[[^\\]]*]|[^:/\\[\\]]+)(?::([0-9]{1,5}))?/?");

    private static final Map<String, String> PORTS = Map.of("ssh", "830", "tls", "6513");
    /** More is no news, and hides what else is said. */
    private static final int MOST_TOLD = 3;

    private SameAddress() {}

    /** What is to be said about such names, if there are any. */
    static List<String> remarks(List<Member> members) {
        Map<String, List<Member>> byAddress = new LinkedHashMap<>();
        for (Member member : members) {
            String url = text(member, "url");
            if (!url.isEmpty()) {
                byAddress
                        .computeIfAbsent(address(url) + text(member, "jump"), each -> new ArrayList<>())
                        .add(member);
            }
        }
        List<List<Member>> shared =
                byAddress.values().stream().filter(there -> there.size() > 1).toList();
        List<String> remarks = new ArrayList<>();
        shared.stream().limit(MOST_TOLD).forEach(there -> remarks.add(remark(there)));
        if (shared.size() > MOST_TOLD) {
            remarks.add("there are " + (shared.size() - MOST_TOLD) + " more addresses of several devices");
        }
        return remarks;
    }

    private static String remark(List<Member> there) {
        int others = there.size() - 2;
        return there.get(0) + (others == 0 ? " and " : ", ") + there.get(1)
                + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others"))
                + " have the same address, " + text(there.get(0), "url") + ": what is done on each is done there "
                + (others == 0 ? "twice" : there.size() + " times");
    }

    private static String text(Member member, String field) {
        return member.setting(field).map(said -> String.join(",", said.texts())).orElse("");
    }

    private static String address(String url) {
        Matcher matcher = URL.matcher(url.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return url;
        }
        String port = matcher.group(3) == null ? PORTS.getOrDefault(matcher.group(1), "") : matcher.group(3);
        return matcher.group(2) + ":" + port + " ";
    }
}
