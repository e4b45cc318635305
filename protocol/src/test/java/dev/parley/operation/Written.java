package dev.parley.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.message.Namespaces;
import dev.parley.xml.XmlWriter;

/** Operations as they stand in an rpc. */
final class Written {
    private Written() {}

    /** What the operation writes inside {@code <rpc>}, in whose namespace it is. */
    static String inRpc(Operation<?> operation) {
        XmlWriter out = new XmlWriter().start(Namespaces.BASE, "rpc");
        operation.writeTo(out);
        String rpc = new String(out.end().toBytes(), UTF_8);
        String open = "<rpc xmlns=\"" + Namespaces.BASE + "\">";
        if (!rpc.startsWith(open) || !rpc.endsWith("</rpc>")) {
            throw new AssertionError("not one element: " + rpc);
        }
        return rpc.substring(open.length(), rpc.length() - "</rpc>".length());
    }
}
