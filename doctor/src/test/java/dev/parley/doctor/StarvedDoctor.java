package dev.parley.doctor;

import dev.parley.device.Device;
import dev.parley.device.Timeouts;
import dev.parley.error.Phase;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * A doctor in a process of its own, which takes from itself what a client needs, or has it taken, and then examines a device
 * that is silent.
 * Its arguments: what is missing, a port where a device answers, and one where nothing does.
 */
final class StarvedDoctor {
    /** Is said when the processor may be taken away. */
    static final String READY = "ready";

    private static final int LIVE = 26 << 20;

    private StarvedDoctor() {}

    public static void main(String[] arguments) throws IOException {
        Device healthy = device(arguments[1]);
        Device silent = device(arguments[2]);
        try (Doctor doctor = Doctor.create()) {
            // all classes are there before anything is missing
            doctor.examine(healthy);
            doctor.examine(silent);
            loadTheRest();
            List<Closeable> files = new ArrayList<>();
            switch (Missing.valueOf(arguments[0])) {
                case PROCESSOR -> System.out.println(READY);
                case MEMORY -> collect();
                case FILES -> exhaust(files);
            }
            Diagnosis diagnosis = doctor.examine(silent);
            for (Closeable file : files) {
                file.close();
            }
            diagnosis
                    .verdicts()
                    .forEach(verdict -> System.out.println(
                            verdict.fault().code() + ", " + verdict.confidence() + ": " + verdict.seen()));
            System.out.println(diagnosis.first().facts().get("load"));
        }
        System.out.flush();
        // the thread that wants memory does not end by itself
        Runtime.getRuntime().halt(0);
    }

    /** What a client can be short of. */
    enum Missing {
        PROCESSOR,
        MEMORY,
        FILES
    }

    /** Here classes lie in folders, and each takes a descriptor to be loaded; a user's lie in files that are open already. */
    private static void loadTheRest() throws IOException {
        Objects.requireNonNull(ZoneId.systemDefault().getRules());
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path folder = Path.of(place);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder.resolve("dev"))) {
                files.map(file -> folder.relativize(file).toString().replace(File.separatorChar, '.'))
                        .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                        .forEach(name -> load(name.substring(0, name.length() - ".class".length())));
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, StarvedDoctor.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Device device(String port) {
        return Device.cleartextTcp("127.0.0.1", Integer.parseInt(port))
                .withTimeouts(Timeouts.of(Duration.ofSeconds(20)).with(Phase.HELLO, Duration.ofMillis(500)));
    }

    /** Nearly all of the heap is in use, and what is let go is soon all there is to have. */
    private static void collect() {
        start(() -> {
            Deque<byte[]> live = new ArrayDeque<>();
            int kept = 0;
            while (true) {
                byte[] next = new byte[512];
                kept += next.length;
                live.add(next);
                while (kept > LIVE) {
                    kept -= live.remove().length;
                }
            }
        });
    }

    private static void exhaust(List<Closeable> files) throws IOException {
        try {
            while (true) {
                files.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("Too many open files")) {
                throw full;
            }
        }
    }

    private static void start(Callable<?> work) {
        Thread thread = new Thread(new FutureTask<>(work), "glutton");
        thread.setDaemon(true);
        thread.start();
    }
}
