package dev.tollgate.llmproxy.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        /// Whether this dialect's clients ask for models so. APIs share the route: what tells their
        /// clients apart is in the headers. One with a path parameter `model` asks for a single
        /// model.
        boolean lists(ProxyRequest request);

        /// @param models in the order of their aliases
        /// @param query of the request, by which some APIs ask for a page
        /// @return a document
        /// @throws dev.tollgate.core.error.Refused when the query asks for no page
        ObjectNode list(List<ModelCard> models, Map<String, List<String>> query);

        /// @return a document
        ObjectNode card(ModelCard model);

        /// The header that carries the gateway's id of a request, lower-cased.
        String requestIdHeader();
    }
}
