package dev.parley.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A folder of inventories. */
record Written(Path folder) {
    private static final InventoryReader READER = InventoryReader.forFields(
            Set.of("url", "user", "identity", "ca", "pin", "password-file", "timeout", "jump"));

    Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    InventoryReader.Reading read(String name, String content) throws IOException {
        return READER.read(file(name, content));
    }

    /** The mistakes without the folder in front. */
    List<String> mistakes(String name, String content) throws IOException {
        return read(name, content).mistakes().stream()
                .map(mistake -> mistake.toString().replace(folder + "/", ""))
                .toList();
    }

    FleetInventory inventory(String name, String content) throws IOException {
        return read(name, content).orThrow();
    }
}
