package dev.parley.simulator.yang;

import java.util.List;

/** Texts of modules that exist nowhere else. */
final class SampleModules {
    static final List<String> TEXTS = List.of("""
            module example-chassis {
              namespace "urn:example:chassis";
              prefix ch;
              import example-types {
                prefix t;
                revision-date 2026-01-15;
              }
              include example-chassis-fans;
              include example-chassis-slots {
                revision-date 2026-02-01;
              }
              organization "Example";
              description "What a device is built of; \\"slots\\" & fans < 16.";
              revision 2026-02-01 {
                description "Slots.";
              }
              revision 2025-06-30 {
                description "The first one.";
              }
              feature fans {
                description "There are fans.";
              }
              container chassis {
                uses slots;
                leaf serial {
                  type t:serial-number;
                }
              }
            }
            """, """
            submodule example-chassis-fans {
              belongs-to example-chassis {
                prefix ch;
              }
              revision 2025-06-30;
              grouping fans {
                leaf-list fan {
                  type uint8;
                  units "1/min";
                }
              }
            }
            """, """
            submodule example-chassis-slots {
              belongs-to example-chassis {
                prefix ch;
              }
              revision 2026-02-01;
              grouping slots {
                list slot {
                  key number;
                  leaf number {
                    type uint8 {
                      range "1..16";
                    }
                  }
                }
              }
            }
            """, """
            module example-types {
              namespace "urn:example:types";
              prefix t;
              revision 2026-01-15;
              typedef serial-number {
                type string {
                  pattern '[A-Z]{2}[0-9]{6}';
                }
              }
            }
            """, """
            module example-weather {
              yang-version 1.1;
              namespace "urn:example:weather";
              prefix w;
              // a module without a revision
              container weather {
                config false;
                leaf summary {
                  type string;
                  description "Such as \\"fair\\", or größer als 30 °C.";
                }
              }
            }
            """);

    private static final String LINE =
            "  // \"quoted\" text, so that a reply has to escape something & <more>;  0123456789 0123456789 \"\n";

    private SampleModules() {}

    /** A made-up module of at least so many characters. */
    static String generated(int number, int characters) {
        String name = String.format(java.util.Locale.ROOT, "generated-%04d", number);
        StringBuilder text = new StringBuilder(characters + 512)
                .append("module ")
                .append(name)
                .append(" {\n  namespace \"urn:example:")
                .append(name)
                .append("\";\n  prefix g;\n  revision 2026-03-01;\n");
        while (text.length() < characters - 40) {
            text.append(LINE);
        }
        return text.append("  container all {\n    presence \"yes\";\n  }\n}\n").toString();
    }
}
