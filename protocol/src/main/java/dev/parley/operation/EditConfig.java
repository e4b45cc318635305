package dev.parley.operation;

import dev.parley.error.InputException;
import dev.parley.message.Capability;
import dev.parley.message.Namespaces;
import dev.parley.message.Reply;
import dev.parley.xml.Xml;
import dev.parley.xml.XmlReader;
import dev.parley.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * Changes part of a configuration (RFC 6241 section 7.2).
 *
 * @param target the running or the candidate datastore
 * @param content the change, in the request or in a file named by URL
 * @param defaultOperation what happens to elements without an {@code operation} attribute, or null for merge
 * @param testOption whether it is validated first, or null for the device's default
 * @param errorOption what happens on an error, or null for stop-on-error
 */
public record EditConfig(
        Datastore target,
        ConfigSource content,
        @Nullable DefaultOperation defaultOperation,
        @Nullable TestOption testOption,
        @Nullable ErrorOption errorOption)
        implements Operation<Ok> {
    public EditConfig {
        if (target == Datastore.STARTUP) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE,
                    "the startup datastore cannot be edited (RFC 6241 section 7.2); copy-config replaces it");
        }
        if (content instanceof Datastore) {
            throw InputException.of(
                    InputException.Reason.BAD_VALUE, "an edit takes a configuration or a URL, not a datastore");
        }
    }

    /** A change of a datastore; a {@code <config>} element around it may be there or not. */
    public static EditConfig of(Datastore target, Xml config) {
        return new EditConfig(target, ConfigContent.of(config), null, null, null);
    }

    /** A change of a datastore, as a string of XML. */
    public static EditConfig of(Datastore target, String config) {
        return of(target, Xml.parse(config));
    }

    /** A change that the device fetches by itself. */
    public static EditConfig of(Datastore target, ConfigUrl url) {
        return new EditConfig(target, url, null, null, null);
    }

    /** The same with that default operation. */
    public EditConfig defaultOperation(DefaultOperation operation) {
        return new EditConfig(target, content, operation, testOption, errorOption);
    }

    /** The same with that test option. */
    public EditConfig testOption(TestOption option) {
        return new EditConfig(target, content, defaultOperation, option, errorOption);
    }

    /** The same with that error option. */
    public EditConfig errorOption(ErrorOption option) {
        return new EditConfig(target, content, defaultOperation, testOption, option);
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.start(Namespaces.BASE, "edit-config");
        ConfigSource.write(out, "target", target);
        if (defaultOperation != null) {
            out.leaf("default-operation", defaultOperation.wireName());
        }
        if (testOption != null) {
            out.leaf("test-option", testOption.wireName());
        }
        if (errorOption != null) {
            out.leaf("error-option", errorOption.wireName());
        }
        content.writeTo(out);
        out.end();
    }

    @Override
    public String name() {
        return "edit-config";
    }

    @Override
    public Ok read(Reply reply) {
        return Ok.read(reply, this);
    }

    @Override
    public List<Requirement> requires() {
        List<Requirement> needs = new ArrayList<>();
        Requirement.toWrite(target).ifPresent(needs::add);
        if (content instanceof ConfigUrl url) {
            needs.add(Requirement.urlScheme(url));
        }
        if (testOption == TestOption.TEST_ONLY) {
            needs.add(Requirement.capability(Capability.VALIDATE_1_1, "test-option test-only"));
        } else if (testOption != null) {
            needs.add(Requirement.anyOf(
                    List.of(Capability.VALIDATE_1_1, Capability.VALIDATE_1_0), "test-option " + testOption.wireName()));
        }
        if (errorOption == ErrorOption.ROLLBACK_ON_ERROR) {
            needs.add(Requirement.capability(Capability.ROLLBACK_ON_ERROR, "error-option rollback-on-error"));
        }
        if (content instanceof ConfigContent config && config.xml() != null) {
            Xml xml = config.xml();
            needs.add(new Requirement(
                    Capability.BASE_1_1,
                    "operation=\"remove\"",
                    hello -> hello.capabilities().has(Capability.BASE_1_1) || !removes(xml)));
        }
        return needs;
    }

    private static boolean removes(Xml xml) {
        for (XmlReader in = xml.fragmentReader(); in.hasNext(); ) {
            if (in.next() == XMLStreamConstants.START_ELEMENT
                    && "remove".equals(in.getAttributeValue(Namespaces.BASE, "operation"))) {
                return true;
            }
        }
        return false;
    }
}
