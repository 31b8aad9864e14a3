package dev.tollgate.localstack.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StoreTables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Writes every item of both tables into a new folder, which its owner alone may read.
///
/// Each item is as it was at one moment, and not two items as they were at the same one: calls may
/// go on meanwhile. docs/deploy.md says what that means for the books.
///
/// @param stage whose tables they are; for people
public record Backup(StoreTables tables, String stage, Clock clock) {
    private static final String DATA = "00000001.json.gz";

    /// @param folder that does not exist yet
    /// @return how many items of each table, for people
    /// @throws StackException when it cannot be written
    /// @throws software.amazon.awssdk.core.exception.SdkException when the tables cannot be read
    public String write(Path folder) {
        var counts = new EnumMap<TableKind, Long>(TableKind.class);
        try {
            make(folder);
            for (TableKind kind : TableKind.values()) {
                counts.put(kind, write(kind, folder.resolve(kind.word())));
            }
        } catch (FileAlreadyExistsException e) {
            throw new StackException(folder + " is there already; name a folder that is not", e);
        } catch (IOException e) {
            throw new StackException("the backup cannot be written: " + e.getMessage(), e);
        }
        return "%d items of the tenant table, %d of the platform table"
                .formatted(counts.get(TableKind.TENANT), counts.get(TableKind.PLATFORM));
    }

    private static void make(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private long write(TableKind kind, Path folder) throws IOException {
        var layout = new ExportLayout(folder);
        Files.createDirectories(layout.data(DATA).getParent());
        Instant start = clock.instant();
        MessageDigest digest = ExportLayout.digest();
        long count;
        try (OutputStream file =
                new DigestOutputStream(Files.newOutputStream(layout.data(DATA)), digest)) {
            count = write(kind, file);
        }
        ObjectNode files =
                ExportLayout.JSON
                        .createObjectNode()
                        .put(ExportLayout.ITEM_COUNT, count)
                        .put(ExportLayout.CHECKSUM, ExportLayout.checksum(digest))
                        .put(ExportLayout.KEY, "data/" + DATA);
        Files.writeString(layout.files(), files.toString() + '\n');
        Files.writeString(layout.summary(), summary(start, count).toPrettyString() + '\n');
        return count;
    }

    private long write(TableKind kind, OutputStream file) throws IOException {
        long count = 0;
        try (Writer lines =
                new BufferedWriter(
                        new OutputStreamWriter(
                                new GZIPOutputStream(file), StandardCharsets.UTF_8))) {
            for (Map<String, AttributeValue> item : new TableItems(tables, kind).all()) {
                lines.write(DynamoDbJson.line(item));
                lines.write('\n');
                count++;
            }
        }
        return count;
    }

    private ObjectNode summary(Instant start, long count) {
        ObjectNode summary =
                ExportLayout.JSON
                        .createObjectNode()
                        .put("version", "2020-06-30")
                        .put("startTime", start.toString())
                        .put("endTime", clock.instant().toString())
                        .put(ExportLayout.ITEM_COUNT, count)
                        .put(ExportLayout.OUTPUT_FORMAT, ExportLayout.FORMAT);
        summary.putObject(ExportLayout.OURS)
                .put(ExportLayout.SCHEMA, ExportLayout.NEWEST_SCHEMA)
                .put(ExportLayout.STAGE, stage);
        return summary;
    }
}
