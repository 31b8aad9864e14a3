package dev.tollgate.localstack.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StoreTables;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import dev.tollgate.testkit.Seeded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Backups that come back, and folders that must not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestoreTest {
    private static final List<Set<?>> NOTHING = List.of(Set.of(), Set.of());

    @TempDir Path folder = Path.of("");

    private Copies copies;

    @BeforeAll
    void start() throws IOException {
        copies = Copies.start();
    }

    @AfterAll
    void stop() {
        copies.close();
    }

    @Test
    void from_aBackup_bringsEveryItemOfEveryTypeAndPage() throws IOException {
        try (StoreTables full = copies.full();
                StoreTables empty = copies.empty()) {
            Path backup = written(full);
            assertEquals(
                    PosixFilePermissions.fromString("rwx------"),
                    Files.getPosixFilePermissions(backup));
            List<String> said = new Restore(empty, "dev").from(backup, false);
            assertEquals(
                    List.of("the tenant table has 80 items", "the platform table has 1 items"),
                    said);
            assertEquals(Copies.contents(full), Copies.contents(empty));
        }
    }

    @Test
    void from_anotherStagesBackup_saysWhatElseItNeeds() {
        try (StoreTables full = copies.full();
                StoreTables empty = copies.empty()) {
            List<String> said = new Restore(empty, "preprod").from(written(full), false);
            assertTrue(said.getLast().contains("stage dev: keys work under its pepper"), "" + said);
        }
    }

    @Test
    void write_intoAFolderThatIsThere_leavesItAsItIs() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        try (StoreTables full = copies.full()) {
            assertSays("there already", () -> backup(full).write(there));
        }
        try (var files = Files.list(there)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void from_aBackupIntoTablesInUse_isRefusedAndWritesNothing() {
        try (StoreTables full = copies.full();
                StoreTables used = copies.empty()) {
            var key = Copies.item("KEY#4567", "KEY", Map.of());
            used.client().putItem(put -> put.tableName(used.platformTable()).item(key));
            List<Set<?>> before = Copies.contents(used);
            Path backup = written(full);
            assertSays("is not empty", () -> new Restore(used, "dev").from(backup, false));
            assertEquals(before, Copies.contents(used));
            assertSays(
                    "has 2 items, the backup 1", () -> new Restore(used, "dev").from(backup, true));
        }
    }

    @Test
    void resume_afterARestoreThatDied_bringsTheRest() {
        var seeded = Seeded.of("resume_afterARestoreThatDied");
        try (StoreTables full = copies.full();
                StoreTables half = copies.empty()) {
            var there = new TableItems(half, TableKind.TENANT);
            new TableItems(full, TableKind.TENANT)
                    .all()
                    .forEach(item -> {
                        if (seeded.chance(0.5)) {
                            assertTrue(there.put(item));
                        }
                    });
            new Restore(half, "dev").from(written(full), true);
            assertEquals(Copies.contents(full), Copies.contents(half));
        }
    }

    @Test
    void resume_overAnItemThatChanged_leavesItAndSaysSo() {
        try (StoreTables full = copies.full();
                StoreTables other = copies.empty()) {
            Map<String, AttributeValue> newer =
                    Copies.item(
                            "TENANT#globex#0", "CALL#3", Map.of("n", AttributeValue.fromN("4")));
            other.client().putItem(put -> put.tableName(other.tenantTable()).item(newer));
            Path backup = written(full);
            assertSays(
                    "another item under a key of the backup's",
                    () -> new Restore(other, "dev").from(backup, true));
            assertTrue(Copies.contents(other).getFirst().contains(DynamoDbJson.members(newer)));
            assertEquals(Set.of(), Copies.contents(other).getLast());
        }
    }

    @Test
    void from_anExportByDynamoDb_readsAllItsFiles() throws IOException {
        Path export = folder.resolve("s3");
        String prefix = "2026-Nov/AWSDynamoDB/01693685827463-2d8752fd/";
        export(export.resolve("tenant"), prefix, Copies.tenantItems());
        export(export.resolve("platform"), prefix, List.of());
        try (StoreTables full = copies.full();
                StoreTables empty = copies.empty()) {
            new Restore(empty, "dev").from(export, false);
            assertEquals(Copies.contents(full).getFirst(), Copies.contents(empty).getFirst());
        }
    }

    @Test
    void from_anythingThatIsNotWhole_writesNothing() throws IOException {
        try (StoreTables full = copies.full();
                StoreTables empty = copies.empty()) {
            for (Damage damage : Damage.values()) {
                Path backup = written(full);
                damage.doTo(backup);
                assertSays(damage.said(), () -> new Restore(empty, "dev").from(backup, false));
                assertEquals(NOTHING, Copies.contents(empty), damage.name());
            }
        }
    }

    @Test
    void from_aLineThatIsNoItem_namesTheLineAndNotWhatItSays() throws IOException {
        Path export = folder.resolve("incremental");
        String line = "{\"Keys\":{\"pk\":{\"S\":\"TENANT#acme#0\"}}}\n";
        exportLines(export.resolve("tenant"), "", List.of(line));
        export(export.resolve("platform"), "", List.of());
        try (StoreTables empty = copies.empty()) {
            var refusal =
                    assertThrows(
                            StackException.class,
                            () -> new Restore(empty, "dev").from(export, false));
            String message = String.valueOf(refusal.getMessage());
            assertTrue(message.contains("line 1 is no item"), message);
            assertFalse(message.contains("acme"), message);
        }
    }

    private Path written(StoreTables tables) {
        Path backup = folder.resolve("backup-" + copies.made().incrementAndGet());
        backup(tables).write(backup);
        return backup;
    }

    private static Backup backup(StoreTables tables) {
        return new Backup(tables, "dev", new MutableClock(Fixtures.NOW));
    }

    private static void assertSays(String words, Runnable restore) {
        var refusal = assertThrows(StackException.class, restore::run);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("\n"), message);
    }

    /// In two files, as DynamoDB lays out one for each of its partitions.
    private static void export(Path folder, String prefix, List<Map<String, AttributeValue>> items)
            throws IOException {
        var first = new StringBuilder();
        var second = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            (i % 3 == 0 ? first : second).append(DynamoDbJson.line(items.get(i))).append('\n');
        }
        exportLines(folder, prefix, List.of(first.toString(), second.toString()));
    }

    /// By the developer guide's examples.
    private static void exportLines(Path folder, String prefix, List<String> parts)
            throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.createFile(folder.resolve("_started"));
        var manifest = new StringBuilder();
        long items = 0;
        for (int i = 0; i < parts.size(); i++) {
            Path file = folder.resolve("data/part" + i + ".json.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(parts.get(i).getBytes(StandardCharsets.UTF_8));
            }
            var digest = ExportLayout.digest();
            digest.update(Files.readAllBytes(file));
            long count = parts.get(i).lines().count();
            items += count;
            manifest.append(
                    """
                    {"itemCount":%d,"md5Checksum":"%s","etag":"af83d6f217c19b8b0fff8023d8ca4716-1","dataFileS3Key":"%sdata/part%d.json.gz"}
                    """
                            .formatted(count, ExportLayout.checksum(digest), prefix, i));
        }
        Files.writeString(folder.resolve("manifest-files.json"), manifest);
        Files.writeString(
                folder.resolve("manifest-summary.json"),
                """
                {"version":"2023-08-01","exportArn":"arn:aws:dynamodb:us-east-1:111122223333:table/t/export/1","exportTime":"2026-11-04T07:28:34.028Z","s3SseKmsKeyId":null,"manifestFilesS3Key":"%smanifest-files.json","itemCount":%d,"outputFormat":"DYNAMODB_JSON","exportType":"FULL_EXPORT"}\
                """
                        .formatted(prefix, items));
    }
}
