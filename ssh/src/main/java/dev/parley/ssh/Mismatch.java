package dev.parley.ssh;

import dev.parley.error.OpenException.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;

/** Two proposals that have no algorithm in common where they need one (RFC 4253 section 7.1). */
final class Mismatch {
    private Mismatch() {}

    static SshFailure in(Map<KexProposalOption, String> ours, Map<KexProposalOption, String> theirs, Exception cause) {
        for (KexProposalOption option : KexProposalOption.values()) {
            List<String> accepted = SshSession.names(ours.getOrDefault(option, ""));
            List<String> offered = SshSession.names(theirs.getOrDefault(option, ""));
            if (!isLanguage(option) && Collections.disjoint(accepted, offered)) {
                return new SshFailure(
                        Reason.NO_COMMON_SSH,
                        "no common " + what(option) + ": the device offers " + text(offered) + "; we accept "
                                + text(accepted),
                        "update the device's SSH or its configuration; where that cannot be, old algorithms can be allowed"
                                + " for this one device",
                        cause);
            }
        }
        return new SshFailure(Reason.HANDSHAKE_FAILED, "SSH failed: " + cause.getMessage(), null, cause);
    }

    private static boolean isLanguage(KexProposalOption option) {
        return option == KexProposalOption.C2SLANG || option == KexProposalOption.S2CLANG;
    }

    private static String what(KexProposalOption option) {
        return switch (option) {
            case ALGORITHMS -> "key exchange";
            case SERVERKEYS -> "host key algorithm";
            case C2SENC, S2CENC -> "cipher";
            case C2SMAC, S2CMAC -> "MAC";
            default -> "compression";
        };
    }

    /** Without the entries that are no algorithms but announce extensions. */
    private static String text(List<String> names) {
        String text = String.join(
                ", ",
                names.stream()
                        .filter(name -> !name.startsWith("ext-info-") && !name.startsWith("kex-strict-"))
                        .toList());
        return text.isEmpty() ? "none" : text;
    }
}
