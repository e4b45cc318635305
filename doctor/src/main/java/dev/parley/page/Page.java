package dev.parley.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;

/** A whole page: a header with its one main heading, sections, and a footer. Not safe for several threads. */
public final class Page {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Markup markup = new Markup();

    private Page() {}

    /**
     * Makes a page.
     *
     * @param kind what it is, in a few words: {@code Diagnosis}
     * @param title what or whom it is about
     * @param head writes what stands under the title
     * @param body writes the sections
     */
    public static String of(String kind, String title, Consumer<Page> head, Consumer<Page> body) {
        Page page = new Page();
        page.write(kind, title, head, body);
        return page.markup.written();
    }

    private void write(String kind, String title, Consumer<Page> head, Consumer<Page> body) {
        Style style = Style.get();
        markup.declaration();
        markup.open("html", "lang", "en");
        markup.in("head", () -> {
            markup.leaf("meta", "charset", "utf-8");
            markup.leaf("meta", "http-equiv", "Content-Security-Policy", "content", style.policy());
            markup.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
            markup.leaf("meta", "name", "referrer", "content", "no-referrer");
            markup.leaf("meta", "name", "generator", "content", "Parley");
            markup.element("title", shortened(title) + " · " + kind + " by Parley");
            markup.style(style.sheet());
        });
        markup.open("body");
        markup.in("header.top", () -> {
            markup.in("p.kind", () -> {
                markup.element("span.brand", "Parley");
                markup.element("span", kind);
            });
            markup.element("h1", title);
            head.accept(this);
        });
        markup.in("main", () -> body.accept(this));
        markup.in(
                "footer",
                () -> markup.element(
                        "p",
                        "Made by Parley, a NETCONF client. This page loads nothing and holds no keys, passwords or"
                                + " configuration; it does name devices, addresses and certificates."));
        markup.close();
        markup.close();
    }

    private static String shortened(String title) {
        return title.length() <= 80 ? title : title.substring(0, title.offsetByCodePoints(0, 70)) + "…";
    }

    /** What writes the page. */
    public Markup markup() {
        return markup;
    }

    /** A section with a heading of its own. */
    public void section(String heading, Markup.Content content) {
        String id = markup.id("section");
        markup.in(
                "section",
                () -> {
                    markup.element("h2", heading, "id", id);
                    markup.in("div.body", content);
                },
                "aria-labelledby",
                id);
    }

    /** A moment, to the second, in UTC. */
    public static String moment(Instant moment) {
        return moment(moment, ZoneOffset.UTC);
    }

    /** A moment, to the second, in that zone. */
    public static String moment(Instant moment, ZoneId zone) {
        String name = zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
        return MOMENT.format(moment.truncatedTo(ChronoUnit.SECONDS).atZone(zone)) + " " + name;
    }
}
