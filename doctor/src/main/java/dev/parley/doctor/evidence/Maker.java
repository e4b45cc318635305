package dev.parley.doctor.evidence;

import dev.parley.message.ServerHello;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A system that devices run, known by what they say of themselves: in the names of their own capabilities, in the first line
 * of their SSH server, or in the organisation of their certificate. What says nothing of a system names none.
 */
public enum Maker {
    /** Juniper's. */
    JUNOS("Junos", "^https?://(xml|yang)\\.juniper\\.net/", "Juniper Networks", null),
    /** Cisco's for enterprise routers and switches. */
    IOS_XE("IOS XE", "^http://cisco\\.com/ns/yang/Cisco-IOS-XE-", "Cisco", "^SSH-(2\\.0|1\\.99)-Cisco-"),
    /** Cisco's for providers. */
    IOS_XR("IOS XR", "^http://cisco\\.com/ns/yang/Cisco-IOS-XR-", "Cisco", "^SSH-(2\\.0|1\\.99)-Cisco-"),
    /** Nokia's. */
    SR_OS("SR OS", "^urn:nokia\\.com:sros:", "Nokia", null),
    /** Huawei's. */
    VRP("VRP", "^(urn:huawei:|http://www\\.huawei\\.com/netconf/)", "Huawei", "^SSH-2\\.0-HUAWEI"),
    /** Arista's. */
    EOS("EOS", "^http://arista\\.com/yang/", "Arista Networks", null),
    /** The server of CESNET's libraries. */
    NETOPEER2("netopeer2", "^(http://www\\.sysrepo\\.org/yang/|urn:sysrepo:|urn:cesnet:)", null, null);

    private final String title;
    private final Pattern capability;
    private final String organisation;
    private final Pattern greeting;

    Maker(String title, String capability, @Nullable String organisation, @Nullable String greeting) {
        this.title = title;
        this.capability = Pattern.compile(capability);
        this.organisation = organisation == null ? "" : organisation;
        this.greeting = Pattern.compile(greeting == null ? "(?!)" : greeting);
    }

    /** What its users call it: {@code IOS XE}. */
    public String title() {
        return title;
    }

    /** Whose capabilities are in a hello. */
    static List<Maker> in(ServerHello hello) {
        List<String> uris = hello.capabilities().uris();
        return which(maker ->
                uris.stream().anyMatch(uri -> maker.capability.matcher(uri).find()));
    }

    /** Whose SSH server greets like that; what two systems share names both. */
    public static List<Maker> greeting(String line) {
        return which(maker -> maker.greeting.matcher(line).find());
    }

    /** Whose name is the organisation of a certificate's subject, as devices have them from the factory. */
    public static List<Maker> in(CertificateFacts certificate) {
        return which(maker -> !maker.organisation.isEmpty()
                && Pattern.compile("(^|,)\\s*O=\"?" + Pattern.quote(maker.organisation) + "\\b")
                        .matcher(certificate.subject())
                        .find());
    }

    private static List<Maker> which(Predicate<Maker> wanted) {
        return Stream.of(values()).filter(wanted).toList();
    }
}
