package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two scripts that start parley: the one among the sources with a stand-in for Maven, and the one that is shipped. */
class LauncherIT {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final String MAVEN = """
            #!/bin/sh
            cd "$(dirname "$0")"
            echo built >>builds
            mkdir -p cli/target/parley/bin cli/target/parley/lib
            printf '#!/bin/sh\\necho "parley: $*"\\nexit 7\\n' >cli/target/parley/bin/parley
            chmod +x cli/target/parley/bin/parley
            """;

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectories(folder.resolve("some where"));
        executable(root.resolve("parley"), Files.readString(SOURCES.resolve("parley")));
        executable(root.resolve("mvnw"), MAVEN);
        for (String module : List.of("house-rules", "protocol", "client", "simulator", "ssh", "cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = root.resolve("parley").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Program.run(folder, Map.of(), command);
    }

    private long builds() throws IOException {
        return Files.readAllLines(root.resolve("builds")).size();
    }

    @Test
    void theFirstRunBuildsAndTheNextDoesNot() throws Exception {
        Result first = run("get", "a b");
        Result second = run("get", "a b");

        assertThat(first).isEqualTo(new Result(7, "parley: get a b\n", first.err()));
        assertThat(first.err()).isEqualTo("parley: building parley\nparley: preparing a fast start\n");
        assertThat(second).isEqualTo(new Result(7, "parley: get a b\n", ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void newerSourcesAreBuilt() throws Exception {
        run();
        Path source = Files.writeString(root.resolve("client/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        run();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aBuildThatFailsShowsTheEndOfItsLogAndIsTriedAgain() throws Exception {
        executable(root.resolve("mvnw"), "#!/bin/sh\necho 'no space left in this universe'\nexit 1\n");

        Result failed = run("get");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .contains("the build failed after ", "parley-build.log", "no space left in this universe");
        executable(root.resolve("mvnw"), MAVEN);
        assertThat(run("get").out()).isEqualTo("parley: get\n");
    }

    @Test
    void whoeverFindsABuildThatDiedBuildsItself() throws Exception {
        Path lock = Files.createDirectories(root.resolve("cli/target/parley.building"));
        Files.writeString(lock.resolve("pid"), "999999999");

        assertThat(run("get").out()).isEqualTo("parley: get\n");
        assertThat(lock).doesNotExist();
    }

    @Test
    void itMayBeCalledThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("parley"));

        assertThat(Program.run(folder, Map.of(), link.toString(), "get").out()).isEqualTo("parley: get\n");
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        Path home = Files.createDirectories(folder.resolve("jdk"));
        executable(Files.createDirectories(home.resolve("bin")).resolve("java"), "#!/bin/sh\nexit 99\n");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");

        Result result = shipped(Map.of("JAVA_HOME", home.toString()));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("parley: " + home + "/bin/java is Java 11.0.2\n"
                        + "  -> parley needs 17 or newer: set JAVA_HOME to one\n");
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        assertThat(shipped(Map.of("JAVA_HOME", folder.toString())).err())
                .contains("JAVA_HOME is " + folder + ", and no java is there");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink", "stty")) {
            executable(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
        }
        assertThat(shipped(Map.of("JAVA_HOME", "", "PATH", tools.toString())).err())
                .contains("there is no java", "install Java 17 or newer");
    }

    private Result shipped(Map<String, String> environment) throws Exception {
        return Program.run(
                folder,
                environment,
                "/bin/sh",
                SOURCES.resolve("cli/src/main/launcher/parley").toString(),
                "--version");
    }
}
