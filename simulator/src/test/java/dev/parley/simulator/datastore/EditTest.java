package dev.parley.simulator.datastore;

import static dev.parley.simulator.datastore.Fleet.ship;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.RpcError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6241 section 7.2 (O-02, O-03). */
class EditTest {
    private static final DataTree BEFORE = DataTree.parse(ship("""
            <crew><member><name>fred</name><rank>mate</rank></member></crew><speed>9</speed>"""));

    private static Editor.Outcome edited(String edit) {
        return edited(Edit.merge(nc(edit)));
    }

    private static Editor.Outcome edited(Edit edit) {
        return Editor.apply(edit, BEFORE, Fleet.SCHEMA);
    }

    /** A tree in which {@code nc:} and {@code yang:} mean what they usually do. */
    private static DataTree nc(String inside) {
        return DataTree.parse("<ship xmlns=\"urn:example:fleet\" xmlns:nc=\"" + Names.BASE + "\" xmlns:yang=\""
                + Names.YANG + "\" xmlns:wd=\"" + Names.DEFAULTS + "\">" + inside + "</ship>");
    }

    private static DataTree after(String inside) {
        return DataTree.parse(ship(inside));
    }

    private static void assertDone(Editor.Outcome outcome, String inside) {
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.tree()).isEqualTo(after(inside));
    }

    private static void assertRefused(Editor.Outcome outcome, ErrorTag tag, String path) {
        assertThat(outcome.errors()).hasSize(1);
        RpcError error = outcome.errors().get(0);
        assertThat(error.tag()).isEqualTo(tag.wireName());
        assertThat(error.type()).isEqualTo(ErrorType.APPLICATION);
        assertThat(tag.allows(ErrorType.APPLICATION)).isTrue();
        assertThat(error.path()).isEqualTo(path);
        assertThat(error.pathNamespaces()).isEqualTo(Map.of("f", Fleet.NS));
        assertThat(outcome.tree()).isEqualTo(BEFORE);
    }

    @Test
    void mergeAddsAndChanges() {
        assertDone(
                edited("<crew><member><name>fred</name><rank>captain</rank><age>40</age></member></crew>"),
                "<crew><member><name>fred</name><rank>captain</rank><age>40</age></member></crew><speed>9</speed>");
    }

    @Test
    void entriesAreToldApartByTheirKeys() {
        assertDone(
                edited("<crew><member><rank>cook</rank><name> barney </name></member></crew>"),
                "<crew><member><name>fred</name><rank>mate</rank></member>"
                        + "<member><rank>cook</rank><name> barney </name></member></crew><speed>9</speed>");
    }

    @Test
    void leafListEntriesAreToldApartByTheirValues() {
        DataTree skills = nc("<crew><member><name>fred</name><skill>knots</skill><skill>maps</skill>"
                + "<skill>knots</skill></member></crew>");
        assertDone(
                edited(Edit.merge(skills)),
                "<crew><member><name>fred</name><rank>mate</rank><skill>knots</skill><skill>maps</skill></member>"
                        + "</crew><speed>9</speed>");
    }

    @Test
    void replaceLeavesOnlyWhatIsGiven() {
        assertDone(
                edited("<crew nc:operation=\"replace\"><member><name>ann</name></member></crew>"),
                "<crew><member><name>ann</name></member></crew><speed>9</speed>");
    }

    @Test
    void defaultOperationReplaceReplacesTheWholeDatastore() {
        Edit edit =
                Edit.merge(DataTree.parse("<other xmlns=\"urn:example:o\"/>")).by(Edit.DefaultOperation.REPLACE);
        assertThat(edited(edit).tree()).isEqualTo(DataTree.parse("<other xmlns=\"urn:example:o\"/>"));
    }

    @Test
    void createAndDeleteAndRemove() {
        assertDone(edited("""
                        <crew><member nc:operation="create"><name>ann</name></member>
                        <member nc:operation="delete"><name>fred</name></member></crew>
                        <speed nc:operation="remove"/><anchor nc:operation="remove"/>"""), "<crew><member><name>ann</name></member></crew>");
    }

    @Test
    void createOfWhatExists() {
        assertRefused(
                edited("<crew><member nc:operation=\"create\"><name>fred</name></member></crew>"),
                ErrorTag.DATA_EXISTS,
                "/f:ship/f:crew/f:member[f:name='fred']");
    }

    @Test
    void deleteOfWhatIsMissing() {
        assertRefused(
                edited("<crew><member nc:operation=\"delete\"><name>o'hara</name></member></crew>"),
                ErrorTag.DATA_MISSING,
                "/f:ship/f:crew/f:member[f:name=\"o'hara\"]");
    }

    @Test
    void withDefaultOperationNoneOnlyMarkedElementsChange() {
        Edit edit = Edit.merge(nc("<crew><member><name>fred</name><rank>x</rank><age nc:operation=\"merge\">7</age>"
                        + "</member></crew>"))
                .by(Edit.DefaultOperation.NONE);
        assertDone(
                edited(edit),
                "<crew><member><name>fred</name><rank>mate</rank><age>7</age></member></crew><speed>9</speed>");
    }

    @Test
    void withDefaultOperationNoneAnAbsentParentIsMissing() {
        Edit edit = Edit.merge(nc("<crew><member><name>ann</name><age nc:operation=\"create\">7</age></member></crew>"))
                .by(Edit.DefaultOperation.NONE);
        assertRefused(edited(edit), ErrorTag.DATA_MISSING, "/f:ship/f:crew/f:member[f:name='ann']");
    }

    @Test
    void aMissingKeyIsNamed() {
        Editor.Outcome outcome = edited("<crew><member><rank>mate</rank></member></crew>");
        assertRefused(outcome, ErrorTag.MISSING_ELEMENT, "/f:ship/f:crew/f:member");
        assertThat(outcome.errors().get(0).info("bad-element")).contains("name");
    }

    @Test
    void aLeafWithElementsIsBad() {
        Editor.Outcome outcome = edited("<speed><knots/></speed>");
        assertRefused(outcome, ErrorTag.BAD_ELEMENT, "/f:ship/f:speed");
        assertThat(outcome.errors().get(0).info("bad-element")).contains("speed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "destroy", "", "Merge"})
    void anOperationThatIsNone(String operation) {
        Editor.Outcome outcome = edited("<speed nc:operation=\"" + operation + "\">1</speed>");
        assertRefused(outcome, ErrorTag.BAD_ATTRIBUTE, "/f:ship/f:speed");
        assertThat(outcome.errors().get(0).info("bad-attribute")).contains("operation");
        assertThat(outcome.errors().get(0).info("bad-element")).contains("speed");
    }

    @Test
    void removeIsUnknownToBase10() {
        Edit edit = Edit.merge(nc("<speed nc:operation=\"remove\"/>")).removal(Edit.Removal.UNKNOWN);
        assertRefused(edited(edit), ErrorTag.BAD_ATTRIBUTE, "/f:ship/f:speed");
    }

    @Test
    void anOperationWithoutNamespaceIsRefused() {
        assertRefused(edited("<speed operation=\"delete\"/>"), ErrorTag.UNKNOWN_ATTRIBUTE, "/f:ship/f:speed");
    }

    @Test
    void operationsAreNotKeptAsData() {
        assertThat(edited("<speed nc:operation=\"replace\" unit=\"kn\">1</speed>")
                        .tree()
                        .toXml())
                .endsWith("<speed unit=\"kn\">1</speed></ship>");
    }

    @Test
    void aClosedSchemaKnowsItsElementsAndNamespaces() {
        Schema closed = Schema.builder()
                .prefix("f", Fleet.NS)
                .leaf("/f:ship/speed")
                .closed()
                .build();
        Editor.Outcome element = Editor.apply(Edit.merge(nc("<sail/>")), BEFORE, closed);
        assertRefused(element, ErrorTag.UNKNOWN_ELEMENT, "/f:ship/f:sail");
        Editor.Outcome namespace = Editor.apply(Edit.merge(DataTree.parse("<sail xmlns=\"urn:no\"/>")), BEFORE, closed);
        assertThat(namespace.errors().get(0).tag()).isEqualTo("unknown-namespace");
        assertThat(namespace.errors().get(0).info("bad-namespace")).contains("urn:no");
    }

    @Test
    void aDefaultThatIsMarkedAsSuchIsNotStored() {
        assertDone(
                edited("<speed wd:default=\"true\">12</speed>"),
                "<crew><member><name>fred</name><rank>mate</rank></member></crew>");
        assertRefused(edited("<speed wd:default=\"true\">13</speed>"), ErrorTag.INVALID_VALUE, "/f:ship/f:speed");
    }

    @ParameterizedTest
    @CsvSource({"STOP, 1, false", "CONTINUE, 2, true", "ROLLBACK, 1, false"})
    void errorOptions(Edit.OnError onError, int errors, boolean goesOn) {
        Edit edit = Edit.merge(nc("""
                        <draught>4</draught><crew nc:operation="create"/><sail nc:operation="delete"/>
                        <length>30</length>""")).onError(onError);
        Editor.Outcome outcome = edited(edit);
        assertThat(outcome.errors()).hasSize(errors);
        assertThat(outcome.tree().toXml().contains("<draught>4")).isTrue();
        assertThat(outcome.tree().toXml().contains("<length>30")).isEqualTo(goesOn);
    }

    @Test
    void entriesOfAUserOrderedListGoWhereTheyAreSent() {
        DataTree route = after("<route><port><name>b</name></port><port><name>d</name></port></route>");
        Edit edit = Edit.merge(nc("""
                <route><port yang:insert="first"><name>a</name></port>
                <port yang:insert="after" yang:key="[f:name='b']"><name>c</name></port>
                <port yang:insert="last"><name>e</name></port>
                <port yang:insert="before" yang:key='[name="a"]'><name>d</name></port></route>"""));
        assertThat(names(Editor.apply(edit, route, Fleet.SCHEMA))).containsExactly("d", "a", "b", "c", "e");
    }

    @Test
    void insertingAtAnEntryThatIsMissingChangesNothing() {
        DataTree route = after("<route><port><name>b</name></port><port><name>d</name></port></route>");
        Edit edit = Edit.merge(
                nc("<route><port yang:insert=\"after\" yang:key=\"[name='x']\"><name>b</name></port></route>"));
        Editor.Outcome outcome = Editor.apply(edit, route, Fleet.SCHEMA);
        assertThat(outcome.errors().get(0).tag()).isEqualTo("bad-attribute");
        assertThat(outcome.errors().get(0).appTag()).isEqualTo("missing-instance");
        assertThat(names(outcome)).containsExactly("b", "d");
    }

    private static List<String> names(Editor.Outcome outcome) {
        DataNode ship = outcome.tree().nodes().get(0);
        return ship.child("route").orElseThrow().children().stream()
                .map(port -> port.child("name").orElseThrow().value())
                .toList();
    }
}
