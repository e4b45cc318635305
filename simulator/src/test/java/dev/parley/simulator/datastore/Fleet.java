package dev.parley.simulator.datastore;

/** A small configuration in the shape of RFC 6241 section 6.4: a ship's crew, with a list and a nested container. */
final class Fleet {
    static final String NS = "urn:example:fleet";

    static final Schema SCHEMA = Schema.builder()
            .prefix("f", NS)
            .list("/f:ship/crew/member", "name")
            .leafList("/f:ship/crew/member/skill")
            .userOrderedList("/f:ship/route/port", "name")
            .leaf("/f:ship/crew/member/berth/deck", "1")
            .leaf("/f:ship/speed", "12")
            .build();

    static final DataTree TREE = DataTree.parse("""
            <ship xmlns="urn:example:fleet">
              <crew>
                <member>
                  <name>root</name>
                  <rank>captain</rank>
                  <full-name>Rosa Otero</full-name>
                  <berth><deck>1</deck><cabin>1</cabin></berth>
                </member>
                <member>
                  <name>fred</name>
                  <rank>mate</rank>
                  <full-name>Fred Flinders</full-name>
                  <berth><deck>2</deck><cabin>2</cabin></berth>
                </member>
                <member>
                  <name>barney</name>
                  <rank>mate</rank>
                  <full-name>Barney Rhodes</full-name>
                  <berth><deck>2</deck><cabin>3</cabin></berth>
                </member>
              </crew>
            </ship>""");

    private Fleet() {}

    /** Wraps what is inside the ship. */
    static String ship(String inside) {
        return "<ship xmlns=\"" + NS + "\">" + inside + "</ship>";
    }
}
