package dev.parley.simulator.datastore;

import dev.parley.message.Capability;

/** An optional ability of a device that its datastores carry out, by the capability that says so (RFC 6241 section 8). */
public enum Feature {
    /** Running can be edited directly. */
    WRITABLE_RUNNING(Capability.WRITABLE_RUNNING),
    /** There is a candidate. */
    CANDIDATE(Capability.CANDIDATE),
    /** A commit can wait for its confirmation, as RFC 4741 has it. */
    CONFIRMED_COMMIT_1_0(Capability.CONFIRMED_COMMIT_1_0),
    /** A commit can wait for its confirmation, on another session too. */
    CONFIRMED_COMMIT(Capability.CONFIRMED_COMMIT_1_1),
    /** A failed edit can be undone as a whole. */
    ROLLBACK_ON_ERROR(Capability.ROLLBACK_ON_ERROR),
    /** Configurations can be validated, as RFC 4741 has it. */
    VALIDATE_1_0(Capability.VALIDATE_1_0),
    /** Configurations can be validated, and edits tested only. */
    VALIDATE(Capability.VALIDATE_1_1),
    /** There is a startup datastore. */
    STARTUP(Capability.STARTUP),
    /** Configurations can be kept under a URL; here, in memory. */
    URL(Capability.URL + "?scheme=file"),
    /** Filters may be XPath expressions. */
    XPATH(Capability.XPATH),
    /** Defaults can be asked for; the device tells what was set explicitly, unless it is asked. */
    WITH_DEFAULTS(Capability.WITH_DEFAULTS + "?basic-mode=explicit&also-supported=report-all,report-all-tagged,trim");

    private final String urn;

    Feature(String urn) {
        this.urn = urn;
    }

    /** The capability, as a hello lists it. */
    public String urn() {
        return urn;
    }
}
