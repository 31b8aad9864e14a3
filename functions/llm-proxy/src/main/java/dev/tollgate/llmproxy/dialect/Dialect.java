package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.runtime.ProxyRequest;
import java.util.List;
import java.util.Map;

/// How clients of one API speak to the gateway. Thread-safe, without I/O. A new one is a package
/// with its implementation as a `@Singleton`, its paths in the contract, and golden files.
public interface Dialect {
    /// What a credential must be allowed to use.
    RouteFamily family();

    /// @param resource a route as the API has it, for example `/model/{modelId}/converse`
    boolean serves(String resource);

    /// Reads a request as far as every call is read, whatever its upstream speaks.
    ///
    /// @throws dev.tollgate.core.error.Refused when the request is not of this dialect
    ClientCall read(ProxyRequest request);

    /// How it says an error before the answer has begun; nothing else maps one to a status.
    ///
    /// @param requestId the gateway's id of the request
    ErrorAnswer refusal(GatewayError error, String requestId);

    /// The headers of an answer that say what its caller's rates leave, in the words of the API's
    /// own clients and in those of the standard.
    ///
    /// @return lower-cased names; none where no rate is set
    default Map<String, String> limitHeaders(RateLimits limits) {
        return limits.fields();
    }

    /// A dialect that also lists models.
    interface Listing extends Dialect {
        /// @param resource a route as the API has it; one with a parameter `model` asks for a
        ///   single model
        boolean lists(String resource);

        /// @return JSON
        byte[] list(List<ModelCard> models);

        /// @return JSON
        byte[] card(ModelCard model);
    }
}
