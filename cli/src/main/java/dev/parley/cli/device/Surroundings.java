package dev.parley.cli.device;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What settings are read in: whose home, which environment, whom to ask.
 *
 * @param home the user's home
 * @param environment the environment variables
 * @param secrets where secrets come from
 * @param warning told what somebody should know
 */
public record Surroundings(Path home, Map<String, String> environment, Secrets secrets, Consumer<String> warning) {
    /** Copies the map. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The home that an environment names, or the system. */
    public static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home") : home);
    }
}
