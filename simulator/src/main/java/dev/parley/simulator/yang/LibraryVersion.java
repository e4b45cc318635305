package dev.parley.simulator.yang;

import dev.parley.message.Capability;

/** In which form a device lists its modules. */
public enum LibraryVersion {
    /** {@code modules-state} (RFC 7895). */
    RFC_7895(Capability.YANG_LIBRARY_1_0 + "?revision=2016-06-21&module-set-id="),
    /** {@code yang-library} (RFC 8525). */
    RFC_8525(Capability.YANG_LIBRARY_1_1 + "?revision=2019-01-04&content-id=");

    private final String capability;

    LibraryVersion(String capability) {
        this.capability = capability;
    }

    /** What the hello of such a device says. */
    public String capability(YangModules modules) {
        return capability + modules.contentId();
    }
}
