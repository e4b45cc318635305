package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.error.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever stands in an inventory, it is read or its mistakes are told with their lines, in a bounded time; with
 * {@code -Djqwik.tries.default=100000} as long as somebody likes.
 */
@Tag("any-jdk")
class AnyInventoryTest {
    /** Only a hang takes so long. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Map<InventoryFormat, String> VALID = Map.of(
            InventoryFormat.YAML,
            """
            defaults: &all {ca: ca.crt}
            groups:
              edge: {user: admin, vars: &v {role: edge}}
              lab: {children: [edge], members: [pe3]}
            devices:
              pe1: {url: "ssh://10.0.0.1", groups: [edge], tags: [canary]}
              pe2: {<<: [*all, {timeout: 5s}], url: tls://pe2, vars: {<<: *v, site: 'lab'}}
              pe3:
            """,
            InventoryFormat.JSON,
            """
            {"groups": {"edge": {"user": "admin", "children": ["core"]}, "core": null},
             "devices": [{"name": "pe1", "groups": ["edge"], "vars": {"site": "l\\u0061b", "rack": 7}}]}
            """,
            InventoryFormat.CSV,
            """
            name,url,groups,tags,vars.site
            # here
            pe1,ssh://10.0.0.1,edge;lab,canary,"Hall 3, ""north\"""
            pe2,,,,
            """,
            InventoryFormat.ANSIBLE_INI,
            """
            p1 ansible_host=10.0.0.1 ansible_port=2830 ; here
            [edge]
            pe[01:03:2]-[a:b]:830 site='a b' parley_timeout=5s
            [wan:children]
            edge
            [edge:vars]
            ansible_user = "{{ me }}"
            """,
            InventoryFormat.ANSIBLE_YAML,
            """
            all:
              vars: {conn: &conn {ansible_host: 10.0.0.1, ansible_port: 830}}
              children:
                edge:
                  hosts:
                    pe[1:3]: {<<: *conn, parley_timeout: 5s}
                    p1: {ansible_password: !vault "x"}
                  children: {core: {hosts: {p2: }}}
            """);

    private static final List<String> PIECES = List.of(
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            "\n",
            " ",
            "\t",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "<<: *a",
            "- ",
            "? ",
            "|\n",
            "---\n",
            "!vault ",
            "!!null ",
            "~",
            "\\",
            "\0",
            "\u0085",
            "\u2028",
            "\ufeff",
            "[1:3]",
            "[9:1]",
            "[a:z:99999999999]",
            "[x:vars]",
            "=",
            ";",
            "{{",
            "null",
            "name",
            "pe1",
            "edge",
            "vars",
            "hosts",
            "children",
            "password: x",
            "%YAML 1.2\n",
            "\uD83D\uDE00",
            "é",
            "99999999999999999999",
            "1e999",
            "/",
            "..",
            "@");

    /** What is said of a file without anything in it. */
    private static final Set<String> OF_THE_WHOLE =
            Set.of("there is no line of headings", "an inventory is a mapping of groups");

    private static Path folder;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("parley-inventories");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("net"));
        Files.delete(folder);
    }

    private static void readsOrTells(InventoryFormat format, byte[] content) {
        try {
            Path file = Files.write(folder.resolve("net"), content);
            InventoryReader reader = InventoryReader.forFields(Set.of("url", "user", "ca", "timeout"));
            InventoryReader.Reading reading = assertTimeoutPreemptively(LONG, () -> reader.read(file, format));
            assertThat(reading.mistakes()).allSatisfy(mistake -> {
                assertThat(mistake.what()).isNotBlank();
                assertThat(mistake).matches(each -> each.place().line() > 0 || OF_THE_WHOLE.contains(each.what()));
                assertThat(mistake.toString()).doesNotContain("\n").doesNotContain("Exception");
            });
            assertThat(reading.inventory().members())
                    .allMatch(member -> !member.name().isBlank());
        } catch (InputException e) {
            assertThat(e).hasMessageContaining("cannot read " + folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property
    void anyBytesAreReadOrTheirMistakesTold(@ForAll InventoryFormat format, @ForAll @Size(max = 200) byte[] content) {
        readsOrTells(format, content);
    }

    @Property
    void anyPiecesAreReadOrTheirMistakesTold(@ForAll InventoryFormat format, @ForAll("pieces") List<String> pieces) {
        readsOrTells(format, String.join("", pieces).getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void whatComesOfAGoodInventoryIsReadOrItsMistakesTold(
            @ForAll InventoryFormat format, @ForAll @Size(min = 1, max = 6) List<@From("slips") Slip> slips) {
        String text = VALID.get(format);
        for (Slip slip : slips) {
            text = slip.in(text);
        }
        readsOrTells(format, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What somebody does to a text by mistake: puts a piece in place of so many characters, or of a copy of them. */
    record Slip(double where, int length, String piece, boolean copied) {
        String in(String text) {
            int from = (int) (where * text.length());
            int to = Math.min(text.length(), from + length);
            return text.substring(0, from)
                    + (copied ? text.substring(from, to) : "")
                    + piece
                    + text.substring(copied ? from : to);
        }
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<Slip> slips() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1).ofScale(4),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(PIECES)), Tuple.of(1, Arbitraries.just(""))),
                        Arbitraries.of(true, false))
                .as(Slip::new);
    }

    @Property
    void goodInventoriesAreRead(@ForAll InventoryFormat format) throws IOException {
        Path file = Files.writeString(folder.resolve("net"), VALID.get(format));
        assertThat(InventoryReader.forFields(Set.of("url", "user", "ca", "timeout"))
                        .read(file, format)
                        .inventory()
                        .members())
                .hasSizeGreaterThan(0);
    }

    @Property
    void aConditionIsUnderstoodOrRefused(@ForAll("words") List<String> words) {
        String text = String.join(" ", words);
        Member member =
                new Member("pe1", List.of(), Set.of("edge"), Set.of(), Map.of("site", "lab"), Place.in(Path.of("net")));
        try {
            Condition condition = assertTimeoutPreemptively(LONG, () -> Condition.parse(text));
            assertThat(new Condition.Not(condition).holds(member)).isNotEqualTo(condition.holds(member));
        } catch (InputException e) {
            assertThat(e).hasMessageStartingWith("the condition \"");
        }
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of(
                        "site", "lab", "group", "=", "!=", "~", "!~", "in", "(", ")", ",", "and", "or", "not", "'a b'",
                        "\"", "p*", "?", "!", "\u2003")
                .list()
                .ofMaxSize(20);
    }

    @Property
    void aFormFitsAsItsRegularExpressionDoes(@ForAll("forms") String form, @ForAll("names") String name) {
        String expression = form.replace(".", "\\.").replace("?", ".").replace("*", ".*");
        assertThat(Glob.of(form).matches(name)).isEqualTo(Pattern.matches(expression, name));
    }

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.strings().withChars("ab.*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab.").ofMaxLength(8);
    }
}
