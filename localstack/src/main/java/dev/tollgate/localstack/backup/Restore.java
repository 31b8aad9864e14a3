package dev.tollgate.localstack.backup;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StoreTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Brings a backup, or two exports of DynamoDB's, into tables that are empty.
///
/// Nothing is written before all files have been read and found whole. No item that is there is
/// ever written over, so a restore that died may be done again: `resume` takes the items that are
/// there already, as long as they are those of the backup and no others.
///
/// @param stage that they are restored into; for people
public record Restore(StoreTables tables, String stage) {
    private static final int AT_ONCE = 32;

    /// @param resume whether tables that hold some of the items already are accepted
    /// @return what was done and what is left to do, for people
    /// @throws StackException when the backup is not whole, or the tables hold something else
    /// @throws software.amazon.awssdk.core.exception.SdkException when the tables cannot be asked
    public List<String> from(Path backup, boolean resume) {
        List<TableExport> exports =
                Stream.of(TableKind.values()).map(kind -> TableExport.open(backup, kind)).toList();
        exports.forEach(TableExport::check);
        if (!resume) {
            exports.forEach(export -> checkEmpty(new TableItems(tables, export.kind())));
        }
        exports.forEach(this::write);
        var lines = new ArrayList<String>();
        for (TableExport export : exports) {
            lines.add("the %s table has %d items".formatted(export.kind().word(), export.count()));
        }
        String from = exports.getFirst().stage();
        if (from != null && !from.equals(stage)) {
            lines.add(
                    "they are those of stage %s: keys work under its pepper alone, and providers name its upstreams' keys (docs/deploy.md)"
                            .formatted(from));
        }
        return lines;
    }

    private static void checkEmpty(TableItems table) {
        if (!table.isEmpty()) {
            throw new StackException(
                    "the table %s is not empty; restore into a stage that was just deployed, or add --resume if this backup was being restored into it"
                            .formatted(table.name()));
        }
    }

    private void write(TableExport export) {
        var table = new TableItems(tables, export.kind());
        var waiting = new ArrayList<Map<String, AttributeValue>>(AT_ONCE);
        export.forEach(item -> {
            waiting.add(item);
            if (waiting.size() == AT_ONCE) {
                put(table, waiting);
                waiting.clear();
            }
        });
        put(table, waiting);
        long found = table.count();
        // Fewer are not wrong: DynamoDB deletes lines whose time is over.
        if (found > export.count()) {
            throw new StackException(
                    "the table %s has %d items, the backup %d: something else writes to it, or it was not empty before"
                            .formatted(table.name(), found, export.count()));
        }
    }

    private static void put(TableItems table, List<Map<String, AttributeValue>> items) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> puts =
                    items.stream().map(item -> threads.submit(() -> table.put(item))).toList();
            for (Future<Boolean> put : puts) {
                if (!put.get()) {
                    throw new StackException(
                            "the table %s has another item under a key of the backup's, and it was left as it is: this is not what --resume goes on with"
                                    .formatted(table.name()));
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted; add --resume to go on", e);
        }
    }
}
