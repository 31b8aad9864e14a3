package dev.tollgate.authorizer.priming;

import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.aws.priming.RecordedTables;
import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A token of each family of algorithms, a virtual key, and each of them a second time, when the
/// answers are cached. Keys and tokens are made anew and belong to nobody.
@Singleton
final class AuthorizerRehearsal implements Rehearsal {
    private static final GatewayEvent CALL =
            new GatewayEvent(
                    "POST",
                    "/model/{modelId}/converse",
                    "/model/any/converse",
                    Map.of("modelId", "any"));
    private static final String ALLOWED = "\"Effect\":\"Allow\"";

    private final IdSource ids;
    private final Clock clock;

    AuthorizerRehearsal(IdSource ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Stage stage(URI origin) {
        var issuer = new RecordedIssuer(origin, clock.instant());
        var pepper = new KeyPepper(ids.next());
        KeySecret secret = KeySecret.of(ids.next() + ids.next());
        RecordedTables tables = tables(issuer).with(key(), pepper.hash(secret));
        var settings = new HashMap<>(RecordedTables.settings(origin));
        settings.put(Setting.KEY_PEPPER.key(), pepper.value());
        var credentials = new ArrayList<>(issuer.tokens());
        credentials.add(secret.value());
        return new Stage(
                settings,
                question -> reply(tables, issuer, question),
                credentials.stream()
                        .map(credential ->
                                new Scene(CALL.question("Bearer " + credential), ALLOWED))
                        .toList());
    }

    @Override
    public LambdaFunction start(Settings settings) {
        return new AuthorizerFunction(settings);
    }

    private static Reply reply(RecordedTables tables, RecordedIssuer issuer, Question question) {
        return RecordedTables.answers(question.target())
                ? Reply.json(tables.answer(question.target(), question.body()))
                : Reply.json(issuer.keySet().getBytes(StandardCharsets.UTF_8));
    }

    private static RecordedTables tables(RecordedIssuer issuer) {
        var config =
                new IssuerConfig(
                        issuer.url(),
                        URI.create(issuer.url()),
                        RecordedIssuer.AUDIENCE,
                        Set.copyOf(RecordedIssuer.ALGORITHMS),
                        RecordedIssuer.TENANT_CLAIM,
                        Map.of(RecordedTenant.ID.value(), RecordedTenant.ID.value()),
                        Set.of(),
                        Duration.ofSeconds(30));
        return new RecordedTables()
                .with(
                        new PlatformConfig(
                                1, List.of(config), Map.of(), new PriceTable(Map.of()), Map.of()))
                .with(RecordedTenant.config(Map.of()));
    }

    private static VirtualKey key() {
        return new VirtualKey(
                new KeyId("rehearsal001"),
                RecordedTenant.ID,
                RecordedTenant.user().subject(),
                RecordedTenant.user().scope(),
                Instant.EPOCH,
                null,
                null);
    }
}
