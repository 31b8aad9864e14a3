package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.LedgerReport;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.Stores;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ledger", description = "A tenant's books: limits, holds, newest lines.")
final class LedgerCommand implements Runnable {
    @Mixin private WhichStack stack = new WhichStack();

    @Option(names = "--tenant", required = true, paramLabel = "T")
    private String tenant = "";

    @Option(names = "--json", description = "For programs; money in nano-dollars.")
    private boolean json;

    @Option(
            names = "--lines",
            defaultValue = "20",
            description = "How many lines, 1 to 1000. Default: 20.")
    private int lines;

    @Override
    public void run() {
        try (WhichStack.Opened opened = stack.open()) {
            Stores stores = opened.stores();
            var config =
                    stores.config()
                            .tenant(TenantArgument.read(tenant))
                            .orElseThrow(() -> new StackException("there is no tenant " + tenant));
            var report =
                    LedgerReport.read(stores.ledger(), config, Clock.systemUTC().instant(), lines);
            System.out.println(json ? report.json().toPrettyString() : report.text());
        }
    }
}
