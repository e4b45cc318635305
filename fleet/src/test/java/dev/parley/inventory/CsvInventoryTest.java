package dev.parley.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class CsvInventoryTest {
    @TempDir
    Path folder;

    private Written written;

    @BeforeEach
    void set() {
        written = new Written(folder);
    }

    @Test
    void eachLineIsADevice() throws IOException {
        FleetInventory inventory = written.inventory("net.csv", """
                \ufeffname,url,groups,tags,vars.site
                # the laboratory
                pe1,ssh://10.0.0.1,edge;lab,canary,"Hall 3, north"

                pe2,,,,
                """);

        assertThat(inventory.members()).extracting(Member::name).containsExactly("pe1", "pe2");
        Member pe1 = inventory.members().get(0);
        assertThat(pe1.groups()).containsExactly("edge", "lab");
        assertThat(pe1.variables()).containsEntry("site", "Hall 3, north");
        assertThat(pe1.setting("url").orElseThrow().place()).hasToString(folder + "/net.csv:3");
        assertThat(inventory.members().get(1).own()).isEmpty();
    }

    @Test
    void spreadsheetsWithSemicolonsAndTabsAreRead() throws IOException {
        assertThat(written.inventory("net.csv", "name;url\npe1;tls://pe1\n").members())
                .singleElement()
                .satisfies(member -> assertThat(member.setting("url")).isPresent());
        assertThat(written.inventory("tabs.csv", "name\turl\npe1\ttls://pe1\n").members())
                .hasSize(1);
    }

    @Test
    void everyMistakeIsToldWithItsLine() throws IOException {
        assertThat(written.mistakes("net.csv", """
                        name,ulr,site,password,name
                        pe1,tls://pe1,,,
                        "pe
                        2",a,b
                        ,tls://pe3,,,
                        pe1,,,,
                        """))
                .containsExactly(
                        "net.csv:1: \"ulr\" is not a field of a device → did you mean \"url\"?",
                        "net.csv:1: \"site\" is not a field of a device → what --where is to ask for is a variable:"
                                + " vars.site",
                        "net.csv:1: \"password\" is not a field of a device → secrets do not belong in an inventory; name"
                                + " files of them: password-file",
                        "net.csv:1: the heading \"name\" stands here for the second time",
                        "net.csv:3: pe 2 has 3 values, and there are 5 headings → put values with commas into quotes",
                        "net.csv:5: this device has no name → fill in the column name",
                        "net.csv:6: there is a device \"pe1\" already, at net.csv:2 → each device has a name of its own;"
                                + " give this one another, or take one of them out");
    }

    @Test
    void aFileWithoutNamesOrHeadingsIsRefused() throws IOException {
        assertThat(written.mistakes("net.csv", "url\ntls://pe1\n"))
                .containsExactly("net.csv:1: there is no column of names → give one the heading name");
        assertThat(written.mistakes("net.csv", "\n"))
                .containsExactly("net.csv: there is no line of headings → begin with one: name,url,groups");
        assertThat(written.mistakes("net.csv", "name\n\"pe1\n"))
                .singleElement()
                .asString()
                .startsWith("net.csv:2: not CSV");
    }

    @Test
    void namesOfOneAddressAreTold() throws IOException {
        assertThat(written.inventory("net.csv", """
                name,url,jump
                pe1,ssh://10.0.0.1,
                pe2,ssh://admin@10.0.0.1:830/,
                pe3,tls://10.0.0.1,
                pe4,ssh://10.0.0.1,bastion
                p1,tls://[2001:db8::1],
                p2,tls://[2001:DB8::1]:6513,
                p3,tls://[2001:db8::1],
                """).remarks())
                .containsExactly(
                        "pe1 and pe2 have the same address, ssh://10.0.0.1: what is done on each is done there twice",
                        "p1, p2 and 1 other have the same address, tls://[2001:db8::1]: what is done on each is done"
                                + " there 3 times");
    }

    @Test
    void aFileThatIsNoCsvIsToldWhere() throws IOException {
        assertThat(written.mistakes("net.csv", "name,url\npe1,tls://pe1\npe2,\"x\"y\n"))
                .containsExactly(
                        "net.csv:3: not CSV: Unexpected character after closing quote: 'y' (0x79) → put values with"
                                + " quotes or commas into quotes, and double the quotes in them");
    }

    @Test
    void manyAddressesOfSeveralNamesAreCounted() throws IOException {
        StringBuilder csv = new StringBuilder("name,url\n");
        for (int i = 0; i < 20; i++) {
            csv.append("pe" + i + ",tls://10.0.0." + i / 2 + "\n");
        }

        assertThat(written.inventory("net.csv", csv.toString()).remarks())
                .hasSize(4)
                .contains("there are 7 more addresses of several devices");
    }
}
