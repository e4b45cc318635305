package dev.parley.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.command.Shell.Result;
import dev.parley.cli.report.ExitCode;
import dev.parley.message.Namespaces;
import dev.parley.simulator.Answer;
import dev.parley.simulator.DeviceSimulator;
import dev.parley.simulator.datastore.DataTree;
import dev.parley.simulator.fault.Break;
import dev.parley.simulator.fault.Ending;
import dev.parley.simulator.fault.FaultPlan;
import dev.parley.simulator.fault.Moment;
import dev.parley.simulator.yang.YangModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** parley schemas: what a device has, and all of it in a folder, whatever comes between. */
@Timeout(60)
class SchemasCommandTest {
    private static final List<String> SAMPLE = List.of(
            "example-chassis-fans@2025-06-30.yang",
            "example-chassis-slots@2026-02-01.yang",
            "example-chassis@2026-02-01.yang",
            "example-types@2026-01-15.yang",
            "example-weather.yang");

    @TempDir
    private Path keys;

    @TempDir
    private Path home;

    private Path models() {
        return home.resolve("models");
    }

    private TestDevice device(YangModules modules) throws IOException {
        return device(description -> description.modules(modules));
    }

    private TestDevice device(UnaryOperator<DeviceSimulator.Builder> more) throws IOException {
        Path folder = Files.createTempDirectory(keys, "device");
        return TestDevice.start(folder, more);
    }

    private Result download(TestDevice device, String... more) {
        String[] arguments = Stream.concat(Stream.of("--output", models().toString()), Stream.of(more))
                .toArray(String[]::new);
        return Shell.plain().run(device.command("schemas", arguments));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(models())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".parley-schemas"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void withoutAFolderTheModulesAreListed() throws IOException {
        try (TestDevice device = device(YangModules.sample())) {
            Result result = Shell.plain().run(device.command("schemas"));

            assertThat(result.status()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("""
                    MODULE                 REVISION    USE                      NAMESPACE
                    example-chassis        2026-02-01  implement                urn:example:chassis
                    example-chassis-fans   2025-06-30  part of example-chassis  urn:example:chassis
                    example-chassis-slots  2026-02-01  part of example-chassis  urn:example:chassis
                    example-types          2026-01-15  import                   urn:example:types
                    example-weather                    implement                urn:example:weather
                    """);
            assertThat(Shell.plain().run(device.command("schemas", "--json")).out())
                    .contains("\"source\":\"rfc8525\",\"contentId\":\""
                            + YangModules.sample().contentId() + "\"")
                    .contains("{\"name\":\"example-chassis-fans\",\"revision\":\"2025-06-30\",\"kind\":\"submodule\","
                            + "\"partOf\":\"example-chassis\",\"conformance\":\"implement\","
                            + "\"namespace\":\"urn:example:chassis\"}");
        }
    }

    @Test
    void aDeviceWithoutModulesSaysSo() throws IOException {
        try (TestDevice device = device(YangModules.none())) {
            assertThat(Shell.plain().run(device.command("schemas")).out())
                    .isEqualTo("The device tells of no modules.\n");
            assertThat(download(device).err()).isEqualTo("The device tells of no modules.\n");
        }
    }

    @Test
    void everyModuleComesWholeIntoItsFile() throws IOException {
        YangModules modules = YangModules.sample().withGenerated(30, 20_000);
        try (TestDevice device = device(modules)) {
            Result result = download(device, "--parallel", "8");

            assertThat(result.status()).isZero();
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("✓ example-weather.yang: 278 bytes\n")
                    .contains("✓ 35 modules in " + models() + ": fetched 35, ");
            assertThat(files()).hasSize(35).containsAll(SAMPLE);
            assertThat(models().resolve("generated-0030@2026-03-01.yang"))
                    .hasContent(modules.named("generated-0030").get(0).text().orElseThrow());
        }
    }

    @Test
    void whatIsThereAndWholeIsNotFetchedAgain() throws IOException {
        try (TestDevice device = device(YangModules.sample())) {
            assertThat(download(device).status()).isZero();
            Files.writeString(models().resolve(SAMPLE.get(0)), "");
            Files.writeString(models().resolve(SAMPLE.get(1)), "module another { }");
            Path types = Files.writeString(models().resolve(SAMPLE.get(3)), "module example-types { /* mine */ }");
            Path weather = Files.writeString(models().resolve(SAMPLE.get(4)), "module example-weather { /* mine */ }");

            assertThat(download(device).err())
                    .contains("✓ " + SAMPLE.get(0), "✓ " + SAMPLE.get(1))
                    .contains("5 modules in " + models() + ": fetched 2, ")
                    .endsWith("; 3 were there already\n");
            assertThat(types).content().contains("mine");
            assertThat(weather).content().contains("mine");
            assertThat(download(device).err())
                    .isEqualTo("✓ 5 modules in " + models() + ": nothing was fetched; 5 were there already\n");

            assertThat(download(device, "--again").err()).contains("fetched 5, ");
            assertThat(types).content().doesNotContain("mine");
        }
    }

    @Test
    void aModuleWithoutARevisionIsFetchedAgainWhenTheModulesChange() throws IOException {
        try (TestDevice before = device(YangModules.sample());
                TestDevice after = device(YangModules.sample().withGenerated(1, 100))) {
            download(before);
            Path weather = Files.writeString(models().resolve(SAMPLE.get(4)), "module example-weather { /* old */ }");

            assertThat(download(after).err()).contains("fetched 2, ").endsWith("; 4 were there already\n");
            assertThat(weather).content().doesNotContain("old");
        }
    }

    @Test
    void aDeviceThatOnlyHasAHelloIsAskedForWhatIsInIt() throws IOException {
        try (TestDevice device =
                device(description -> description.modules(YangModules.sample()).libraries())) {
            Result listed = Shell.plain().run(device.command("schemas", "--json"));
            assertThat(listed.out()).contains("\"source\":\"hello\",\"contentId\":\"\"");
            assertThat(download(device).status()).isZero();
            assertThat(files()).isEqualTo(SAMPLE);
            assertThat(download(device).err()).contains("fetched 1, ").endsWith("; 4 were there already\n");
        }
    }

    @Test
    void whatTheDeviceDoesNotGiveIsListedAtTheEnd() throws IOException {
        YangModules modules = YangModules.sample()
                .withAnnounced("ghost", "2020-01-01", "urn:ghost")
                .withAnnounced("phantom", "", "urn:phantom");
        try (TestDevice device = device(modules)) {
            Result result = download(device);

            assertThat(result.status()).isEqualTo(ExitCode.INCOMPLETE.status());
            assertThat(result.err())
                    .containsSubsequence(
                            "✗ ghost@2020-01-01: invalid-value: there is no schema ghost of version 2020-01-01",
                            "✗ phantom: invalid-value: ",
                            "5 of 7 modules in " + models() + ": fetched 5, ",
                            "error: ",
                            " does not give 2 modules that it announces or needs\n  → look for them where the vendor");
            assertThat(files()).isEqualTo(SAMPLE);
            assertThat(download(device, "--json").out())
                    .contains("\"fetched\":0,\"kept\":5,\"missing\":2,")
                    .contains("\"name\":\"ghost\",\"revision\":\"2020-01-01\"")
                    .contains("\"state\":\"missing\",\"file\":null,\"bytes\":null,\"reason\":\"invalid-value")
                    .contains("\"error\":{\"code\":\"incomplete\"");
        }
    }

    /** A device with neither a library nor a list of schemas tells of no submodules and of nothing that is only imported. */
    @Test
    void whatAModuleNeedsIsFetchedThoughTheDeviceDoesNotTellOfIt() throws IOException {
        try (TestDevice device = device(description -> description
                .modules(YangModules.sample()
                        .with("module lonely { namespace urn:l; prefix l; import ghost { prefix g; } }"))
                .state(DataTree::empty)
                .capability(Namespaces.MONITORING)
                .capability("urn:example:chassis?module=example-chassis&revision=2026-02-01")
                .capability("urn:l?module=lonely"))) {
            Result result = download(device);

            assertThat(result.status()).isEqualTo(ExitCode.INCOMPLETE.status());
            assertThat(files())
                    .containsExactly(
                            "example-chassis-fans.yang",
                            "example-chassis-slots@2026-02-01.yang",
                            "example-chassis@2026-02-01.yang",
                            "example-types@2026-01-15.yang",
                            "lonely.yang");
            assertThat(result.err())
                    .contains("✗ ghost: invalid-value")
                    .contains("5 of 6 modules in ")
                    .contains(" does not give 1 module that it announces or needs\n  → look for it where");
            assertThat(download(device).err()).contains("fetched 2, ").contains("; 3 were there already");
        }
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws IOException {
        YangModules modules = YangModules.none()
                .withAnnounced("../../evil", "2020-01-01", "urn:e1")
                .withAnnounced("/etc/evil", "2020-01-01", "urn:e2")
                .withAnnounced("evil", "2020/../../../x", "urn:e3")
                .withAnnounced("..", "", "urn:e4")
                .withAnnounced("e\u009b31mvil", "", "urn:e5");
        try (TestDevice device = device(description -> description
                .modules(modules)
                .on(Namespaces.MONITORING, "get-schema", request -> Answer.schema("module evil { }")))) {
            Result result = download(device);

            assertThat(result.status()).isEqualTo(ExitCode.INCOMPLETE.status());
            assertThat(result.err())
                    .contains("✗ ../../evil@2020-01-01: no module may be called so, and it was not asked for")
                    .contains("e\\u009b31mvil: no module may be called so")
                    .doesNotContain("\u009b");
            assertThat(files()).isEmpty();
        }
        try (Stream<Path> all = Files.walk(home)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsAnotherModuleIsNotTaken() throws IOException {
        try (TestDevice device = device(description -> description
                .modules(YangModules.sample())
                .on(Namespaces.MONITORING, "get-schema", request -> Answer.schema("module example-types { }")))) {
            Result result = download(device);

            assertThat(result.status()).isEqualTo(ExitCode.INCOMPLETE.status());
            assertThat(result.err()).contains("✗ example-weather: the module example-types in the reply to get-schema");
            assertThat(files()).containsExactly(SAMPLE.get(3));
        }
    }

    @Test
    void afterALostSessionTheSameCommandGoesOn() throws IOException {
        FaultPlan once = FaultPlan.onConnection(1, new Break(new Moment.AfterReply(4), Ending.RESET));
        try (TestDevice device =
                device(description -> description.modules(YangModules.sample()).faults(once))) {
            Result lost = download(device, "--parallel", "1");

            assertThat(lost.status()).isIn(ExitCode.UNKNOWN_FATE.status(), ExitCode.NOT_SENT.status());
            assertThat(lost.err()).contains(" of 5 modules in " + models() + ": fetched ");
            assertThat(files()).isNotEmpty().hasSizeLessThan(5).allMatch(SAMPLE::contains);

            assertThat(download(device).status()).isZero();
            assertThat(files()).isEqualTo(SAMPLE);
        }
    }

    @Test
    void ctrlCKeepsWhatIsWhole() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        try (TestDevice device = device(description -> description
                .modules(YangModules.sample())
                .on(Namespaces.MONITORING, "get-schema", request -> {
                    if (request.text().contains("example-chassis<")) {
                        return Answer.schema(
                                YangModules.sample().all().get(0).text().orElseThrow());
                    }
                    asked.complete(null);
                    return Answer.nothing();
                }))) {
            CompletableFuture<Result> result = new CompletableFuture<>();
            Thread command = new Thread(() -> result.complete(download(device)), "command");
            command.start();
            asked.get();
            command.interrupt();

            assertThat(result.get().status()).isEqualTo(ExitCode.INTERRUPTED.status());
            assertThat(result.get().err())
                    .contains("error: interrupted after ")
                    .contains("→ what is in " + models() + " is whole; the same command goes on from there");
            command.join();
            // what was half written is put away by whoever wrote it, a moment later
            while (!files().stream().allMatch(SAMPLE.get(2)::equals)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsAsked() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        try (TestDevice device = device(YangModules.sample())) {
            for (String[] wrong : List.of(
                    new String[] {"--output", file.toString()},
                    new String[] {"--output", file.resolve("below").toString()},
                    new String[] {"--parallel", "0"},
                    new String[] {"--parallel", "65"},
                    new String[] {"--again"})) {
                Result result = Shell.plain().run(device.command("schemas", wrong));
                assertThat(result.status()).isEqualTo(ExitCode.INPUT.status());
                assertThat(result.err())
                        .startsWith("error: ")
                        .contains(wrong[0].equals("--output") ? "is no folder" : wrong[0]);
            }
            assertThat(device.simulator().connections()).isZero();
        }
    }
}
