package dev.parley.cli.command;

import dev.parley.cli.report.Output;
import dev.parley.cli.terminal.Table;
import dev.parley.error.RpcErrorException;
import dev.parley.message.ServerHello;
import dev.parley.monitoring.GetMonitoring;
import dev.parley.monitoring.GetYangLibrary;
import dev.parley.monitoring.NetconfState;
import dev.parley.monitoring.SchemaCatalog;
import dev.parley.monitoring.YangHeader;
import dev.parley.monitoring.YangLibrary;
import dev.parley.operation.Operation;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which modules a device has, by everything that it tells: its library, its list of schemas and its hello.
 *
 * @param library the library, or what the hello announces
 * @param catalog every module and submodule
 */
record SchemaListing(YangLibrary library, SchemaCatalog catalog) {

    /** Asks the device. What it refuses to tell in one way, it may tell in another, so a refusal is no more than a warning. */
    static SchemaListing read(Session session, boolean forced, Output output) {
        ServerHello hello = session.hello();
        YangLibrary announced = YangLibrary.of(hello);
        GetYangLibrary question = GetYangLibrary.of(hello).orElse(null);
        YangLibrary library = question == null ? null : ask(session, question, "its library of modules", output);
        GetMonitoring schemas = GetMonitoring.of(GetMonitoring.Part.SCHEMAS);
        boolean monitored = forced || schemas.requires().stream().allMatch(needed -> needed.isMetBy(hello));
        NetconfState state = monitored ? ask(session, schemas, "its list of schemas", output) : null;
        List<YangLibrary> libraries = new ArrayList<>();
        if (library != null) {
            libraries.add(library);
        }
        libraries.add(announced);
        return new SchemaListing(library == null ? announced : library, SchemaCatalog.of(libraries, state));
    }

    private static <R> @Nullable R ask(Session session, Operation<R> question, String what, Output output) {
        try {
            return session.send(question.force());
        } catch (RpcErrorException refused) {
            output.warning("the device does not tell " + what + ": " + refused.first());
            return null;
        }
    }

    /** Shows it. */
    void tell(Output output) {
        output.fact("source", library.origin().name().toLowerCase(Locale.ROOT).replace("_", ""));
        output.fact("contentId", library.contentId());
        output.fact(
                "modules", catalog.entries().stream().map(SchemaListing::facts).toList());
        if (catalog.entries().isEmpty()) {
            output.line("The device tells of no modules.");
            return;
        }
        Table table =
                Table.of(Table.words("MODULE"), Table.words("REVISION"), Table.words("USE"), Table.words("NAMESPACE"));
        for (SchemaCatalog.Entry entry : catalog.entries()) {
            table.row(entry.name(), entry.revision(), use(entry), entry.namespace());
        }
        table.lines(output.paint()).forEach(output::line);
    }

    private static String use(SchemaCatalog.Entry entry) {
        return entry.kind() == YangHeader.Kind.SUBMODULE ? "part of " + entry.module() : word(entry.conformance());
    }

    private static String word(YangLibrary.@Nullable Conformance conformance) {
        return conformance == null ? "" : conformance.name().toLowerCase(Locale.ROOT);
    }

    /** A module as JSON. */
    static Map<String, @Nullable Object> facts(SchemaCatalog.Entry entry) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("name", entry.name());
        facts.put("revision", entry.revision());
        facts.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        facts.put("partOf", entry.module().isEmpty() ? null : entry.module());
        facts.put("conformance", entry.conformance() == null ? null : word(entry.conformance()));
        facts.put("namespace", entry.namespace());
        return facts;
    }
}
