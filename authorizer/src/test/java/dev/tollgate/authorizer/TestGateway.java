package dev.tollgate.authorizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.InMemoryVirtualKeyStore;
import dev.tollgate.testkit.MutableClock;
import dev.tollgate.testkit.SequentialIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The authorizer over fakes, asked by whole events.
final class TestGateway {
    static final String STAGE = "arn:aws:execute-api:eu-central-1:123456789012:api1/prod/";
    static final String CONVERSE = STAGE + "POST/model/sim.claude/converse";
    static final String USAGE = STAGE + "GET/v1/usage";

    final MutableClock clock = new MutableClock(Fixtures.NOW);
    final InMemoryConfigStore configs = new InMemoryConfigStore();
    final InMemoryVirtualKeyStore keys = new InMemoryVirtualKeyStore();
    final SequentialIds ids = new SequentialIds();
    final KeyPepper pepper = new KeyPepper(ids.next());

    private final AuthorizeRequest authorize;

    TestGateway(IssuerConfig... issuers) {
        configs.apply(
                new PlatformConfig(
                        0, Arrays.asList(issuers), Map.of(), new PriceTable(Map.of()), Map.of()),
                List.of(Fixtures.tenant(Fixtures.ACME), Fixtures.tenant(Fixtures.GLOBEX)));
        authorize =
                new AuthorizeRequest(
                        new VerifyToken(configs, new IssuerSignatures(), new StandardClaims(clock)),
                        new VerifyKey(keys, () -> pepper, clock),
                        configs);
    }

    void apply(TenantConfig tenant) {
        configs.apply(null, List.of(tenant));
    }

    /// Makes a key with this scope and tells its secret.
    KeySecret key(TenantId tenant, Scope scope, @Nullable Instant expiresAt) {
        KeySecret secret = KeySecret.of(ids.next() + ids.next());
        var id = new KeyId(ids.next().substring(14));
        keys.create(
                new VirtualKey(id, tenant, Fixtures.ALICE, scope, clock.instant(), expiresAt, null),
                pepper.hash(secret));
        return secret;
    }

    Policy bearer(String credential) {
        return ask(Map.of("Authorization", List.of("Bearer " + credential)));
    }

    Policy ask(Map<String, List<String>> headers) {
        return authorize.authorize(AuthorizerEvent.read(event(CONVERSE, headers)));
    }

    static ByteArrayInputStream event(String methodArn, Map<String, List<String>> headers) {
        var event = new LinkedHashMap<String, Object>();
        event.put("type", "REQUEST");
        event.put("methodArn", methodArn);
        event.put("multiValueHeaders", headers);
        event.put("requestContext", Map.of("requestId", "r-1"));
        try {
            return new ByteArrayInputStream(new ObjectMapper().writeValueAsBytes(event));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
