package dev.tollgate.aws.config;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where configuration stands in the two tables, and the attributes of its items.
///
/// The platform table has one item for the head (revision, and the tenants there are) and one for
/// the platform's document. A tenant's document is the tenant's own item: `TENANT#<id>#0`,
/// `CONFIG`.
public record ConfigItems(String tenantTable, String platformTable) {
    /// JSON of [ConfigDocuments].
    static final String DOCUMENT = "document";

    /// Counts the changes of one document.
    static final String VERSION = "version";

    /// Counts the changes of the configuration as a whole; on the head.
    static final String REVISION = "revision";

    /// String set of tenant ids; on the head, missing while there are none.
    static final String TENANTS = "tenants";

    private static final String CONFIG = "CONFIG";
    private static final String HEAD = "HEAD";
    private static final String PLATFORM = "PLATFORM";

    static ConfigItems of(Settings settings) {
        return new ConfigItems(
                settings.required(Setting.TENANT_TABLE), settings.required(Setting.PLATFORM_TABLE));
    }

    Map<String, AttributeValue> head() {
        return key(CONFIG, HEAD);
    }

    Map<String, AttributeValue> platform() {
        return key(CONFIG, PLATFORM);
    }

    Map<String, AttributeValue> tenant(TenantId tenant) {
        return key(tenant.partitionKey(0), CONFIG);
    }

    /// A whole item, as a recording has it.
    public static Map<String, AttributeValue> item(PlatformConfig platform) {
        return item(key(CONFIG, PLATFORM), platform.version(), ConfigDocuments.json(platform));
    }

    /// A whole item, as a recording has it.
    public static Map<String, AttributeValue> item(TenantConfig tenant) {
        return item(
                key(tenant.tenant().partitionKey(0), CONFIG),
                tenant.version(),
                ConfigDocuments.json(tenant));
    }

    static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(value(item, attribute).n());
    }

    static String text(Map<String, AttributeValue> item, String attribute) {
        return value(item, attribute).s();
    }

    private static Map<String, AttributeValue> item(
            Map<String, AttributeValue> key, long version, String document) {
        var item = new HashMap<>(key);
        item.put(VERSION, AttributeValue.fromN(Long.toString(version)));
        item.put(DOCUMENT, AttributeValue.fromS(document));
        return item;
    }

    private static AttributeValue value(Map<String, AttributeValue> item, String attribute) {
        return Objects.requireNonNull(
                item.get(attribute), () -> "a config item without " + attribute);
    }

    private static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(
                Tables.PK, AttributeValue.fromS(partition), Tables.SK, AttributeValue.fromS(sort));
    }
}
