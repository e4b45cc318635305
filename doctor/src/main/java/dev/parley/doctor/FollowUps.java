package dev.parley.doctor;

import dev.parley.device.Device;
import dev.parley.device.TlsAccess;
import dev.parley.doctor.evidence.Evidence;
import dev.parley.doctor.evidence.Evidence.Failure;
import dev.parley.doctor.evidence.TlsWire;
import dev.parley.doctor.evidence.Variation;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.RequestException;
import dev.parley.message.ClientHello;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsPolicy;
import dev.parley.tls.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which further attempts decide something, and how each is made. An attempt that would tell nothing is not made. */
final class FollowUps {
    private static final String HYBRID = "MLKEM";
    /** Alerts by which a server says that it does not understand us, and not that it does not want us. */
    private static final Set<Integer> ODD_ALERTS = Set.of(10, 20, 22, 40, 47, 50, 51, 80, 109, 110);

    private FollowUps() {}

    /** What is worth trying in another way, in order. */
    static List<Variation> after(Evidence first, Device device) {
        List<Variation> worthwhile = new ArrayList<>();
        Failure failure = first.trouble().orElse(null);
        if (failure == null) {
            return worthwhile;
        }
        if (offersResumption(first)) {
            worthwhile.add(Variation.WITHOUT_RESUMPTION);
        }
        if (device.access() instanceof TlsAccess access && isOddHandshake(first, failure)) {
            TlsPolicy policy = access.tls().policy();
            if (policy.groups().stream().anyMatch(group -> group.contains(HYBRID))
                    && policy.groups().size() > 1) {
                worthwhile.add(Variation.WITHOUT_HYBRID);
            }
            if (policy.versions().size() > 1) {
                worthwhile.add(Variation.ONLY_TLS_1_2);
            }
        }
        if (isUnheard(first, failure)) {
            worthwhile.add(
                    device.protocol().hello().declaration()
                            ? Variation.WITHOUT_DECLARATION
                            : Variation.WITH_DECLARATION);
        }
        return worthwhile;
    }

    private static boolean offersResumption(Evidence first) {
        TlsWire.Offer offer = first.tls().clientHello();
        return offer != null && offer.resuming();
    }

    /** Whether the server answered our ClientHello with nothing, or with something odd. */
    private static boolean isOddHandshake(Evidence first, Failure failure) {
        if (failure.phase() != Phase.SECURE
                || first.tls().clientHello() == null
                || first.tls().serverHello() != null) {
            return false;
        }
        return failure.alert() != null
                ? ODD_ALERTS.contains(failure.alert())
                : failure.is(
                        OpenException.Reason.HANDSHAKE_TIMEOUT,
                        OpenException.Reason.CLOSED_BY_PEER,
                        OpenException.Reason.HANDSHAKE_FAILED);
    }

    /** Whether the device behaves as one does that cannot read our hello (RFC 6241 section 3 permits its declaration). */
    private static boolean isUnheard(Evidence first, Failure failure) {
        if (failure.alert() != null) {
            return false;
        }
        if (failure.phase() == Phase.HELLO) {
            return !first.isHelloBegun()
                    && failure.is(OpenException.Reason.HELLO_TIMEOUT, OpenException.Reason.CLOSED_BY_PEER);
        }
        return failure.phase() == Phase.RPC
                && failure.rpcErrorTag() == null
                && failure.is(
                        RequestException.Reason.DEADLINE,
                        RequestException.Reason.SESSION_LOST,
                        RequestException.Reason.SESSION_CLOSED);
    }

    /**
     * The device, approached in that way. No earlier session is resumed unless the first attempt offered that: it would be a
     * second difference.
     */
    static Device with(Device device, Variation variation, Evidence first) {
        if (variation == Variation.AGAIN && offersResumption(first)) {
            return device;
        }
        Device fresh = device.access() instanceof TlsAccess access
                ? device.withAccess(new TlsAccess(
                        access.host(), access.port(), varied(access.tls().withoutResumption(), variation)))
                : device;
        return switch (variation) {
            case WITHOUT_DECLARATION -> fresh.withProtocol(fresh.protocol().withoutDeclaration());
            case WITH_DECLARATION ->
                fresh.withProtocol(fresh.protocol()
                        .withHello(new ClientHello(
                                fresh.protocol().hello().offer11(),
                                fresh.protocol().hello().more(),
                                true)));
            case NONE, AGAIN, WITHOUT_RESUMPTION, WITHOUT_HYBRID, ONLY_TLS_1_2 -> fresh;
        };
    }

    private static Tls varied(Tls tls, Variation variation) {
        return switch (variation) {
            case WITHOUT_HYBRID ->
                tls.withPolicy(tls.policy()
                        .withGroups(tls.policy().groups().stream()
                                .filter(group -> !group.contains(HYBRID))
                                .toArray(String[]::new)));
            case ONLY_TLS_1_2 ->
                tls.withPolicy(tls.policy()
                        .withGroups(tls.policy().groups().stream()
                                .filter(group -> !group.contains(HYBRID))
                                .toArray(String[]::new))
                        .withVersions(TlsVersion.TLS_1_2));
            case NONE, AGAIN, WITHOUT_RESUMPTION, WITHOUT_DECLARATION, WITH_DECLARATION -> tls;
        };
    }
}
