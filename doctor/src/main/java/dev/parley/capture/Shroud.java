package dev.parley.capture;

import dev.parley.error.ProtocolException;
import dev.parley.error.Secrets;
import dev.parley.event.Redactor;
import dev.parley.framing.FrameDecoder;
import dev.parley.framing.Framing;
import dev.parley.message.ServerHello;
import dev.parley.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes the secrets out of a conversation on its way into a recording. A hello holds none and stays as it is, well-formed or
 * not, and so does every message in which there is nothing to hide, in the pieces in which it came. Others are written again
 * without their secrets, cut in proportion. What cannot be understood is left out, because secrets may be in it.
 * One thread.
 */
final class Shroud {
    /** More than this of one message is not looked through. */
    private static final int MOST = 16 << 20;

    private static final int HEAD = 4096;
    private static final Pattern HELLO = Pattern.compile("<([A-Za-z_][\\w.-]*:)?hello[\\s/>]");
    private static final Pattern REMARKS = Pattern.compile("<!--|<\\?(?!xml\\s)");
    private static final String BASE_1_1 = "urn:ietf:params:netconf:base:1.1";

    private final Out out;
    private final Side client = new Side(Party.CLIENT);
    private final Side device = new Side(Party.DEVICE);
    private boolean offers11 = true;

    /** Takes what may be shown. */
    interface Out {
        /** Bytes passed. */
        void said(long nanos, Party from, byte[] bytes) throws IOException;

        /** Bytes passed that are not to be shown. */
        void missing(long nanos, Party from, long count, String why) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(long nanos, byte[] bytes) {}

    Shroud(Out out) {
        this.out = out;
    }

    /** Bytes passed. */
    void said(long nanos, Party from, byte[] bytes) throws IOException {
        side(from).said(nanos, bytes);
    }

    /** Bytes passed, and nobody knows which. */
    void lost(long nanos, Party from, long count, String why) throws IOException {
        side(from).giveUp("it stands before bytes that are missing");
        out.missing(nanos, from, count, why);
    }

    /** Nothing more passes. */
    void end() throws IOException {
        client.end();
        device.end();
    }

    private Side side(Party party) {
        return party == Party.CLIENT ? client : device;
    }

    /** What one party says. */
    private final class Side {
        private final Party party;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final List<Piece> pieces = new ArrayList<>();
        private Framing framing = Framing.END_OF_MESSAGE;
        private FrameDecoder decoder = framing.decoder();
        private boolean first = true;
        private boolean understood = true;

        Side(Party party) {
            this.party = party;
        }

        void said(long nanos, byte[] bytes) throws IOException {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                int from = in.position();
                if (!understood) {
                    out.missing(nanos, party, in.remaining(), "it follows what could not be understood");
                    return;
                }
                boolean whole = false;
                String broken = null;
                try {
                    whole = decoder.decode(in, this::part);
                } catch (ProtocolException e) {
                    broken = e.getMessage();
                    in.position(in.limit());
                }
                pieces.add(new Piece(nanos, Arrays.copyOfRange(bytes, from, in.position())));
                if (broken == null && message.size() > MOST) {
                    broken = "a message is larger than " + MOST + " bytes";
                }
                if (broken != null) {
                    giveUp(broken);
                } else if (whole) {
                    wholeMessage();
                }
            }
        }

        private void part(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            message.writeBytes(copy);
        }

        private void wholeMessage() throws IOException {
            byte[] content = message.toByteArray();
            message.reset();
            boolean hello = isHello(content);
            String text = new String(content, StandardCharsets.UTF_8);
            String shown = hello ? "" : Redactor.redact(ByteBuffer.wrap(content));
            if (hello) {
                greeted(content, text);
                asItWas();
            } else if (!shown.startsWith("<")) {
                withhold(shown);
            } else if (shown.contains(Secrets.HIDDEN) || REMARKS.matcher(text).find()) {
                rewritten(shown);
            } else {
                asItWas();
            }
            first = false;
        }

        private boolean isHello(byte[] content) {
            String head = new String(content, 0, Math.min(HEAD, content.length), StandardCharsets.UTF_8);
            return first && HELLO.matcher(head).find();
        }

        /** From the device's hello on both sides may speak in chunks. */
        private void greeted(byte[] content, String text) {
            if (party == Party.CLIENT) {
                offers11 = text.contains(BASE_1_1);
                return;
            }
            try {
                Framing agreed = ServerHello.parse(
                                content, content.length, offers11, XmlLimits.DEFAULT, (deviation, detail) -> {})
                        .framing();
                client.use(agreed);
                device.use(agreed);
            } catch (ProtocolException e) {
                // the session ends here, in this framing
            }
        }

        private void use(Framing agreed) {
            framing = agreed;
            decoder = agreed.decoder();
        }

        private void asItWas() throws IOException {
            for (Piece piece : pieces) {
                out.said(piece.nanos(), party, piece.bytes());
            }
            pieces.clear();
        }

        private void rewritten(String shown) throws IOException {
            byte[] content = shown.getBytes(StandardCharsets.UTF_8);
            byte[] room = new byte[Framing.HEADROOM + content.length + Framing.TAILROOM];
            System.arraycopy(content, 0, room, Framing.HEADROOM, content.length);
            ByteBuffer framed = framing.frame(room, Framing.HEADROOM + content.length);
            long size = framed.remaining();
            int start = framed.position();
            long total = waiting();
            long passed = 0;
            for (Piece piece : pieces) {
                passed += piece.bytes().length;
                byte[] share = new byte[start + (int) (size * passed / total) - framed.position()];
                framed.get(share);
                if (share.length > 0) {
                    out.said(piece.nanos(), party, share);
                }
            }
            pieces.clear();
        }

        private long waiting() {
            return pieces.stream().mapToLong(piece -> piece.bytes().length).sum();
        }

        private void withhold(String why) throws IOException {
            if (!pieces.isEmpty()) {
                out.missing(pieces.get(0).nanos(), party, waiting(), why);
            }
            pieces.clear();
        }

        void giveUp(String why) throws IOException {
            understood = false;
            end(why);
        }

        void end() throws IOException {
            end("the message is not whole, so it cannot be told what in it is secret");
        }

        private void end(String why) throws IOException {
            if (isHello(message.toByteArray())) {
                asItWas();
            } else {
                withhold(why);
            }
        }
    }
}
