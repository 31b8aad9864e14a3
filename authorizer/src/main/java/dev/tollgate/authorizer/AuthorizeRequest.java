package dev.tollgate.authorizer;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one request: credential, verdict, policy. Thread-safe.
@Singleton
final class AuthorizeRequest {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizeRequest.class);

    private static final String SIGNED =
            "The request is signed with AWS credentials, which this gateway does not take. Set the"
                    + " environment variable AWS_BEARER_TOKEN_BEDROCK to a Tollgate virtual key or to"
                    + " a current token of your identity provider.";

    private final VerifyToken verifyToken;
    private final VerifyKey verifyKey;
    private final ConfigStore configs;

    AuthorizeRequest(VerifyToken verifyToken, VerifyKey verifyKey, ConfigStore configs) {
        this.verifyToken = verifyToken;
        this.verifyKey = verifyKey;
        this.configs = configs;
    }

    /// @throws UnauthorizedException when the request has no valid credential
    Policy authorize(AuthorizerEvent event) {
        return switch (verdict(Credential.of(event.headers()))) {
            case Verdict.Known(Principal principal) -> Policy.of(principal, event.stageArn());
            case Verdict.Barred(String reason) -> Policy.barred(reason, event.stageArn());
            case Verdict.Unknown(String why) -> {
                LOG.atInfo()
                        .addKeyValue("requestId", event.requestId())
                        .addKeyValue("why", why)
                        .log("not a valid credential");
                throw new UnauthorizedException();
            }
        };
    }

    private Verdict verdict(Credential credential) {
        return switch (credential) {
            case Credential.Token(String token) -> entitled(verifyToken.verify(token));
            case Credential.Key(var secret) -> entitled(verifyKey.verify(secret));
            case Credential.AwsSignature() -> new Verdict.Barred(SIGNED);
            case Credential.Unusable(String why) -> new Verdict.Unknown(why);
        };
    }

    private Verdict entitled(Verdict verdict) {
        if (!(verdict instanceof Verdict.Known(Principal principal))) {
            return verdict;
        }
        Optional<TenantConfig> config = configs.tenant(principal.tenant());
        if (config.isEmpty()) {
            return new Verdict.Barred(
                    "The tenant "
                            + principal.tenant()
                            + " is not set up here. Ask your platform team to apply its"
                            + " configuration.");
        }
        return new Verdict.Known(narrowed(principal, config.get()));
    }

    /// A key is held to the routes it was made with and to those that the tenant's configuration
    /// leaves it. Its models are held against both by the functions.
    private static Principal narrowed(Principal principal, TenantConfig config) {
        KeyPolicy policy = principal.key() == null ? null : config.keys().get(principal.key());
        if (policy == null) {
            return principal;
        }
        var routes = new HashSet<>(principal.scope().routes());
        routes.retainAll(policy.scope().routes());
        return new Principal(
                principal.tenant(),
                principal.subject(),
                principal.key(),
                new Scope(principal.scope().models(), routes),
                principal.claims());
    }
}
