package dev.parley.simulator.fault;

import java.util.List;
import java.util.regex.Matcher;

/** What is wrong with what the device's hello says. */
public sealed interface HelloFault extends Fault {

    /**
     * The message in place of the hello.
     *
     * @param hello the hello as it should be, as this simulator writes it: without declaration, prefixes and comments
     */
    String rewrite(String hello);

    /** The faults that need no number. */
    enum Flaw implements HelloFault {
        /** There is no {@code session-id} (RFC 6241 section 8.1). */
        WITHOUT_SESSION_ID {
            @Override
            public String rewrite(String hello) {
                return hello.replaceFirst("<session-id>.*</session-id>", "");
            }
        },
        /** No base version is among the capabilities. */
        WITHOUT_BASE {
            @Override
            public String rewrite(String hello) {
                return hello.replaceAll("<capability>urn:ietf:params:netconf:base:[^<]*</capability>", "");
            }
        },
        /** The list of capabilities is empty. */
        WITHOUT_CAPABILITIES {
            @Override
            public String rewrite(String hello) {
                return hello.replaceFirst("<capabilities>.*</capabilities>", "<capabilities/>");
            }
        },
        /** Base 1.0 is announced by the name that some devices give it, and 1.1 is not. */
        BASE_ALIAS {
            @Override
            public String rewrite(String hello) {
                return hello.replace("<capability>urn:ietf:params:netconf:base:1.1</capability>", "")
                        .replace("urn:ietf:params:netconf:base:1.0<", "urn:ietf:params:xml:ns:netconf:base:1.0<");
            }
        },
        /** Every capability is listed twice, with white space around it. */
        DUPLICATE_CAPABILITIES {
            @Override
            public String rewrite(String hello) {
                return hello.replaceAll(
                        "<capability>([^<]*)</capability>",
                        "<capability>\n  $1\n</capability><capability>$1</capability>");
            }
        },
        /** The hello has a {@code message-id}. */
        MESSAGE_ID {
            @Override
            public String rewrite(String hello) {
                return hello.replaceFirst("<hello ", "<hello message-id=\"42\" ");
            }
        },
        /** No element is in a namespace. */
        WITHOUT_NAMESPACE {
            @Override
            public String rewrite(String hello) {
                return hello.replaceFirst(" xmlns=\"[^\"]*\"", "");
            }
        },
        /** An end tag is missing. */
        NOT_WELL_FORMED {
            @Override
            public String rewrite(String hello) {
                return hello.replaceFirst("</capabilities>", "");
            }
        },
        /** A refusal stands in front of the hello in the same message, as Junos has it. */
        ERROR_IN_FRONT {
            @Override
            public String rewrite(String hello) {
                return REFUSAL + hello;
            }
        },
        /** A refusal stands in the hello's place. */
        ERROR_INSTEAD {
            @Override
            public String rewrite(String hello) {
                return REFUSAL;
            }
        },
        /** A comment in front says why the session will be closed. */
        COMMENT_IN_FRONT {
            @Override
            public String rewrite(String hello) {
                return "<!-- user nobody is not permitted -->\n" + hello;
            }
        },
        /** A document type declaration (RFC 6241 section 3.2). */
        DOCTYPE {
            @Override
            public String rewrite(String hello) {
                return "<!DOCTYPE hello SYSTEM \"file:///etc/hostname\">" + hello;
            }
        },
        /** Entities that multiply. */
        ENTITY_BOMB {
            @Override
            public String rewrite(String hello) {
                StringBuilder types = new StringBuilder("<!DOCTYPE hello [<!ENTITY e0 \"boom\">");
                for (int i = 1; i < 20; i++) {
                    types.append("<!ENTITY e").append(i).append(" \"").append(("&e" + (i - 1) + ";").repeat(10));
                    types.append("\">");
                }
                return types + "]>" + hello.replaceFirst("<session-id>", "<session-id>&e19;");
            }
        },
        /** An entity that nobody declared. */
        UNKNOWN_ENTITY {
            @Override
            public String rewrite(String hello) {
                return hello.replaceFirst("<session-id>", "<session-id>&secret;");
            }
        }
    }

    /** A message of errors only, as a device sends that does not let the user in. */
    String REFUSAL = "<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><rpc-error>"
            + "<error-type>protocol</error-type><error-tag>access-denied</error-tag>"
            + "<error-severity>error</error-severity>"
            + "<error-message>user nobody may not open sessions</error-message></rpc-error></rpc-reply>";

    /**
     * The session's number is this text.
     *
     * @param text what stands in {@code session-id}
     */
    record SessionId(String text) implements HelloFault {
        @Override
        public String rewrite(String hello) {
            return hello.replaceFirst("<session-id>[^<]*<", "<session-id>" + Matcher.quoteReplacement(text) + "<");
        }
    }

    /**
     * The capabilities are these and no others.
     *
     * @param uris what is listed
     */
    record Capabilities(List<String> uris) implements HelloFault {
        /** Copies the list. */
        public Capabilities {
            uris = List.copyOf(uris);
        }

        @Override
        public String rewrite(String hello) {
            StringBuilder list = new StringBuilder();
            uris.forEach(uri -> list.append("<capability>")
                    .append(uri.replace("&", "&amp;"))
                    .append("</capability>"));
            int from = hello.indexOf("<capabilities>") + "<capabilities>".length();
            return hello.substring(0, from) + list + hello.substring(hello.indexOf("</capabilities>"));
        }
    }

    /**
     * The hello is that long, for capabilities that nobody knows.
     *
     * @param bytes the length of the message without framing, exactly, if it is not longer by nature
     */
    record Padded(int bytes) implements HelloFault {
        @Override
        public String rewrite(String hello) {
            String frame = "<capability>urn:example:</capability>";
            StringBuilder more = new StringBuilder();
            int missing = bytes - hello.length();
            while (missing > 0) {
                int name = missing < 2 * (frame.length() + 60) ? Math.max(0, missing - frame.length()) : 60;
                more.append(frame, 0, 24).append("p".repeat(name)).append(frame, 24, frame.length());
                missing -= frame.length() + name;
            }
            return hello.replaceFirst("</capabilities>", more + "</capabilities>");
        }
    }

    /**
     * Elements inside each other stand behind the capabilities.
     *
     * @param depth how many
     */
    record Nested(int depth) implements HelloFault {
        @Override
        public String rewrite(String hello) {
            return hello.replaceFirst("<session-id>", "<d>".repeat(depth) + "</d>".repeat(depth) + "<session-id>");
        }
    }

    /**
     * Something stands in front of the hello, in its message.
     *
     * @param text what; one character a byte
     */
    record InFront(String text) implements HelloFault {
        @Override
        public String rewrite(String hello) {
            return text + hello;
        }
    }

    /**
     * Another message altogether.
     *
     * @param text what is sent, framed as a hello
     */
    record Instead(String text) implements HelloFault {
        @Override
        public String rewrite(String hello) {
            return text;
        }
    }

    /** The hello is sent in chunks, which no hello is (RFC 6242 section 4.1). */
    record InChunks() implements HelloFault {
        @Override
        public String rewrite(String hello) {
            return hello;
        }
    }

    /** The hello is sent twice. */
    record Twice() implements HelloFault {
        @Override
        public String rewrite(String hello) {
            return hello + "]]>]]>" + hello;
        }
    }
}
