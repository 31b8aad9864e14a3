package dev.tollgate.localstack.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// One table's folder, with the names that DynamoDB gives below `AWSDynamoDB/<export>/`:
/// `manifest-summary.json`, `manifest-files.json` with a line for each file, `data/*.json.gz`.
record ExportLayout(Path folder) {
    static final ObjectMapper JSON = new ObjectMapper();

    /// The only language of items that is read: the other, ION, is for analytics.
    static final String FORMAT = "DYNAMODB_JSON";

    /// Members of a manifest.
    static final String ITEM_COUNT = "itemCount";

    static final String CHECKSUM = "md5Checksum";
    static final String KEY = "dataFileS3Key";
    static final String OUTPUT_FORMAT = "outputFormat";

    /// What `backup` adds to a summary; DynamoDB's own have none of it.
    static final String OURS = "tollgate";

    static final String SCHEMA = "schema";
    static final String STAGE = "stage";

    /// Of the items. A release that can no longer read those of the one before counts it up.
    static final int NEWEST_SCHEMA = 1;

    /// Written last: without it an export is not whole.
    Path summary() {
        return folder.resolve("manifest-summary.json");
    }

    Path files() {
        return folder.resolve("manifest-files.json");
    }

    Path data(String file) {
        return folder.resolve("data").resolve(file);
    }

    /// MD5, since that is what DynamoDB writes: it finds damage, not forgery.
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    static String checksum(MessageDigest digest) {
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
