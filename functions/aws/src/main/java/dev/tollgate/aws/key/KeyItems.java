package dev.tollgate.aws.key;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A virtual key as items of the platform table. Each key stands there twice, with the same facts:
/// under the hash of its secret (`KEY#<hash>`, `KEY`), which the authorizer asks for, and under its
/// tenant (`KEYS#<tenant>`, `<key id>`), for listing and revoking. The tenant's one names the hash.
public final class KeyItems {
    static final String HASH = "hash";
    static final String REVOKED_AT = "revokedAt";

    private static final String ID = "id";
    private static final String TENANT = "tenant";
    private static final String OWNER = "owner";
    private static final String MODELS = "models";
    private static final String ROUTES = "routes";
    private static final String CREATED_AT = "createdAt";
    private static final String EXPIRES_AT = "expiresAt";

    private KeyItems() {}

    static Map<String, AttributeValue> indexKey(String hash) {
        return Map.of(Tables.PK, text("KEY#" + hash), Tables.SK, text("KEY"));
    }

    static Map<String, AttributeValue> listKey(TenantId tenant, KeyId id) {
        return Map.of(Tables.PK, text(listPartition(tenant)), Tables.SK, text(id.value()));
    }

    static String listPartition(TenantId tenant) {
        return "KEYS#" + tenant.value();
    }

    /// The item that the authorizer asks for.
    public static Map<String, AttributeValue> indexItem(VirtualKey key, String hash) {
        return item(indexKey(hash), key);
    }

    static Map<String, AttributeValue> listItem(VirtualKey key, String hash) {
        var item = new HashMap<>(item(listKey(key.tenant(), key.id()), key));
        item.put(HASH, text(hash));
        return item;
    }

    static VirtualKey key(Map<String, AttributeValue> item) {
        return new VirtualKey(
                new KeyId(read(item, ID)),
                new TenantId(read(item, TENANT)),
                read(item, OWNER),
                new Scope(
                        words(item, MODELS).stream().collect(Collectors.toSet()),
                        words(item, ROUTES).stream()
                                .map(RouteFamily::ofWord)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toSet())),
                Instant.parse(read(item, CREATED_AT)),
                instant(item, EXPIRES_AT),
                instant(item, REVOKED_AT));
    }

    /// @throws IllegalStateException when the item has no such text: somebody else wrote it
    static String read(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalStateException("a key item has no " + name);
        }
        return value.s();
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static Map<String, AttributeValue> item(
            Map<String, AttributeValue> primary, VirtualKey key) {
        var item = new HashMap<>(primary);
        item.put(ID, text(key.id().value()));
        item.put(TENANT, text(key.tenant().value()));
        item.put(OWNER, text(key.owner()));
        item.put(MODELS, list(key.scope().models()));
        item.put(ROUTES, list(key.scope().routes().stream().map(RouteFamily::word).toList()));
        item.put(CREATED_AT, text(key.createdAt().toString()));
        put(item, EXPIRES_AT, key.expiresAt());
        put(item, REVOKED_AT, key.revokedAt());
        return item;
    }

    private static void put(
            Map<String, AttributeValue> item, String name, @Nullable Instant instant) {
        if (instant != null) {
            item.put(name, text(instant.toString()));
        }
    }

    private static @Nullable Instant instant(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Instant.parse(read(item, name)) : null;
    }

    private static AttributeValue list(Collection<String> words) {
        return AttributeValue.fromL(words.stream().sorted().map(KeyItems::text).toList());
    }

    private static List<String> words(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || !value.hasL()) {
            throw new IllegalStateException("a key item has no " + name);
        }
        return value.l().stream().map(AttributeValue::s).toList();
    }
}
