package dev.tollgate.localstack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What may happen to a backup before somebody needs it.
enum Damage {
    CUT_SHORT("data/00000001.json.gz is not the file that was written") {
        @Override
        void doTo(Path backup) throws IOException {
            byte[] whole = Files.readAllBytes(data(backup));
            Files.write(data(backup), Arrays.copyOf(whole, whole.length - 9));
        }
    },
    ALTERED("data/00000001.json.gz is not the file that was written") {
        @Override
        void doTo(Path backup) throws IOException {
            byte[] whole = Files.readAllBytes(data(backup));
            whole[whole.length / 2] ^= 1;
            Files.write(data(backup), whole);
        }
    },
    LOST("data/00000001.json.gz cannot be read") {
        @Override
        void doTo(Path backup) throws IOException {
            Files.delete(data(backup));
        }
    },
    COUNTED_OTHERWISE("says 81 items, its files 80") {
        @Override
        void doTo(Path backup) throws IOException {
            replace(summary(backup), "\"itemCount\" : 80", "\"itemCount\" : 81");
        }
    },
    /// Both manifests agree, and the data with neither.
    MISCOUNTED("has 80 items, and 79 were written") {
        @Override
        void doTo(Path backup) throws IOException {
            replace(summary(backup), "\"itemCount\" : 80", "\"itemCount\" : 79");
            replace(
                    backup.resolve("tenant/manifest-files.json"),
                    "\"itemCount\":80",
                    "\"itemCount\":79");
        }
    },
    NOT_FINISHED("it was not finished") {
        @Override
        void doTo(Path backup) throws IOException {
            Files.delete(backup.resolve("platform/manifest-summary.json"));
        }
    },
    NEWER("is of schema 2, and this release knows 1") {
        @Override
        void doTo(Path backup) throws IOException {
            replace(summary(backup), "\"schema\" : 1", "\"schema\" : 2");
        }
    },
    ION("is in the format \"ION\"") {
        @Override
        void doTo(Path backup) throws IOException {
            replace(summary(backup), "DYNAMODB_JSON", "ION");
        }
    },
    NO_MANIFEST("is no JSON") {
        @Override
        void doTo(Path backup) throws IOException {
            Files.writeString(summary(backup), "<html>");
        }
    },
    SWAPPED("are the two folders swapped?") {
        @Override
        void doTo(Path backup) throws IOException {
            Path aside = backup.resolve("aside");
            Files.move(backup.resolve("tenant"), aside);
            Files.move(backup.resolve("platform"), backup.resolve("tenant"));
            Files.move(aside, backup.resolve("platform"));
        }
    };

    private final String said;

    Damage(String said) {
        this.said = said;
    }

    /// Part of what a restore says of it.
    String said() {
        return said;
    }

    abstract void doTo(Path backup) throws IOException;

    private static Path data(Path backup) {
        return backup.resolve("tenant/data/00000001.json.gz");
    }

    private static Path summary(Path backup) {
        return backup.resolve("tenant/manifest-summary.json");
    }

    private static void replace(Path file, String old, String now) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IOException(file + " has no " + old);
        }
        Files.writeString(file, text.replace(old, now));
    }
}
