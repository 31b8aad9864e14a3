package dev.tollgate.llmproxy.messages;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.language.NativeCall;
import java.util.Arrays;
import java.util.List;

/// The beta features that a client asks for: the header `anthropic-beta`, names with commas
/// between.
public final class MessagesBetas {
    public static final String HEADER = "anthropic-beta";

    /// Prompts beyond the usual size, for which some models charge more a token.
    private static final String OTHER_PRICE = "context-1m-";

    private MessagesBetas() {}

    /// As the client wrote them.
    public static List<String> named(NativeCall call) {
        return Arrays.stream(call.headers().getOrDefault(HEADER, "").split(",", -1))
                .map(String::strip)
                .filter(beta -> !beta.isEmpty())
                .toList();
    }

    /// @throws Refused for one that changes the price of a token
    public static List<String> of(NativeCall call) {
        List<String> betas = named(call);
        betas.stream()
                .filter(beta -> beta.startsWith(OTHER_PRICE))
                .findFirst()
                .ifPresent(beta -> {
                    throw new Refused(
                            new GatewayError.NotSupportedByTarget(
                                    "the header "
                                            + HEADER
                                            + " asks for "
                                            + beta
                                            + ", which the price behind the model alias "
                                            + call.alias()
                                            + " does not cover; leave it out"));
                });
        return betas;
    }
}
