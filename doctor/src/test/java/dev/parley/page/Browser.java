package dev.parley.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, with a profile of its own, which goes with it. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    /** Says that it does not know this Chromium's newest protocol, of which nothing is used here; kept, lest it is forgotten. */
    private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** How somebody looks at a page. */
    public enum Look {
        LIGHT("screen", "light"),
        DARK("screen", "dark"),
        PAPER("print", "dark");

        private final String media;
        private final String scheme;

        Look(String media, String scheme) {
            this.media = media;
            this.scheme = scheme;
        }
    }

    /** Starts it, or skips the test if it is not installed. */
    public static Browser start() {
        for (Path program : List.of(CHROMIUM, DRIVER)) {
            assumeTrue(
                    Files.isExecutable(program),
                    program + " is not installed (Debian: apt-get install chromium chromium-driver)");
        }
        PROTOCOLS.setLevel(Level.SEVERE);
        try {
            Path profile = Files.createTempDirectory("parley-browser");
            // the driver is named, so that Selenium looks for none, here or elsewhere
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .withLogFile(new File("/dev/null"))
                    .build();
            return new Browser(profile, new ChromeDriver(service, options(profile)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeOptions options(Path profile) {
        LoggingPreferences all = new LoggingPreferences();
        all.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.setCapability("goog:loggingPrefs", all);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-default-apps",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile);
        return options;
    }

    /** Opens a page. */
    public void open(Path page) {
        driver.get(page.toUri().toString());
    }

    /** Shows the page to somebody with a window of that width. */
    public void show(int width, Look look) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        look.media,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", look.scheme))));
    }

    /** What a script in the page returns. */
    public List<String> ask(String script) {
        return strings(driver.executeScript(script));
    }

    /** What a script returns that calls its last argument when it is done. */
    public List<String> await(String script) {
        return strings(driver.executeAsyncScript(script));
    }

    private static List<String> strings(Object answer) {
        return answer instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(answer));
    }

    /** What the browser had to say since it was asked last. */
    public List<String> said() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The page on paper, as PDF. */
    public byte[] print() {
        return data(driver.executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", false)));
    }

    /** All of the page as a picture. */
    public byte[] picture() {
        return data(driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true)));
    }

    private static byte[] data(Map<String, Object> answer) {
        return Base64.getDecoder().decode(String.valueOf(answer.get("data")).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> all = Files.walk(profile)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
