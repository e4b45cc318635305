package dev.parley.inventory;

/** In which form an inventory is written. */
public enum InventoryFormat {
    /** Parley's own, in YAML. */
    YAML,
    /** Parley's own, in JSON. */
    JSON,
    /** A line for each device. */
    CSV,
    /** Ansible's INI. */
    ANSIBLE_INI,
    /** Ansible's YAML, or what {@code ansible-inventory --list} prints. */
    ANSIBLE_YAML
}
