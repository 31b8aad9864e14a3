package dev.tollgate.localstack.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.localstack.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One table's items in files, made by `backup` or by DynamoDB's export to S3.
final class TableExport {
    private final TableKind kind;
    private final JsonNode summary;
    private final List<DataFile> files;

    /// @param checksum of the file as it lies there, packed
    private record DataFile(Path path, long count, String checksum) {}

    private TableExport(TableKind kind, JsonNode summary, List<DataFile> files) {
        this.kind = kind;
        this.summary = summary;
        this.files = List.copyOf(files);
    }

    /// Reads the manifests. Each item has been looked at when [#check] has returned.
    ///
    /// @throws StackException when it is no export, not whole, or newer than this release
    static TableExport open(Path backup, TableKind kind) {
        var layout = new ExportLayout(backup.resolve(kind.word()));
        JsonNode summary = summary(layout);
        String format = summary.path(ExportLayout.OUTPUT_FORMAT).asText();
        if (!format.equals(ExportLayout.FORMAT)) {
            throw new StackException(
                    "%s is in the format \"%s\"; export it again as %s"
                            .formatted(layout.folder(), format, ExportLayout.FORMAT));
        }
        int schema = summary.path(ExportLayout.OURS).path(ExportLayout.SCHEMA).asInt();
        if (schema > ExportLayout.NEWEST_SCHEMA) {
            throw new StackException(
                    "%s is of schema %d, and this release knows %d; restore it with the release that wrote it"
                            .formatted(layout.folder(), schema, ExportLayout.NEWEST_SCHEMA));
        }
        var export = new TableExport(kind, summary, files(layout));
        long listed = export.files.stream().mapToLong(DataFile::count).sum();
        if (listed != export.count()) {
            throw new StackException(
                    "%s says %d items, its files %d: it is not as it was written; take another copy"
                            .formatted(layout.folder(), export.count(), listed));
        }
        return export;
    }

    private static JsonNode summary(ExportLayout layout) {
        if (!Files.exists(layout.summary())) {
            throw new StackException(
                    layout.summary()
                            + " is missing: either this is no backup, or it was not finished");
        }
        return json(layout.summary(), read(layout.summary()));
    }

    private static List<DataFile> files(ExportLayout layout) {
        var files = new ArrayList<DataFile>();
        read(layout.files())
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    JsonNode file = json(layout.files(), line);
                    // In S3 the name begins with whatever stands before the data folder.
                    String key = file.path(ExportLayout.KEY).asText();
                    files.add(
                            new DataFile(
                                    layout.data(key.substring(key.lastIndexOf('/') + 1)),
                                    file.path(ExportLayout.ITEM_COUNT).asLong(-1),
                                    file.path(ExportLayout.CHECKSUM).asText()));
                });
        return files;
    }

    /// Of all items.
    long count() {
        return summary.path(ExportLayout.ITEM_COUNT).asLong(-1);
    }

    /// Whose it is; null where DynamoDB made it, which does not know.
    @Nullable String stage() {
        return summary.path(ExportLayout.OURS).path(ExportLayout.STAGE).textValue();
    }

    TableKind kind() {
        return kind;
    }

    /// That each file is the one that was written, and each line an item of this table.
    ///
    /// @throws StackException when not
    void check() {
        for (DataFile file : files) {
            if (!checksum(file.path()).equals(file.checksum())) {
                throw new StackException(
                        file.path()
                                + " is not the file that was written, by its checksum: cut short or"
                                + " altered; take another copy");
            }
            long count = forEach(file, this::checkKey);
            if (count != file.count()) {
                throw new StackException(
                        "%s has %d items, and %d were written; take another copy"
                                .formatted(file.path(), count, file.count()));
            }
        }
    }

    private void checkKey(Map<String, AttributeValue> item) {
        AttributeValue partition = item.get(Tables.PK);
        AttributeValue sort = item.get(Tables.SK);
        if (partition == null || sort == null || partition.s() == null || sort.s() == null) {
            throw new IllegalArgumentException("it has not the keys of our tables");
        }
        if (!kind.owns(partition.s())) {
            throw new IllegalArgumentException(
                    "it is none of the " + kind.word() + " table: are the two folders swapped?");
        }
    }

    /// Each item, in the order in which they were written.
    void forEach(Consumer<Map<String, AttributeValue>> each) {
        files.forEach(file -> forEach(file, each));
    }

    /// @return how many
    private static long forEach(DataFile file, Consumer<Map<String, AttributeValue>> each) {
        long count = 0;
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file.path())),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                count++;
                each.accept(DynamoDbJson.item(line));
            }
            return count;
        } catch (IllegalArgumentException e) {
            throw new StackException(
                    "%s, line %d is no item: %s".formatted(file.path(), count, e.getMessage()), e);
        } catch (IOException e) {
            throw new StackException(file.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String checksum(Path file) {
        MessageDigest digest = ExportLayout.digest();
        try (var counted = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, counted);
            return ExportLayout.checksum(digest);
        } catch (IOException e) {
            throw new StackException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Path file, String text) {
        try {
            return ExportLayout.JSON.readTree(text);
        } catch (IOException e) {
            throw new StackException(file + " is no JSON; take another copy", e);
        }
    }
}
