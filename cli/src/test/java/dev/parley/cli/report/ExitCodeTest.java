package dev.parley.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.error.ErrorTag;
import dev.parley.error.ErrorType;
import dev.parley.error.Fate;
import dev.parley.error.InputException;
import dev.parley.error.NetconfException;
import dev.parley.error.OpenException;
import dev.parley.error.Phase;
import dev.parley.error.ProtocolException;
import dev.parley.error.RequestException;
import dev.parley.error.RpcError;
import dev.parley.error.RpcErrorException;
import dev.parley.error.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

    private static ExitCode of(OpenException.Reason reason, Phase phase) {
        return ExitCode.of(
                new OpenException(reason, phase, "pe1", Duration.ofSeconds(1), Traffic.NONE, "detail", null, null));
    }

    private static ExitCode of(RequestException.Reason reason, Fate fate) {
        return ExitCode.of(new RequestException(reason, fate, "message", null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_HOST, RESOLVE, CONNECT",
        "CONNECTION_REFUSED, CONNECT, CONNECT",
        "CONNECT_TIMEOUT, CONNECT, CONNECT",
        "NOT_TLS, SECURE, TLS",
        "UNKNOWN_CA, SECURE, TLS",
        "NAME_MISMATCH, SECURE, TLS",
        "CLIENT_CERTIFICATE_REFUSED, HELLO, TLS",
        "CLOSED_BY_PEER, SECURE, TLS",
        "CLOSED_BY_PEER, HELLO, HELLO",
        "FAILED, CONNECT, CONNECT",
        "HELLO_TIMEOUT, HELLO, HELLO",
        "SESSION_REFUSED, HELLO, HELLO",
        "CANCELLED, CONNECT, INTERRUPTED",
    })
    void aSessionThatDidNotComeToBeSaysWhere(OpenException.Reason reason, Phase phase, ExitCode expected) {
        assertThat(of(reason, phase)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasAnExitCodeThatIsNoSuccess(OpenException.Reason reason) {
        assertThat(of(reason, Phase.HELLO).status()).isPositive();
    }

    @Test
    void whatMayHaveBeenAppliedIsToldFromWhatWasNot() {
        assertThat(of(RequestException.Reason.DEADLINE, Fate.UNKNOWN)).isEqualTo(ExitCode.UNKNOWN_FATE);
        assertThat(of(RequestException.Reason.DEADLINE, Fate.NOT_SENT)).isEqualTo(ExitCode.NOT_SENT);
        assertThat(of(RequestException.Reason.CAPABILITY_MISSING, Fate.NOT_SENT))
                .isEqualTo(ExitCode.NOT_SENT);
        assertThat(of(RequestException.Reason.SESSION_LOST, Fate.UNKNOWN)).isEqualTo(ExitCode.UNKNOWN_FATE);
        assertThat(of(RequestException.Reason.CANCELLED, Fate.UNKNOWN)).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(of(RequestException.Reason.BODY_FAILED, Fate.UNKNOWN)).isEqualTo(ExitCode.WRITE);
    }

    @Test
    void theOtherBranchesOfTheTreeHaveTheirOwn() {
        NetconfException refused = new RpcErrorException(
                "commit on pe1", List.of(RpcError.of(ErrorType.PROTOCOL, ErrorTag.IN_USE, "busy")));

        assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.RPC_ERROR);
        assertThat(ExitCode.of(InputException.of(InputException.Reason.BAD_XML, "m")))
                .isEqualTo(ExitCode.INPUT);
        assertThat(ExitCode.of(ProtocolException.of(ProtocolException.Reason.BAD_CHUNK, "m")))
                .isEqualTo(ExitCode.UNKNOWN_FATE);
    }

    @Test
    void theDocumentationHasThemAll() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "cli.md"));

        for (ExitCode code : ExitCode.values()) {
            assertThat(page).contains("\n| " + code.status() + " | " + code.meaning() + " |\n");
        }
    }

    @Test
    void noTwoMeanTheSame() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status)).doesNotHaveDuplicates();
    }
}
