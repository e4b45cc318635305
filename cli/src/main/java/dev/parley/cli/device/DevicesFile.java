package dev.parley.cli.device;

import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.inventory.FleetInventory;
import dev.parley.inventory.InventoryFormat;
import dev.parley.inventory.InventoryReader;
import dev.parley.inventory.Member;
import dev.parley.inventory.Mistake;
import dev.parley.inventory.Place;
import dev.parley.inventory.Setting;
import dev.parley.inventory.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The devices that somebody has given names, in YAML:
 *
 * <pre>
 * defaults:
 *   ca: ca.crt
 *   cert: me.crt
 *   key: me.key
 * devices:
 *   pe1:
 *     url: tls://10.0.0.1
 *     server-name: pe1.example.net
 * </pre>
 *
 * Each device has what the defaults say, unless it says otherwise. Paths start at the file's own folder. Groups, tags and
 * variables, by which a fleet is selected, may stand there as in any inventory.
 *
 * @param path where it is
 * @param exists whether there is a file at all
 * @param defaults what is said about every device, also about those that are named by their URL
 * @param devices what is said about each device, defaults included
 */
public record DevicesFile(Path path, boolean exists, DeviceSettings defaults, Map<String, DeviceSettings> devices) {
    /** Copies the map. */
    public DevicesFile {
        devices = Map.copyOf(devices);
    }

    /** Where the file is if nobody says otherwise: {@code parley/devices.yaml} below {@code XDG_CONFIG_HOME}. */
    public static Path standardPath(Map<String, String> environment) {
        String home = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = home.isBlank() || !Path.of(home).isAbsolute()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(home);
        return folder.resolve("parley").resolve("devices.yaml");
    }

    /**
     * Reads a file that must be there.
     *
     * @throws InputException if it cannot be read or holds something wrong; the message names line and column
     */
    public static DevicesFile read(Path path) {
        return of(reader().read(path, InventoryFormat.YAML)).orThrow();
    }

    /** What reads inventories in which devices are described as they are in this file. */
    public static InventoryReader reader() {
        return InventoryReader.forFields(DeviceFields.NAMES);
    }

    /**
     * Devices as far as they can be understood.
     *
     * @param file the devices
     * @param inventory who is in which groups, and what else is said about each
     * @param mistakes what is wrong
     */
    public record Reading(DevicesFile file, FleetInventory inventory, List<Mistake> mistakes) {
        /** Copies the list. */
        public Reading {
            mistakes = List.copyOf(mistakes);
        }

        /**
         * The devices, if all is in order.
         *
         * @throws InputException if something is wrong: the first mistake, and how many there are besides
         */
        public DevicesFile orThrow() {
            new InventoryReader.Reading(inventory, mistakes).orThrow();
            return file;
        }
    }

    /** What an inventory says about its devices. */
    public static Reading of(InventoryReader.Reading read) {
        FleetInventory inventory = read.inventory();
        List<Mistake> mistakes = new ArrayList<>(read.mistakes());
        Map<Map<String, Setting>, DeviceSettings> known = new HashMap<>();
        Function<Map<String, Setting>, DeviceSettings> settings =
                layer -> known.computeIfAbsent(layer, each -> DeviceFields.read(each, mistakes));
        DeviceSettings defaults = settings.apply(inventory.defaults());
        Map<String, DeviceSettings> devices = new LinkedHashMap<>();
        for (Member member : inventory.members()) {
            devices.put(member.name(), device(member, settings, mistakes));
        }
        mistakes.sort(Mistake.IN_ORDER);
        return new Reading(new DevicesFile(inventory.file(), true, defaults, devices), inventory, mistakes);
    }

    /** What is said about a device alone must fit the way in which it is reached. */
    private static DeviceSettings device(
            Member member, Function<Map<String, Setting>, DeviceSettings> settings, List<Mistake> mistakes) {
        DeviceSettings all = DeviceSettings.NONE;
        for (Map<String, Setting> layer : member.layers()) {
            all = all.over(settings.apply(layer));
        }
        DeviceUrl.Scheme scheme = all.where("device").scheme();
        Setting misfit = Said.misfit(settings.apply(member.own()), scheme)
                .map(name -> member.own().get(name))
                .orElse(null);
        if (misfit != null) {
            InputException why = Said.error(misfit.name(), misfit.name(), scheme);
            Place at = misfit.values().isEmpty()
                    ? misfit.place()
                    : misfit.values().get(0).place();
            mistakes.add(new Mistake(at, why.getMessage(), why.advice().orElse(null)));
        }
        return all;
    }

    /** Reads a file if it is there. */
    public static DevicesFile readIfPresent(Path path) {
        return Files.exists(path) ? read(path) : new DevicesFile(path, false, DeviceSettings.NONE, Map.of());
    }

    /**
     * What is said about a device.
     *
     * @param target a name, or a URL
     * @throws InputException if there is no device of that name
     */
    public DeviceSettings find(String target) {
        if (DeviceUrl.isUrl(target)) {
            return DeviceSettings.at(target).over(defaults);
        }
        DeviceSettings found = devices.get(target);
        if (found == null) {
            throw unknown(target);
        }
        return found;
    }

    private InputException unknown(String target) {
        if (!exists) {
            return new InputException(
                    Reason.BAD_ADDRESS,
                    "there is no device \"" + target + "\", because there is no file " + path,
                    "name the device by its URL, ssh://" + target + " or tls://" + target + ", or list it in that file",
                    null);
        }
        Optional<String> close = Suggestion.closest(target, devices.keySet());
        return new InputException(
                Reason.BAD_ADDRESS,
                "there is no device \"" + target + "\" in " + path,
                close.map(name -> "did you mean " + name + "?")
                        .orElse("list it there, or name it by its URL: ssh://" + target + " or tls://" + target),
                null);
    }
}
