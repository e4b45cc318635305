package dev.parley.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.monitoring.YangHeader.Kind;
import dev.parley.monitoring.YangHeader.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the beginning of a module says (RFC 7950 sections 6.1, 7.1 and 7.2). */
class YangHeaderTest {

    @Test
    void aModuleIsReadAsFarAsItsDataModel() {
        assertThat(YangHeader.of("""
                \uFEFF// a comment; with { all } "that"
                module /* and another */ "example-a" {
                  yang-version "1.1";
                  namespace "urn:" +
                    'example:a';
                  prefix a;
                  import b { prefix "b"; revision-date "2020-02-29"; }
                  import c { prefix c; reference "revision-date 1999-01-01; {"; }
                  include d;
                  include e { revision-date 2021-01-01; }
                  ext:thing "x" { ext:inner { y; } }
                  contact "somebody \\"quoted\\" // no comment";
                  revision 2019-01-01 { description "old"; }
                  revision 2024-05-06;
                  revision 2023-01-01;
                  container x { leaf revision { type string; } }
                  revision 2030-01-01;
                }"""))
                .contains(new YangHeader(
                        Kind.MODULE,
                        "example-a",
                        "1.1",
                        "urn:example:a",
                        "",
                        "2024-05-06",
                        List.of(new Reference("b", "2020-02-29"), new Reference("c", "")),
                        List.of(new Reference("d", ""), new Reference("e", "2021-01-01"))));
    }

    @Test
    void aSubmoduleNamesItsModule() {
        YangHeader header = YangHeader.of("submodule s{belongs-to m{prefix m;}namespace-less;}")
                .orElseThrow();
        assertThat(header.kind()).isEqualTo(Kind.SUBMODULE);
        assertThat(header.belongsTo()).isEqualTo("m");
        assertThat(header.yangVersion()).isEqualTo("1");
        assertThat(header.revision()).isEmpty();
    }

    @Test
    void aNamespaceNeedsNoQuotes() {
        assertThat(YangHeader.of("module m { namespace http://example.net/m; prefix m; revision 2020-01-01; }"))
                .hasValueSatisfying(header -> {
                    assertThat(header.namespace()).isEqualTo("http://example.net/m");
                    assertThat(header.revision()).isEqualTo("2020-01-01");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{",
                "module",
                "module {",
                "module m",
                "module m;",
                "<module name='m'/>",
                "container m {}",
                "/",
                "/*",
                "module \"m"
            })
    void anythingElseIsNoModule(String text) {
        assertThat(YangHeader.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module m {",
                "module m { import",
                "module m { import x {",
                "module m { revision \"2020",
                "module m { namespace /",
                "module m { }}}}"
            })
    void aTextThatBreaksOffIsReadAsFarAsItGoes(String text) {
        assertThat(YangHeader.of(text))
                .hasValueSatisfying(header -> assertThat(header.name()).isEqualTo("m"));
    }
}
