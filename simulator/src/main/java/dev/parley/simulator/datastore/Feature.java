package dev.parley.simulator.datastore;

/** An optional ability of a device that its datastores carry out, by the capability that says so (RFC 6241 section 8). */
public enum Feature {
    /** Running can be edited directly. */
    WRITABLE_RUNNING("writable-running:1.0"),
    /** There is a candidate. */
    CANDIDATE("candidate:1.0"),
    /** A commit can wait for its confirmation, as RFC 4741 has it. */
    CONFIRMED_COMMIT_1_0("confirmed-commit:1.0"),
    /** A commit can wait for its confirmation, on another session too. */
    CONFIRMED_COMMIT("confirmed-commit:1.1"),
    /** A failed edit can be undone as a whole. */
    ROLLBACK_ON_ERROR("rollback-on-error:1.0"),
    /** Configurations can be validated, as RFC 4741 has it. */
    VALIDATE_1_0("validate:1.0"),
    /** Configurations can be validated, and edits tested only. */
    VALIDATE("validate:1.1"),
    /** There is a startup datastore. */
    STARTUP("startup:1.0"),
    /** Configurations can be kept under a URL; here, in memory. */
    URL("url:1.0?scheme=file"),
    /** Filters may be XPath expressions. */
    XPATH("xpath:1.0"),
    /** Defaults can be asked for; the device tells what was set explicitly, unless it is asked. */
    WITH_DEFAULTS("with-defaults:1.0?basic-mode=explicit&also-supported=report-all,report-all-tagged,trim");

    private final String urn;

    Feature(String name) {
        this.urn = "urn:ietf:params:netconf:capability:" + name;
    }

    /** The capability, as a hello lists it. */
    public String urn() {
        return urn;
    }
}
