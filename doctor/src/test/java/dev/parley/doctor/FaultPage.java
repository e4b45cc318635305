package dev.parley.doctor;

import dev.parley.doctor.verdict.Fault;
import dev.parley.doctor.verdict.Remedy;
import dev.parley.doctor.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of what the doctor knows, and of what it was shown in the tests. */
final class FaultPage {
    private FaultPage() {}

    static String of(List<Illness> illnesses, List<Illness> healthy, Map<Illness, Diagnosis> diagnoses) {
        StringBuilder page = new StringBuilder();
        page.append("# What the doctor knows\n\n");
        page.append(
                "This page is written by `DoctorMatrixTest`, which puts each of these faults into a device, a network or a"
                        + " client\nand has `parley doctor` examine it. `./mvnw -pl doctor -am -Dtest=DoctorMatrixTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false\n-Dparley.pages=write test` writes it anew.\n\n");
        page.append("## The fault matrix\n\n");
        page.append(illnesses.size()).append(" faults, each called by its name:\n\n");
        page.append("| what is wrong | what the doctor calls it | how sure |\n|---|---|---|\n");
        for (Illness illness : illnesses) {
            List<Verdict> verdicts = diagnoses.get(illness).verdicts();
            if (verdicts.isEmpty()) {
                page.append("| ").append(cell(illness.name())).append(" | nothing | |\n");
                continue;
            }
            Verdict leading = verdicts.get(0);
            page.append("| ").append(cell(illness.name()));
            page.append(" | [`")
                    .append(leading.fault().code())
                    .append("`](#")
                    .append(leading.fault().code());
            page.append(") | ").append(word(leading.confidence())).append(" |\n");
        }
        page.append("\n## Devices that are well\n\nOf these nothing is said, however slow or strange they are:\n\n");
        healthy.forEach(peer -> page.append("- ").append(peer.name()).append('\n'));
        page.append(
                "\nOn Linux and as root, `NetworkIT` sends real packets through a network of its own, too: late, twice and out"
                        + " of order, of which\nnothing is said, and not at all (`packet-loss`, `large-packets-lost`, `no-answer`,"
                        + " `connection-dead`, `hello-unfinished`).\n");
        page.append("\n## The faults\n");
        for (Fault.Layer layer : Fault.Layer.values()) {
            page.append("\n### ").append(title(layer)).append('\n');
            for (Fault fault : Fault.values()) {
                if (fault.layer() == layer) {
                    append(page, fault);
                }
            }
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Fault fault) {
        page.append("\n#### ").append(fault.code()).append("\n\n");
        page.append("**")
                .append(fault.title())
                .append("** (")
                .append(word(fault.gravity()))
                .append("). ");
        page.append(markdown(fault.meaning())).append('\n');
        List<Remedy> remedies = fault.remedies();
        if (!remedies.isEmpty()) {
            page.append('\n');
        }
        for (Remedy remedy : remedies) {
            page.append("- ")
                    .append(remedy.where())
                    .append(": ")
                    .append(markdown(remedy.text()))
                    .append('\n');
        }
    }

    private static String title(Fault.Layer layer) {
        return switch (layer) {
            case CLIENT -> "This machine";
            case NETWORK -> "Names, addresses, packets and ports";
            case TLS -> "The TLS handshake";
            case SERVER_CERTIFICATE -> "The server's certificate";
            case CLIENT_CERTIFICATE -> "The client's certificate";
            case SSH -> "SSH";
            case HELLO -> "The capability exchange";
            case REQUEST -> "Requests and replies";
        };
    }

    private static String cell(String text) {
        return markdown(text).replace("|", "\\|");
    }

    /** Angle brackets are no HTML here. */
    private static String markdown(String text) {
        return text.replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
