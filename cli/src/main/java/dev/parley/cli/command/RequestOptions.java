package dev.parley.cli.command;

import dev.parley.operation.Operation;
import dev.parley.operation.Request;
import picocli.CommandLine.Option;

/** How a request is sent. */
final class RequestOptions implements OptionGroup {
    @Option(names = "--force", description = "Send it even if the device does not announce what it needs.")
    private boolean forced;

    @Override
    public String heading() {
        return "Request";
    }

    boolean isForced() {
        return forced;
    }

    <R> Request<R> request(Operation<R> operation) {
        return forced ? operation.force() : Request.of(operation);
    }
}
