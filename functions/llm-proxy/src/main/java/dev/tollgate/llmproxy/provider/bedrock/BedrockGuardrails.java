package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.Offering;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.util.Map;

/// Bedrock's guardrails, applied without a model (Bedrock API reference, `ApplyGuardrail`): the
/// body passes as it is, the path gets the upstream's id.
@Singleton
final class BedrockGuardrails implements Provider.Native {
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    @Override
    public ProviderKind kind() {
        return ProviderKind.BEDROCK;
    }

    @Override
    public Offering offering() {
        return Offering.GUARDRAIL;
    }

    @Override
    public boolean speaks(Language language, Upstream upstream) {
        return language == Language.APPLY_GUARDRAIL;
    }

    @Override
    public Exchange pass(NativeCall call, Upstream upstream) {
        String[] named =
                upstream.target().model().substring(Target.GUARDRAIL.length()).split(":", 2);
        if (named.length == 2 && !named[1].equals(call.version())) {
            throw otherVersion(call, named[1]);
        }
        String path = "/guardrail/" + named[0] + "/version/" + call.version() + "/apply";
        return new Exchange(
                new UpstreamRequest(path, JSON, call.body()),
                GuardrailBody.bound(call.root()),
                new GuardrailReader());
    }

    private static Refused otherVersion(NativeCall call, String fixed) {
        return new Refused(
                new GatewayError.NotSupportedByTarget(
                        "the guardrail behind the model alias "
                                + call.alias()
                                + " is fixed at version "
                                + fixed
                                + "; send this guardrailVersion"));
    }
}
